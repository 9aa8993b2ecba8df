"""Áreas and people out of a file, in two phases (institutions §10.1)."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from accounts.models import User
from institutions.importing import reading, services
from institutions.importing.findings import counts
from institutions.models import Appointment, Area, ImportJob
from quipux import clock
from quipux.errors import Conflict, Invalid
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests import factories
from tests.cast import servant

HEADING = ";".join(reading.PEOPLE)


def person(number, *, sigla="DNP", post="Analista", profile="N", email=None, role="Servidor", given="Rosa"):
    email = f"p{number}@ejemplo.gob.ec" if email is None else email
    return (f"{number};C;;{given};Lema;Ing.;{sigla};{post};{post};{profile};rl;{email};;022000000;1;+593990000000;"
            f"Quito;Token;{role}")  # fmt: skip


def csv_of(*lines) -> bytes:
    return "\n".join((HEADING, *lines)).encode("utf-8-sig")


def uploaded(lines, diego, kind="people") -> ImportJob:
    return services.upload(csv_of(*lines), kind=kind, name="gente.csv", actor=diego.actor)


def notes(job) -> list[tuple]:
    return [(row["line"], note["status"], note["column"]) for row in job.report for note in row["notes"]]


def test_i_20_s_63_two_hundred_rows_three_wrong_are_told_by_line_stored_once_and_only_when_confirmed(
    client, diego, area
):
    lines = [person(factories.cedula(5000 + n)) for n in range(200)]
    lines[9] = person("1710034060")
    lines[19] = person(factories.cedula(5019), sigla="NADA")
    lines[29] = person(factories.cedula(5029), email="sin arroba")
    entered = client(diego)
    data = {"kind": "people", "file": SimpleUploadedFile("gente.csv", csv_of(*lines))}
    answer = entered.post("/institucion/importar/", data)
    job = ImportJob.objects.get()
    assert answer.url == f"/institucion/importar/{job.uuid}/"
    assert counts(job.report) == {"ok": 197, "advertencia": 0, "error": 3}
    assert notes(job) == [(11, "error", "cedula"), (21, "error", "area_sigla"), (31, "error", "correo")]
    assert not Appointment.objects.filter(title="Analista").exists()
    page = entered.get(answer.url).text
    assert "El dígito verificador no corresponde." in page
    assert entered.post(f"{answer.url}confirmar/").status_code == 302
    made = Appointment.objects.filter(title="Analista", area=area, state="active")
    assert (made.count(), Mail.objects.filter(subject="QUIPUX: Activación de cuenta").count()) == (197, 197)
    one = made.select_related("person").first()
    assert (one.certificate, one.mobile, one.person.has_usable_password()) == ("token", "+593990000000", False)
    assert one.grants.get().permission == "create_outgoing"
    assert (one.terms.count(), Entry.objects.of(one).get().comment) == (1, "Importación")
    again = uploaded(lines, diego)
    assert counts(again.report) == {"ok": 0, "advertencia": 197, "error": 3}
    assert services.apply(again, actor=diego.actor) == 0
    assert made.count() == 197


def test_i_21_s_63_a_lost_zero_a_formula_and_two_jefes(diego, area):
    job = uploaded([person("602922924"), person(factories.cedula(71), post="=CMD()"),
                    person(factories.cedula(72), profile="J", post="Directora"),
                    person(factories.cedula(73), profile="J", post="Directora")], diego)  # fmt: skip
    assert notes(job) == [(2, "advertencia", "cedula"), (3, "error", "puesto"), (3, "error", "puesto_cabecera"), (4, "error", "perfil"),
                          (5, "error", "perfil")]  # fmt: skip
    assert services.apply(job, actor=diego.actor) == 1
    assert User.objects.filter(identity_number="0602922924").exists()


def test_who_exists_keeps_everything_and_a_taken_jefatura_is_refused(diego, bruno, carla, area):
    number, password = carla.user.identity_number, carla.user.password
    job = uploaded([person(number, email="otra@ejemplo.ec", given="Otra"),
                    person(factories.cedula(75), profile="J", post="Directora")], diego)  # fmt: skip
    assert notes(job) == [(2, "advertencia", "correo"), (3, "error", "perfil")]
    assert services.apply(job, actor=diego.actor) == 1
    kept = User.objects.get(identity_number=number)
    assert (kept.email, kept.full_name, kept.password) == (carla.user.email, "Carla Mena", password)
    assert Mail.objects.get().to == carla.user.email


def test_a_directory_that_changed_is_validated_again(client, diego, area):
    job = uploaded([person(factories.cedula(76))], diego)
    factories.make_servant(area)
    with pytest.raises(Conflict, match="El directorio cambió desde la validación; valide de nuevo"):
        services.apply(job, actor=diego.actor)
    assert not Appointment.objects.filter(title="Analista").exists()
    services.validate(job, actor=diego.actor)
    address = f"/institucion/importar/{job.uuid}/"
    assert client(diego).post(f"{address}confirmar/").status_code == 302
    assert client(diego).post(f"{address}confirmar/").status_code == 409
    assert Appointment.objects.filter(title="Analista").count() == 1


def test_a_role_the_importer_cannot_give_is_an_error_and_areas_out_of_reach_too(diego, area, institution):
    factories.make_area(institution, "Coordinación", sigla="CO")
    assert notes(uploaded([person(factories.cedula(77), role="AIQ")], diego)) == [(2, "error", "plantilla_rol")]
    limited = servant(factories.make_servant(area, "Nora Paz", permissions=["administer", "create_outgoing"]))
    limited.appointment.grants.get(permission="administer").areas.add(area)
    job = uploaded(
        [person(factories.cedula(78), sigla="CO"), person(factories.cedula(79))], servant(limited.appointment)
    )
    assert notes(job) == [(2, "error", "area_sigla")]


def test_areas_come_with_their_parents_and_twice_creates_nothing(diego, area):
    data = b"sigla_padre,sigla,nombre,ciudad,codigo\nDNP,uc,Unidad de Compras,Loja,1\nUC,SC,Sub Compras,,2\n,DNP,Otra,,\nXX,ZZ,Nada,,"
    job = services.upload(data, kind="areas", name="areas.csv", actor=diego.actor)
    assert notes(job) == [(4, "advertencia", "sigla"), (5, "error", "sigla_padre")]
    assert services.apply(job, actor=diego.actor) == 2
    below = Area.objects.get(sigla="SC")
    assert (below.parent.sigla, below.parent.parent, below.city) == ("UC", area, "Loja")
    assert (
        services.apply(services.upload(data, kind="areas", name="areas.csv", actor=diego.actor), actor=diego.actor) == 0
    )


def test_a_book_is_read_as_values_and_macros_are_refused(diego, area):
    book = Workbook()
    book.active.append(list(reading.PEOPLE))
    book.active.append(person(factories.cedula(80)).split(";"))
    book.active.append(person(factories.cedula(81), post="=1+1").split(";"))
    output = io.BytesIO()
    book.save(output)
    rows = reading.read(output.getvalue(), "people")
    assert [bool(row.formulas) for row in rows] == [False, True]
    for wrong in (b"\xff\xfe\x00", b"PK\x03\x04roto", b"cedula;puesto\n1;2", HEADING.encode(),
                  csv_of(*[person("1")] * 2001)):  # fmt: skip
        with pytest.raises(Invalid):
            reading.read(wrong, "people")
    with zipfile.ZipFile(output, "a") as package:
        package.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(Invalid, match="macros"):
        reading.read(output.getvalue(), "people")


@pytest.mark.long
def test_two_thousand_people_are_validated_at_once(diego, area):
    lines = [person(factories.cedula(10_000 + n)) for n in range(2000)]
    job = uploaded(lines, diego)
    assert counts(job.report)["ok"] == 2000


def test_files_are_forgotten_after_thirty_days_and_reports_stay(client, diego, area):
    job = uploaded([person("1")], diego)
    with clock.frozen_at(clock.now() + timedelta(days=31)):
        assert (services.forget_files(), services.forget_files()) == (1, 0)
    kept = ImportJob.objects.get(pk=job.pk)
    assert (kept.file, len(kept.report)) == (None, 1)
    assert client(diego).get(f"/institucion/importar/{job.uuid}/").status_code == 200
    example = client(diego).get("/institucion/importar/plantilla/people/").content.decode("utf-8-sig")
    assert reading.read(example.encode(), "people")[0].values["area_sigla"] == "DTI"
