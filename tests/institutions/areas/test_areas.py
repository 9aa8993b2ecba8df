"""Áreas: tree, rules, versions, moves and their database guard (institutions §6.1)."""

import pytest
from django.db import IntegrityError, connection, transaction

from documents import numbering
from documents.models import NumberFormat
from institutions.areas import services
from institutions.models import Appointment, Area, SharedTray
from quipux.errors import Invalid
from quipux.history.models import Entry
from tests import factories
from tests.cast import servant

NEW = {"name": "Dirección Financiera", "sigla": "dirfin", "city": "Quito, D.M.", "code": "", "email": ""}


@pytest.fixture
def entered(client, diego):
    return client(diego)


def address(area, act=""):
    return f"/institucion/areas/{area.uuid}/{act}"


def test_i_08_a_sigla_has_no_blanks_is_raised_and_unique_among_the_active(entered, institution, area):
    root = institution.areas.get(parent=None)
    data = NEW | {"parent": root.pk}
    refused = entered.post("/institucion/areas/nueva/", data | {"sigla": "dir fin"})
    assert (refused.status_code, "La sigla no debe contener espacios." in refused.text) == (422, True)
    assert entered.post("/institucion/areas/nueva/", data).status_code == 302
    made = Area.objects.get(name="Dirección Financiera")
    assert (made.sigla, made.parent, made.institution) == ("DIRFIN", root, institution)
    assert (
        "Ya existe un área activa con esa sigla."
        in entered.post("/institucion/areas/nueva/", data | {"name": "Otra"}).text
    )
    same = entered.post("/institucion/areas/nueva/", data | {"sigla": "OTRA", "name": "direccion financiera"})
    assert "Ya existe un área activa con ese nombre." in same.text
    assert Entry.objects.of(made).get().label == "Área creada"


def test_i_09_an_area_in_use_is_not_deactivated_and_the_page_says_how_many(entered, ana, bruno, area):
    below = factories.make_area(area.institution, "Unidad de Compras", sigla="UC", parent=area)
    assert "El área tiene subáreas activas: 1." in entered.post(address(area, "desactivar/")).text
    assert entered.post(address(below, "desactivar/")).status_code == 302
    factories.make_servant(area)
    assert "El área tiene usuarios activos: 3." in entered.post(address(area, "desactivar/")).text
    keeper = factories.make_area(area.institution, "Archivo Central", sigla="AC")
    Area.objects.filter(pk=area.pk).update(archive_area=keeper)
    type = factories.document_type("oficio")
    source = factories.make_area(area.institution, "Coordinación", sigla="CO")
    NumberFormat.objects.create(area=area, type=type, copies_from=source)
    for used in (keeper, source):
        told = entered.post(address(used, "desactivar/"))
        assert told.status_code == 409
        assert f"Otras áreas usan su archivo, plantilla o numeración: {area.name}." in told.text


def test_an_area_comes_back_only_below_an_active_parent_and_with_a_free_sigla(entered, institution, area):
    below = factories.make_area(institution, "Unidad de Compras", sigla="UC", parent=area)
    for one in (below, area):
        assert entered.post(address(one, "desactivar/")).status_code == 302
    assert "El área padre está inactiva." in entered.post(address(below, "reactivar/")).text
    assert entered.post(address(area, "reactivar/")).status_code == 302
    factories.make_area(institution, "Otra", sigla="UC")
    assert "Ya existe un área activa con esa sigla." in entered.post(address(below, "reactivar/")).text
    assert [e.label for e in Entry.objects.of(area)] == ["Área reactivada", "Área desactivada"]


def test_i_10_no_ring_of_areas_by_form_nor_by_sql(entered, diego, institution, area):
    below = factories.make_area(institution, "Unidad de Compras", sigla="UC", parent=area)
    page = entered.post(address(area, "mover/"), {"padre": below.pk})
    assert (page.status_code, services.RING in page.text) == (422, True)
    with pytest.raises(Invalid, match="una de sus subáreas"):
        services.move(area, area, actor=diego.actor)
    foreign = factories.make_institution().areas.get()
    for parent in (below, foreign):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE institutions_area SET parent_id = %s WHERE id = %s", [parent.pk, area.pk])


def test_a_subtree_moves_with_a_preview_of_what_goes_with_it(entered, institution, ana, area):
    below = factories.make_area(institution, "Unidad de Compras", sigla="UC", parent=area)
    other = factories.make_area(institution, "Coordinación", sigla="CO")
    NumberFormat.objects.create(area=below, type=factories.document_type("oficio"))
    page = entered.get(address(area, "mover/")).text
    facts = [("Áreas", 2), ("Servidores públicos", 1), ("Formatos de numeración", 1)]
    assert services.preview(area) == facts
    assert all(label in page for label, _ in facts)
    assert entered.post(address(area, "mover/"), {"padre": other.pk}).status_code == 302
    assert Area.objects.get(pk=area.pk).parent == other
    assert "→ Coordinación" in Entry.objects.of(area).first().comment


def test_i_12_a_new_sigla_opens_a_version_and_old_numbers_stay(entered, ana, carla, area):
    before = factories.make_document(ana, to=[carla])
    assert "-DNP-" in before.number
    data = {"name": area.name, "sigla": "DNPC", "city": area.city, "code": "", "email": ""}
    assert entered.post(address(area), data).status_code == 302
    after = factories.make_document(servant(Appointment.objects.with_names().get(pk=ana.appointment.pk)), to=[carla])
    before.refresh_from_db()
    assert ("-DNP-" in before.number, "-DNPC-" in after.number) == (True, True)
    old, new = area.versions.order_by("pk")
    assert (old.sigla, new.sigla, new.until) == ("DNP", "DNPC", None)
    assert old.until == new.since
    assert "Nombres anteriores" in entered.get(address(area)).text
    assert numbering.format_of(Area.objects.get(pk=area.pk), before.type).text(2027, 1).endswith("DNPC-2027-0001-M")


def test_the_tree_shows_depth_jefes_and_people_and_finds_without_accents(entered, diego, ana, bruno, area):
    page = entered.get("/institucion/areas/").text
    assert "— Dirección Nacional de Provisión" in page
    assert page.count("Sin jefe") == 2  # the root and Diego's own
    assert "Bruno Salas" in page
    found = entered.get("/institucion/areas/", {"texto": "direccion nacional de provision"}).text
    assert ("Dirección Nacional" in found, ">Dirección de Tecnología</a>" in found) == (True, False)
    assert "No. de registros encontrados: 1" in found


def test_the_list_is_a_file_in_three_formats(entered, area):
    for kind, start in (("csv", b"\xef\xbb\xbfNombre;Sigla"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        answer = entered.post("/institucion/areas/exportar/", {"formato": kind})
        assert b"".join(answer.streaming_content).startswith(start)
    assert entered.post("/institucion/areas/exportar/", {"formato": "exe"}).status_code == 422


def test_the_jefe_is_named_replaced_and_left_out(entered, ana, bruno, area):
    now = ana.appointment.pk
    assert entered.post(address(area, "jefe/"), {"jefe": now, "anterior": bruno.appointment.pk}).status_code == 302
    chief = Appointment.objects.get(area=area, profile="jefe")
    assert chief.pk == now
    late = entered.post(address(area, "jefe/"), {"jefe": "", "anterior": bruno.appointment.pk})
    assert (late.status_code, "Ya existe el usuario Jefe para esta Área" in late.text) == (409, True)
    assert entered.post(address(area, "jefe/"), {"jefe": "", "anterior": now}).status_code == 302
    assert not Appointment.objects.filter(area=area, profile="jefe").exists()


def test_the_tray_of_the_jefe_is_shared_with_people_of_the_area_until_he_stops(entered, diego, ana, bruno, area):
    member = ana.appointment.pk
    assert entered.post(address(area, "compartir/"), {"personas": [member]}).status_code == 302
    assert SharedTray.objects.in_force().get().member_id == member
    assert entered.post(address(area, "compartir/"), {"personas": [diego.appointment.pk]}).status_code == 422
    assert "dejarán de ver la bandeja compartida: Ana Torres" in entered.get(address(area)).text
    assert entered.post(address(area, "jefe/"), {"jefe": "", "anterior": bruno.appointment.pk}).status_code == 302
    assert not SharedTray.objects.exists()


def test_who_administers_some_areas_sees_and_changes_only_those(client, institution, area, ana):
    limited = servant(factories.make_servant(area, "Nora Paz", permissions=["administer"]))
    limited.appointment.grants.get().areas.add(area)
    entered, other = client(limited), factories.make_area(institution, "Coordinación", sigla="CO")
    page = entered.get("/institucion/areas/").text
    assert (area.name in page, other.name in page) == (True, False)
    assert entered.get(address(other)).status_code == 404
    data = NEW | {"parent": other.pk}
    assert entered.post("/institucion/areas/nueva/", data).status_code == 422
    assert entered.post("/institucion/areas/nueva/", data | {"parent": area.pk}).status_code == 302
    assert client(ana).get("/institucion/areas/").status_code == 403


def test_the_tree_asks_as_many_questions_for_twenty_areas_as_for_ten(
    entered, institution, django_assert_max_num_queries
):
    for _ in range(10):
        factories.make_area(institution)
    with django_assert_max_num_queries(40) as few:
        entered.get("/institucion/areas/")
    for _ in range(10):
        factories.make_area(institution)
    with django_assert_max_num_queries(len(few)):
        entered.get("/institucion/areas/")


def test_new_areas_below_an_adscrita_print_its_name_too(entered, area):
    sent = {"name": area.name, "sigla": area.sigla, "city": "Quito", "attached_name": "Instituto Adscrito",
            "attached_sigla": "INAD"}  # fmt: skip
    assert entered.post(f"/institucion/areas/{area.uuid}/", sent).status_code == 302
    new = {"name": "Unidad de Archivo", "sigla": "UAR", "city": "Quito", "parent": area.pk}
    assert entered.post("/institucion/areas/nueva/", new).status_code == 302
    below = Area.objects.get(sigla="UAR")
    assert (below.attached_name, below.attached_sigla) == ("Instituto Adscrito", "INAD")
