"""The end of a post: destinations, the clock, what moves and what stays (institutions §11.3 to §11.5)."""

from datetime import timedelta

import pytest

from documents import history
from documents.models import Copy, Task
from documents.services.departing import LIVING, MOVED
from documents.states import TaskState
from institutions.departures import cases, ending
from institutions.departures.checklist import Checklist
from institutions.models import Appointment, Departure, DepartureState, Grant
from institutions.states import AppointmentState
from quipux import clock
from quipux.accesslog.models import AccessEntry, Event
from quipux.errors import NotAllowedNow
from quipux.files import store
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests import factories
from tests.cast import servant
from tests.institutions.departures.conftest import open_case, task_for

pytestmark = pytest.mark.django_db
REASON = "Terminó su contrato con la institución."


def end_of(case):
    """A minute after the last instant of a case."""
    return cases.end_of(case.last_day) + timedelta(minutes=1)


def without_living_holder():
    """Copies that wait for somebody who works nowhere: there must be none, ever."""
    gone = Copy.objects.filter(state__in=LIVING, holder__state=AppointmentState.INACTIVE)
    return list(gone.values_list("pk", flat=True))


def test_i_28_without_destinations_nobody_is_deactivated_and_with_them_everything_moves(work, ana, bruno, diego):
    case = open_case(diego, ana)
    with pytest.raises(NotAllowedNow, match=r"^Faltan destinos: 7 documentos, 1 tarea\.$"):
        ending.deactivate(case, reason=REASON, actor=diego.actor)
    codes = dict.fromkeys(("DV-01", "DV-02", "DV-04"), bruno.appointment)
    case = cases.decide(case, actor=diego.actor, destinations=codes)
    moved = list(Copy.objects.filter(holder=ana.appointment, state__in=LIVING))
    case = ending.deactivate(case, reason=REASON, actor=diego.actor)
    assert case.state == DepartureState.CLOSED
    assert Appointment.objects.get(pk=ana.appointment.pk).state == AppointmentState.INACTIVE
    assert [Copy.objects.get(pk=copy.pk).holder for copy in moved] == [bruno.appointment] * 7
    assert {Entry.objects.of(copy).first().comment for copy in moved} == {MOVED}
    work.refresh_from_db()
    assert (work.state, work.assigned_to) == (TaskState.FINISHED, ana.appointment)
    assert not Task.objects.filter(assigned_to=ana.appointment, state=TaskState.PENDING).exists()
    assert without_living_holder() == []


def test_i_30_the_last_day_untouched_ends_access_at_its_instant_and_the_work_goes_to_the_jefe_once(
    work, ana, bruno, diego, client
):
    case = open_case(diego, ana)
    browser = client(ana)
    with clock.frozen_at(cases.end_of(case.last_day) - timedelta(seconds=1)):
        assert browser.get("/bandejas/recibidos/").status_code == 200
    with clock.frozen_at(cases.end_of(case.last_day)):
        assert browser.get("/bandejas/recibidos/").headers["Location"].startswith("/ingresar/")  # no job ran
    with clock.frozen_at(end_of(case)):
        assert (ending.end_due(), ending.end_due()) == (1, 0)
    held = Copy.objects.filter(holder=bruno.appointment, state__in=LIVING)
    moved = [copy for copy in held if Entry.objects.of(copy).first().action == history.ADMIN_REASSIGN]
    assert len(moved) == 7
    told = Mail.objects.filter(subject="QUIPUX: Usuario desactivado")
    assert sorted(told.values_list("to", flat=True)) == sorted([ana.user.email, bruno.user.email])
    assert without_living_holder() == []


def test_i_31_the_work_of_the_only_jefe_goes_to_the_jefe_above_and_the_only_aiq_stops_the_job(
    bruno, diego, elsa, institution, settings
):
    settings.QUIPUX_ALERT_EMAIL = "alertas@ejemplo.gob.ec"
    above = servant(factories.make_servant(institution.areas.get(parent=None), "Marta Ríos", title="Ministra",
                                           profile=Appointment.Profile.CHIEF))  # fmt: skip
    factories.make_document(elsa, to=[bruno, diego])
    chief, aiq = open_case(diego, bruno), open_case(diego, diego)
    with clock.frozen_at(end_of(chief)):
        assert ending.end_due() == 1
        assert ending.end_due() == 0
        assert Appointment.objects.get(pk=diego.appointment.pk).is_working  # nothing ended for the only AIQ
    assert Copy.objects.received_tray(above.appointment).count() == 1
    assert Departure.objects.get(pk=aiq.pk).state == DepartureState.OPEN
    stopped = Mail.objects.filter(subject="QUIPUX: Desvinculación detenida")
    assert stopped.filter(to="alertas@ejemplo.gob.ec").count() == 1
    with pytest.raises(NotAllowedNow, match="Debe existir al menos un AIQ activo"):
        ending.deactivate(aiq, reason=REASON, actor=diego.actor)


def test_i_35_cutting_the_access_ends_it_within_one_request_and_leaves_the_list_open(work, ana, bruno, diego, client):
    case, browser = open_case(diego, ana), client(ana)
    assert browser.get("/bandejas/recibidos/").status_code == 200
    cases.cut_access(case, reason="Destitución notificada hoy.", actor=diego.actor)
    assert browser.get("/bandejas/recibidos/").headers["Location"].startswith("/ingresar/")
    assert ending.end_due() == 0
    assert Departure.objects.get(pk=case.pk).state == DepartureState.OPEN
    assert Checklist(Departure.objects.get(pk=case.pk)).pending == 3


def test_d_65_nothing_is_deactivated_without_destinations_all_moves_and_the_aiq_opens_none(
    work, ana, bruno, diego, elsa, client
):
    """Five En Trámite and two drafts are the work; one No Enviado, one Por Imprimir and a Confidencial come besides."""
    factories.make_unsigned(ana, to=[elsa], subject="Canario del que no se envió")
    factories.make_document(ana, to=[factories.make_user("Gina Lara")], type="oficio", subject="Canario en papel")
    factories.make_document(elsa, to=[ana], subject="Canario secreto", confidential=True)
    case, aiq = open_case(diego, ana), client(diego)
    page = aiq.get(f"/institucion/desvinculaciones/{case.uuid}/").text
    lines = {line.item.code: line for line in Checklist(case).lines}
    secret = Copy.objects.get(party__appointment=ana.appointment, confidentiality="confidential")
    assert secret.number in " ".join(text for line in lines.values() for text in line.lines)
    assert "Canario" not in page + " ".join(text for line in lines.values() for text in line.lines)
    groups = ("DV-01", "DV-02", "DV-03", "DV-04")
    assert {code for code, line in lines.items() if line.is_missing} == set(groups)
    for decided in range(len(groups)):
        with pytest.raises(NotAllowedNow, match="Faltan destinos"):
            ending.deactivate(case, reason=REASON, actor=diego.actor)
        case = cases.decide(
            case, actor=diego.actor, destinations=dict.fromkeys(groups[: decided + 1], bruno.appointment)
        )
    held = list(Copy.objects.filter(holder=ana.appointment, state__in=LIVING))
    assert sorted(copy.state for copy in held) == (
        ["draft"] * 2 + ["in_process"] * 6 + ["to_print", "unsent_electronic", "unsent_original"])  # fmt: skip
    ending.deactivate(case, reason=REASON, actor=diego.actor)
    assert {Copy.objects.get(pk=copy.pk).holder for copy in held} == {bruno.appointment}
    assert {Entry.objects.of(copy).first().comment for copy in held} == {MOVED}
    work.refresh_from_db()
    assert (work.state, work.assigned_to, work.assigned_by) == (TaskState.FINISHED, ana.appointment, bruno.appointment)
    assert not Copy.objects.visible_to(diego.actor, at_least=1).exists()
    assert {aiq.get(f"/documentos/{copy.uuid}/").status_code for copy in held} == {404}
    assert not AccessEntry.objects.filter(user=diego.user, event=Event.READ).exists()
    assert without_living_holder() == []


def test_the_rights_of_the_post_end_and_the_acta_says_what_was_done(work, ana, bruno, diego):
    Grant.objects.create(appointment=ana.appointment, permission="create_outgoing")
    case = open_case(diego, ana, destination=bruno.appointment)
    case = ending.deactivate(case, reason=REASON, actor=diego.actor)
    assert not Grant.objects.filter(appointment=ana.appointment).exists()
    assert store.read(case.record).startswith(b"%PDF")
    assert {row.code: row.moved for row in case.decisions.all() if row.moved} == {"DV-01": 2, "DV-02": 5, "DV-04": 1}
    entry = Entry.objects.of(case).first()
    assert entry.details["acta"] == case.record.sha256


def test_a_27_the_mailbox_of_the_institution_left_behind_opens_nothing_any_more(ana, bruno, diego, institution):
    institution.mail_domains = "ejemplo.gob.ec"
    institution.save()
    ending.deactivate(open_case(diego, ana), reason=REASON, actor=diego.actor)
    ana.user.refresh_from_db()
    assert ana.user.email_stale_at is not None
    assert ana.user.verified_email == ""


def test_i_37_an_annulled_case_leaves_the_post_as_it_was(ana, bruno, diego):
    case = open_case(diego, ana, closed_on=clock.today())
    assert not Appointment.objects.addressable().filter(pk=ana.appointment.pk).exists()
    case = cases.cancel(case, reason="La renuncia fue retirada.", actor=diego.actor)
    post = Appointment.objects.get(pk=ana.appointment.pk)
    assert (case.state, post.state, post.access_ends_at) == (DepartureState.CANCELLED, AppointmentState.ACTIVE, None)
    assert post in Appointment.objects.addressable()


def test_no_document_is_without_a_living_holder_whoever_leaves(ana, bruno, elsa, diego, institution, area):
    """Everybody of the área leaves one after the other, with work of every kind, and the clock alone settles it."""
    servant(factories.make_servant(institution.areas.get(parent=None), "Marta Ríos", title="Ministra",
                                   profile=Appointment.Profile.CHIEF))  # fmt: skip
    people = [ana, bruno, servant(factories.make_servant(area, "Pablo Ruiz"))]
    for person in people:
        factories.make_document(elsa, to=[person])
        factories.make_document(elsa, to=[person], confidential=True)
        factories.make_draft(person, to=[elsa])
        factories.make_unsigned(person, to=[elsa])
    task_for(ana, bruno, elsa)
    for number, person in enumerate(people, start=1):
        case = open_case(diego, person, days=number)
        with clock.frozen_at(end_of(case)):
            assert ending.end_due() == 1
            assert without_living_holder() == []
            left = Task.objects.filter(state=TaskState.PENDING)
            assert not left.filter(assigned_to__state=AppointmentState.INACTIVE).exists()
            assert not left.filter(assigned_by__state=AppointmentState.INACTIVE).exists()
