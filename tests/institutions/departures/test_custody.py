"""An institution that closes: what its people leave pending goes to the custodian (institutions §10.4)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.models import Copy, Task
from documents.states import CopyState, TaskState
from institutions.departures import cases, destinations, ending, rehearsal
from institutions.models import Appointment, Departure, DepartureReason, DistributionList, Institution
from institutions.standing.services import lacking
from quipux import clock
from quipux.errors import Invalid, NotAllowedNow
from quipux.history.models import Entry
from tests import factories
from tests.institutions.departures.conftest import open_case, task_for

pytestmark = pytest.mark.django_db
LIST = "/institucion/desvinculaciones/"


@pytest.fixture
def keeper(institution, carla):
    """Carla, Jefa in the institution that accepted the custody of that of Ana."""
    Appointment.objects.filter(pk=carla.appointment.pk).update(profile="jefe")
    Institution.objects.filter(pk=institution.pk).update(
        custodian=carla.appointment.institution, custody_accepted_at=clock.now())  # fmt: skip
    return Appointment.objects.with_names().get(pk=carla.appointment.pk)


def wish(**fields):
    return cases.Wish(DepartureReason.OTHER, clock.today() + timedelta(days=5), **fields)


def again(post):
    return Appointment.objects.with_names().get(pk=post.pk)


def test_without_accepted_custody_nobody_of_another_institution_receives(ana, diego, keeper, institution):
    Institution.objects.filter(pk=institution.pk).update(custody_accepted_at=None)
    with pytest.raises(Invalid, match=destinations.BAD_DESTINATION):
        cases.open_cases([again(ana.appointment)], wish(destination=keeper), actor=diego.actor)
    assert keeper not in destinations.candidates(again(ana.appointment))


def test_only_chiefs_and_aiqs_of_the_custodian_are_offered(ana, keeper):
    clerk = factories.make_servant(keeper.area, "Nora Vela")
    offered = set(destinations.candidates(again(ana.appointment)))
    assert (keeper in offered, clerk in offered) == (True, False)


def test_everything_pending_passes_to_the_custodian_in_its_institution(work, ana, bruno, diego, elsa, keeper):
    DistributionList.objects.create(institution=ana.appointment.institution, owner=ana.appointment, name="Amigos")
    [case] = cases.open_cases([again(ana.appointment)], wish(destination=keeper), actor=diego.actor)
    ending.deactivate(case, reason="Cierre de la institución", actor=diego.actor)
    held = Copy.objects.filter(holder=keeper, state__in=(CopyState.DRAFT, CopyState.IN_PROCESS))
    assert held.count() == 7
    assert set(held.values_list("institution", flat=True)) == {keeper.institution_id}
    drafts = held.filter(state=CopyState.DRAFT)
    assert set(drafts.values_list("document__institution", "document__area")) == {
        (keeper.institution_id, keeper.area_id)
    }
    issued = held.exclude(state=CopyState.DRAFT).first().document
    assert issued.institution == ana.appointment.institution  # what was issued stays whose it was
    assert "Reasignado por desactivación de usuario" in {entry.comment for entry in Entry.objects.of(drafts.first())}
    assert not Task.objects.filter(assigned_to=ana.appointment, state=TaskState.PENDING).exists()
    assert not Task.objects.filter(assigned_to=keeper).exists()
    assert not DistributionList.objects.filter(is_active=True).exists()


def test_a_task_given_by_who_leaves_ends_with_its_document(ana, bruno, elsa, diego, keeper):
    task = task_for(bruno, ana, elsa)
    [case] = cases.open_cases([again(ana.appointment)], wish(destination=keeper), actor=diego.actor)
    ending.deactivate(case, reason="Cierre de la institución", actor=diego.actor)
    assert Task.objects.get(pk=task.pk).state == TaskState.CANCELLED
    assert Copy.objects.get(pk=task.copy_id).holder == keeper


def test_the_last_aiq_may_leave_once_nobody_else_is_left(ana, bruno, elsa, diego, keeper, institution):
    posts = Appointment.objects.filter(institution=institution, state="active").with_names()
    everybody = cases.open_cases(posts, wish(destination=keeper), actor=diego.actor)
    own = next(case for case in everybody if case.appointment == diego.appointment)
    with pytest.raises(NotAllowedNow, match=cases.SINGLE_AIQ):
        cases.go_without_successor(own, reason="Cierre de la institución", actor=diego.actor)
    with clock.frozen_at(clock.now() + timedelta(days=6)):
        assert ending.end_due() == len(everybody)
    assert not Departure.objects.filter(state="open").exists()
    assert lacking(Institution.objects.get(pk=institution.pk)) == []


def test_the_rehearsal_counts_what_would_pass_and_opens_nothing(client, work, ana, bruno, diego, keeper):
    data = {"puestos": [str(ana.appointment.uuid), str(bruno.appointment.uuid)], "reason": "other",
            "last_day": wish().last_day.isoformat(), "destination": str(keeper.uuid), "accion": "ensayar"}  # fmt: skip
    page = client(diego).post(f"{LIST}nueva/", data)
    assert page.status_code == 200
    assert "Qué se trasladará" in page.text
    assert f"Carla Mena, {keeper.institution.sigla}" in page.text
    assert not Departure.objects.exists()
    seen = rehearsal.of([again(ana.appointment)], wish(destination=keeper), actor=diego.actor)
    assert seen.rows[0] == ["Ana Torres", 7, 1, 0, f"Carla Mena, {keeper.institution.sigla}"]
    assert seen.rows[-1] == ["Total", 7, 1, 0, ""]
    assert client(diego).post(f"{LIST}nueva/", data | {"accion": ""}).status_code == 302
    assert set(Departure.objects.values_list("destination", flat=True)) == {keeper.pk}


def test_the_rehearsal_says_what_would_be_refused(ana, diego, bruno, elsa):
    open_case(diego, ana)
    seen = rehearsal.of([again(ana.appointment), diego.appointment], wish(), actor=diego.actor)
    assert seen.problems[0] == cases.OPEN_ALREADY.format("Ana Torres")
    assert f"Diego Ponce: {cases.SINGLE_AIQ}." in seen.problems


def test_when_everybody_leaves_for_the_custodian_nothing_is_refused(ana, bruno, elsa, diego, keeper, institution):
    posts = Appointment.objects.filter(institution=institution, state="active").with_names()
    assert rehearsal.of(posts, wish(destination=keeper), actor=diego.actor).problems == []
    assert rehearsal.of(posts.exclude(pk=ana.appointment.pk), wish(destination=keeper), actor=diego.actor).problems == [
        f"Diego Ponce: {cases.SINGLE_AIQ}."]  # fmt: skip


def test_without_custody_the_form_asks_for_no_destination(client, diego):
    assert "institución custodia" not in client(diego).get(f"{LIST}nueva/").text


def test_exits_of_a_file_take_the_destination_too(client, ana, diego, keeper):
    post = again(ana.appointment)
    line = f"{post.person.identity_number};{post.area.sigla};{wish().last_day.isoformat()};Otro"
    sheet = SimpleUploadedFile("salidas.csv", f"cedula;area_sigla;ultimo_dia;motivo\n{line}\n".encode())
    answer = client(diego).post(f"{LIST}importar/", {"archivo": sheet, "destination": str(keeper.uuid)})
    assert answer.status_code == 302
    assert Departure.objects.get().destination == keeper
