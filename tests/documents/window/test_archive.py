"""Archivo físico: locations, putting, lending, giving back (documents §4.2, §11)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from documents.models import Copy, PhysicalLocation, PhysicalPlacement
from documents.services import archive
from documents.states import CopyRole
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow
from quipux.history.models import Entry
from tests import factories
from tests.documents.window.making import let, sent

pytestmark = pytest.mark.django_db
NOW = clock.day_start(date(2026, 5, 20))


@pytest.fixture
def keeper(elsa):
    let(elsa, "use_physical_archive", "manage_physical_archive")
    return elsa


@pytest.fixture
def box(keeper):
    room = archive.save_location(PhysicalLocation(area=keeper.appointment.area, name="Bodega 2"), actor=keeper.actor)
    inside = PhysicalLocation(area=keeper.appointment.area, name="Caja 14", parent=room)
    return archive.save_location(inside, actor=keeper.actor)


@pytest.fixture
def paper(keeper, ana):
    return sent(keeper, ana)


def comments(copy):
    return [entry.comment for entry in Entry.objects.of(copy).filter(action="physical_archive")]


def test_a_paper_stands_in_one_place_and_the_recorrido_tells_each(keeper, box, paper):
    archive.place(paper, box, actor=keeper.actor)
    archive.place(paper, box.parent, actor=keeper.actor, comment="No cabía")
    assert PhysicalPlacement.objects.get(copy=paper).location == box.parent
    assert comments(paper) == ["Colocado en Bodega 2: el documento\nNo cabía",
                               "Colocado en Bodega 2 / Caja 14: el documento"]  # fmt: skip
    assert Entry.objects.of(paper).first().label == "Archivo físico"


def test_a_physical_anexo_has_a_place_of_its_own_and_an_electronic_one_has_none(keeper, box, paper):
    from documents.services import add_later
    from tests.documents.window.test_scans import scan

    disc = add_later(paper, [], actor=keeper.actor, name="Un CD", medium="physical").kept[0]
    scanned = add_later(paper, [scan()], actor=keeper.actor).kept[0]
    archive.place(paper, box, actor=keeper.actor, attachment=disc)
    assert [(one, bool(row)) for one, row in archive.placed_things(paper)] == [(None, False), (disc, True)]
    with pytest.raises(Invalid, match="anexo físico"):
        archive.place(paper, box, actor=keeper.actor, attachment=scanned)


def test_what_is_lent_is_overdue_after_its_day_and_stands_again_when_it_comes_back(keeper, box, paper, bruno):
    with clock.frozen_at(NOW):
        row = archive.lend(archive.place(paper, box, actor=keeper.actor), bruno.appointment, due_on=date(2026, 5, 22),
                           actor=keeper.actor)  # fmt: skip
        assert list(archive.loans(keeper.actor, overdue=True)) == []
        assert list(archive.loans(keeper.actor, overdue=False)) == [row]
        with pytest.raises(Conflict, match="Ya está prestado a Bruno Salas"):
            archive.lend(row, bruno.appointment, due_on=date(2026, 5, 22), actor=keeper.actor)
        with pytest.raises(NotAllowedNow, match="registre primero la devolución"):
            archive.place(paper, box, actor=keeper.actor)
    with clock.frozen_at(NOW + timedelta(days=3)):
        assert list(archive.loans(keeper.actor, overdue=True)) == [row]
        archive.give_back(row, actor=keeper.actor)
        assert list(archive.loans(keeper.actor, overdue=False)) == []
        with pytest.raises(Conflict):
            archive.give_back(row, actor=keeper.actor)
    assert comments(paper)[:2] == [
        "Devuelto a Bodega 2 / Caja 14: el documento",
        "Prestado hasta 2026-05-22: el documento",
    ]
    assert Entry.objects.of(paper).filter(comment__startswith="Prestado").get().target["name"] == "Bruno Salas"


def test_a_loan_goes_to_a_working_colleague_until_a_day_that_comes(keeper, box, paper, bruno, carla, luis):
    row = archive.place(paper, box, actor=keeper.actor)
    for stranger in (carla, luis):
        with pytest.raises(Invalid, match="servidor activo de su institución"):
            archive.lend(row, stranger.appointment, due_on=clock.today(), actor=keeper.actor)
    with pytest.raises(Invalid, match="anterior a hoy"):
        archive.lend(row, bruno.appointment, due_on=clock.today() - timedelta(days=1), actor=keeper.actor)


def test_only_who_uses_the_archive_of_the_institution(keeper, box, paper, ana, carla):
    with pytest.raises(Forbidden):
        archive.place(paper, box, actor=ana.actor)
    let(carla, "use_physical_archive")
    with pytest.raises(Forbidden):
        archive.place(paper, box, actor=carla.actor)
    there = PhysicalLocation.objects.create(area=carla.appointment.area, name="Otra bodega")
    with pytest.raises(Forbidden, match="otra institución"):
        archive.place(paper, there, actor=keeper.actor)


def test_locations_are_ordered_by_who_manages_them(keeper, box, ana):
    area = keeper.appointment.area
    with pytest.raises(Forbidden):
        archive.save_location(PhysicalLocation(area=area, name="Caja 15"), actor=ana.actor)
    with pytest.raises(Invalid, match="Ya existe una ubicación con ese nombre"):
        archive.save_location(PhysicalLocation(area=area, name="caja 14", parent=box.parent), actor=keeper.actor)
    box.parent.parent = box
    with pytest.raises(Invalid, match="Elija otra ubicación"):
        archive.save_location(box.parent, actor=keeper.actor)
    assert [(depth, one.name) for depth, one in archive.tree(area)] == [(0, "Bodega 2"), (1, "Caja 14")]


def test_a_location_with_something_in_it_is_not_closed(keeper, box, paper):
    archive.place(paper, box, actor=keeper.actor)
    box.is_active = False
    with pytest.raises(NotAllowedNow, match="Vacíe primero la ubicación"):
        archive.save_location(box, actor=keeper.actor)


def test_the_database_keeps_one_place_and_whole_loans(keeper, box, paper, bruno):
    row = archive.place(paper, box, actor=keeper.actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        PhysicalPlacement.objects.create(copy=paper, location=box, placed_by=keeper.appointment, placed_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        PhysicalPlacement.objects.filter(pk=row.pk).update(lent_to=bruno.appointment)


# Pages -----------------------------------------------------------------------------------------------------------


def test_a_paper_is_put_lent_and_given_back_without_scripts(client, keeper, box, paper, bruno):
    desk, address = client(keeper), f"/documentos/{paper.uuid}/archivo-fisico/"
    page = desk.get(address).content.decode()
    assert "Sin colocar" in page
    assert desk.post(address, {"accion": "colocar", "what": "documento"}).status_code == 422
    desk.post(address, {"accion": "colocar", "what": "documento", "location": box.pk, "comment": ""})
    row = PhysicalPlacement.objects.get(copy=paper)
    assert "Bodega 2 / Caja 14" in desk.get(address).content.decode()
    wrong = desk.post(address, {"accion": f"prestar:{row.pk}", "to": bruno.appointment.pk, "due_on": "ayer"})
    assert wrong.status_code == 422
    assert "Escriba la Fecha de devolución como año-mes-día" in wrong.content.decode()
    due = clock.today().isoformat()
    desk.post(address, {"accion": f"prestar:{row.pk}", "to": bruno.appointment.pk, "due_on": due, "comment": ""})
    page = desk.get(address).content.decode()
    assert "Bruno Salas, hasta" in page
    assert due in page
    desk.post(address, {"accion": f"devolver:{row.pk}"})
    row.refresh_from_db()
    assert row.returned_at is not None


def test_the_lists_show_the_number_alone_of_what_may_not_be_seen(client, keeper, box, ana, bruno, area):
    let(bruno, "use_physical_archive", "see_institution_basic")
    secret = sent(keeper, ana, subject="Canario secreto", confidentiality="confidential")
    copy = secret.document.copies.get(role=CopyRole.TO)
    archive.lend(
        archive.place(secret, box, actor=keeper.actor), ana.appointment, due_on=clock.today(), actor=keeper.actor
    )
    for address in (f"/archivo-fisico/{box.pk}/", "/archivo-fisico/prestamos/?ver=todos"):
        page = client(bruno).get(address).content.decode()
        assert secret.number in page
        assert "Documento confidencial" in page
        assert "Canario" not in page
    for uuid in (secret.uuid, copy.uuid):
        assert client(bruno).get(f"/documentos/{uuid}/archivo-fisico/").status_code == 404


def test_the_tree_is_made_and_changed_on_its_pages(client, keeper, ana):
    desk = client(keeper)
    assert desk.post("/archivo-fisico/nueva/", {"name": "Bodega 9", "code": "B9", "parent": ""}).status_code == 302
    made = PhysicalLocation.objects.get(name="Bodega 9")
    assert "Bodega 9" in desk.get("/archivo-fisico/").content.decode()
    desk.post(
        f"/archivo-fisico/{made.pk}/editar/", {"name": "Bodega 10", "code": "B9", "parent": "", "is_active": "on"}
    )
    made.refresh_from_db()
    assert made.name == "Bodega 10"
    assert client(ana).get("/archivo-fisico/").status_code == 403
    assert client(ana).post("/archivo-fisico/nueva/", {"name": "X"}).status_code == 403


def test_a_document_of_another_institution_has_no_archive_here(client, keeper, carla, ana):
    received = factories.copy_of(factories.make_document(ana, to=[carla]), carla)
    assert Copy.objects.get(pk=received.pk).institution == carla.appointment.institution
    assert client(keeper).get(f"/documentos/{received.uuid}/archivo-fisico/").status_code == 404
