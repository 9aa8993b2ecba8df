"""«Aquí» and «Comprobar archivo»: what a person does after a download (backups §3.8, T17)."""

import hashlib

import pytest
from django.urls import reverse

from backups.models import BackupPart, PartCheck, PartDownload, SupportQuestion
from backups.services import downloads
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests.backups import making
from tests.backups.pages.reading import Page

pytestmark = pytest.mark.django_db
NOT_TRIED = (
    "No ha intentado descargar el respaldo. Por favor realice la descarga, si tiene inconvenientes solicite a la SGE."
)
NO_REASON = "Por favor ingrese el motivo de la solicitud de descarga."
ASKED = "La descarga de su respaldo fue solicitada a la SGE."


def url(name, request, *more):
    return reverse(f"backups:{name}", args=[request.uuid, *more])


def begin(client, person, request):
    answer = client(person).get(url("part", request, 1), headers={"Range": "bytes=0-9"})
    assert len(b"".join(answer.streaming_content)) == 10


def test_b_58_before_any_download_the_advice_and_nothing_else(client, ana, single, settings):
    settings.QUIPUX_SUPPORT_EMAIL = "soporte@ejemplo.gob.ec"
    mine = client(ana)
    page = Page(mine.get(url("download", single)))
    foot = ("Si tiene algún inconveniente con la descarga de su respaldo, de click Aquí para solicitar a la Subsecretaría "
            "de Gobierno Electrónico.")  # fmt: skip
    assert foot in page.text
    assert page.links()["Aquí"] == url("support", single)
    page = Page(mine.get(page.links()["Aquí"]))
    assert page.heading == "Solicitud para descargar respaldo"
    assert NOT_TRIED in page.text
    assert page.find("textarea") is None
    answer = mine.post(url("support", single), {"reason": "No abre"})
    assert (answer.status_code, NOT_TRIED in Page(answer).text) == (409, True)
    assert (SupportQuestion.objects.count(), Mail.objects.filter(key__startswith="soporte-").count()) == (0, 0)


def test_b_58_with_an_empty_or_too_long_reason_nothing_is_asked(client, ana, single):
    mine = client(ana)
    begin(client, ana, single)
    for reason, sentence in (
        ("", NO_REASON),
        ("   ", NO_REASON),
        ("x" * 601, "El motivo no puede superar 600 caracteres."),
    ):
        answer = mine.post(url("support", single), {"reason": reason})
        assert answer.status_code == 422
        assert Page(answer).errors() == [(sentence, "#id_reason")]
    assert SupportQuestion.objects.count() == 0


def test_b_58_with_a_reason_it_is_asked_recorded_and_mailed_once(client, ana, single, settings):
    settings.QUIPUX_SUPPORT_EMAIL = "soporte@ejemplo.gob.ec"
    mine, reason = client(ana), "La parte 1 se corta al 80 %"
    begin(client, ana, single)
    page = Page(mine.get(url("support", single)))
    assert (page.buttons(), page.links()["Regresar"]) == (["Guardar"], url("download", single))
    for _ in range(2):
        answer = mine.post(url("support", single), {"reason": reason}, follow=True)
        assert answer.redirect_chain == [(url("download", single), 302)]
        assert ASKED in Page(answer).text
    question = SupportQuestion.objects.get()
    assert (question.request, question.person, question.reason, question.answered_at) == (
        single,
        ana.user,
        reason,
        None,
    )
    [entry] = Entry.objects.of(single).filter(action="support_asked")
    assert (entry.label, entry.actor_name) == ("Solicitud de descarga", ana.user.full_name)
    assert (
        entry.comment == f"Solicitud de descarga de respaldo enviada al correo electrónico de la SGE. Motivo: {reason}"
    )
    mail = Mail.objects.get(key=f"soporte-{question.pk}")
    assert (mail.to, mail.subject) == (
        "soporte@ejemplo.gob.ec", f"QUIPUX: Solicitud para Descarga de Respaldo No. {single.number}")  # fmt: skip
    lines = [
        "Solicitud para descargar respaldos de usuario.",
        f"Solicitante: {ana.user.full_name}",
        f"Motivo: {reason}",
    ]
    assert "\n".join(lines) in mail.text
    assert ana.user.identity_number not in mail.text + mail.html
    mine.post(url("support", single), {"reason": "Ahora tampoco abre"})
    assert SupportQuestion.objects.count() == 2


def test_b_54_strangers_ask_nothing_and_mark_nothing(client, bruno, carla, diego, sofia, single):
    digest = BackupPart.objects.get(backup__request=single).sha256
    for stranger in (bruno, carla, diego):
        assert client(stranger).get(url("support", single)).status_code == 404
        assert client(stranger).post(url("support", single), {"reason": "a"}).status_code == 404
        assert client(stranger).post(url("check_part", single), {"huella": digest}).status_code == 404
        assert client(stranger).post(url("metalink", single)).status_code == 404
    for name in ("support", "check_part", "metalink", "revoke_tickets"):
        assert client(sofia).post(url(name, single)).status_code == 403
        assert client.post(url(name, single)).url.startswith("/ingresar/")
    assert (SupportQuestion.objects.count(), PartCheck.objects.count()) == (0, 0)


def test_b_52_a_checked_copy_is_marked_for_its_person_and_a_changed_one_is_not(client, ana, split):
    mine, part = client(ana), BackupPart.objects.get(backup__request=split, number=1)
    data = b"".join(mine.get(url("part", split, 1)).streaming_content)
    wrong = mine.post(url("check_part", split), {"huella": hashlib.sha256(data[:-1] + b"x").hexdigest()})
    assert wrong.status_code == 422
    assert Page(wrong).errors()[0][0].startswith("No coincide con ninguna parte de la lista.")
    assert PartCheck.objects.count() == 0
    done = mine.post(url("check_part", split), {"huella": hashlib.sha256(data).hexdigest().upper()}, follow=True)
    assert f"Comprobada: el archivo es idéntico a {split.archive_name}.z01." in Page(done).text
    rows = Page(mine.get(url("download", split))).rows("Partes del respaldo")
    assert [row[4].split()[0] for row in rows] == ["Comprobada", "Sin", "Sin"]
    assert "Faltan 2 de 3 partes por descargar." in Page(mine.get(url("detail", split))).text
    assert list(PartCheck.objects.values_list("part", "person")) == [(part.pk, ana.user.pk)]


def test_a_check_proves_what_a_delivery_by_the_proxy_cannot_know(client, ana, split, settings):
    settings.QUIPUX_DELIVERY = "accel"
    mine = client(ana)
    index = BackupPart.objects.get(backup__request=split, number=3)
    mine.get(url("independent_part", split, 3))
    assert Page(mine.get(url("download", split))).rows("Partes del respaldo")[2][4].startswith("Iniciada ")
    answer = mine.post(
        url("check_part", split), {"huella": index.alternative_sha256}, headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.json()) == (200, {"name": f"{split.archive_name}_parte03.zip"})
    assert Page(mine.get(url("download", split))).rows("Partes del respaldo")[2][4].startswith("Comprobada")
    other = mine.post(url("check_part", split), {"huella": "0" * 64}, headers={"Accept": "application/json"})
    assert (other.status_code, other.json()) == (422, {"name": ""})


def test_a_range_beyond_the_end_is_416_and_more_than_four_ranges_give_the_whole_part(client, ana, single):
    part = BackupPart.objects.get(backup__request=single)
    mine = client(ana)

    def ask(**headers):
        answer = mine.get(url("part", single, 1), headers=headers)
        return answer, b"".join(answer.streaming_content) if answer.streaming else answer.content

    answer, _ = ask(Range=f"bytes={part.bytes}-")
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{part.bytes}")
    answer, body = ask(Range="bytes=0-0,2-2,4-4,6-6")
    assert answer.status_code == 206
    assert answer["Content-Type"].startswith("multipart/byteranges")
    answer, body = ask(Range="bytes=0-0,2-2,4-4,6-6,8-8")
    assert (answer.status_code, hashlib.sha256(body).hexdigest()) == (200, part.sha256)
    for condition, status in ((f'"{part.sha256}"', 206), ('"otra"', 200), (f'W/"{part.sha256}"', 200),
                              (answer["Last-Modified"], 206), ("Thu, 01 Jan 1970 00:00:00 GMT", 200)):  # fmt: skip
        answer, body = ask(Range="bytes=10-19", **{"If-Range": condition})
        assert (answer.status_code, len(body)) == (status, 10 if status == 206 else part.bytes)
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_starts_are_never_refused_and_the_201st_of_a_day_is_told_to_the_security_log(client, ana, single, caplog):
    part = BackupPart.objects.select_related("backup__request").get(backup__request=single)
    begin(client, ana, single)
    row = PartDownload.objects.values("started_at", "first_byte").get()
    PartDownload.objects.bulk_create(PartDownload(part=part, person=ana.user, **row) for _ in range(downloads.MANY - 1))
    begin(client, ana, single)
    begin(client, ana, single)
    told = [record for record in caplog.records if record.message == "part_many_starts"]
    assert [(record.user, record.part) for record in told] == [(ana.user.pk, part.pk)]


def test_the_page_names_the_managers_and_the_real_files(client, ana, split):
    text = Page(client(ana).get(url("download", split))).text
    for words in ("DownThemAll", f"aria2c {split.archive_name}.meta4", f"Obtener {split.archive_name}.meta4",
                  f"Get-FileHash -Algorithm SHA256 {split.archive_name}.zip", "valen 12 horas"):  # fmt: skip
        assert words in text
    assert making.FIRST.isoformat() not in text
