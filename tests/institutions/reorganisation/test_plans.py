"""Reorganisation between institutions as one rehearsed, resumable job (institutions §10.3)."""

import pytest

from documents.models import Copy, Document, NumberFormat, Task
from documents.numbering import verifying
from documents.rendering.context import pdf_context
from documents.services import number_and_freeze, tasks
from documents.states import CopyState, TaskState
from institutions.actors import Actor
from institutions.models import (
    Appointment,
    Area,
    Delegation,
    DistributionList,
    Grant,
    PlanKind,
    PlanState,
    ReorganisationPlan,
    SharedTray,
    Succession,
)
from institutions.reorganisation import cuts, services, steps
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.outbox.models import Mail
from tests import factories
from tests.cast import servant
from tests.institutions.reorganisation.making import between, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(other_institution) -> Area:
    return factories.make_area(other_institution, "Subsecretaría de Muestras", sigla="SM")


@pytest.fixture
def busy(area, ana, bruno, diego, carla, target) -> dict:
    """An área with everything that a cut meets: a draft, a received, an issued document, a task, a list, a format."""
    below = factories.make_area(area.institution, "Unidad de Bodega", sigla="UB", parent=area)
    below.archive_area = diego.appointment.area
    below.save()
    issued = factories.make_document(ana, to=[carla], subject="Lo emitido")
    received = factories.make_document(carla, to=[bruno], subject="Lo recibido")
    factories.make_draft(ana, to=[bruno], subject="El borrador")
    mine = factories.copy_of(factories.make_document(carla, to=[diego]), diego)
    Grant.objects.create(appointment=diego.appointment, permission="skip_structure")
    task = tasks.assign(
        mine, bruno.appointment, actor=factories.actor_of(diego), comment="Revise esto.", due=clock.today()
    )
    SharedTray.objects.create(chief=bruno.appointment, member=ana.appointment, since=clock.now())
    public = DistributionList.objects.create(institution=area.institution, owner=ana.appointment, name="Jefaturas",
                                             is_public=True, rule_area=area)  # fmt: skip
    NumberFormat.objects.create(area=area, type=factories.document_type("memorando"), sequence_digits=6)
    Grant.objects.create(appointment=bruno.appointment, permission="institutional_admin")
    return {"issued": issued, "received": received, "task": task, "list": public, "below": below}


def scheduled(area, target, sofia, **values) -> ReorganisationPlan:
    return services.schedule(between(area, target, sofia, **values), actor=sofia.actor)


def state(plan) -> ReorganisationPlan:
    return ReorganisationPlan.objects.get(pk=plan.pk)


def everything() -> list:
    """What a second run must not touch."""
    return [list(model.objects.order_by("pk").values()) for model in (
        Appointment, Area, Succession, Copy, Document, Task, DistributionList, NumberFormat, Grant, Delegation)]  # fmt: skip


def test_i_51_a_plan_killed_between_two_steps_goes_on_and_ends_with_the_counts_of_its_rehearsal(
    client, busy, area, target, ana, bruno, diego, sofia, monkeypatch
):
    plan = scheduled(area, target, sofia)
    number = busy["issued"].number
    [tasks_part] = [part for part in cuts.parts_of(4) if part.code == "tasks"]

    def killed(cut):
        tasks_part.carry_out(cut)
        raise KeyboardInterrupt  # nothing of the program catches it, as nothing catches the end of a process

    with monkeypatch.context() as patch:
        patch.setitem(cuts._parts, "tasks", cuts.Part("tasks", "", 4, tasks_part.expect, killed))
        with pytest.raises(KeyboardInterrupt):
            steps.run_due()
    assert (state(plan).state, state(plan).step) == (PlanState.RUNNING, 3)
    assert Task.objects.get(pk=busy["task"].pk).state == TaskState.PENDING  # the step that was interrupted left nothing
    assert steps.run_due() == 1
    done = state(plan)
    assert done.state == PlanState.APPLIED
    assert done.counts == {code: count for code, count in done.expected.items() if code != "backups"}
    assert done.counts["documents"] == 2
    assert done.counts["tasks"] == 1
    assert done.counts["people"] == 2
    before = everything()
    assert steps.run_due() == 0
    for step in cuts.STEPS:
        steps.carry_out(state(plan), step)
    assert everything() == before
    shown = client.get(f"/verificar/{busy['issued'].verification_code}/")
    assert shown.status_code == 200
    assert number in shown.text


def test_posts_keep_their_documents_and_the_destination_numbers_the_new_ones(busy, area, target, ana, bruno, sofia):
    issued = Document.objects.get(pk=busy["issued"].pk)
    kept = (issued.institution_id, issued.area_id, issued.number)
    scheduled(area, target, sofia)
    steps.run_due()
    moved = Appointment.objects.with_names().get(pk=ana.appointment.pk)
    new = area.succeeded_by.new
    assert (moved.area, moved.institution, new.parent) == (new, target.institution, target)
    assert [term.area for term in moved.terms.all()] == [new, area]
    assert not Area.objects.get(pk=area.pk).is_active
    issued.refresh_from_db()
    assert (issued.institution_id, issued.area_id, issued.number) == kept
    draft = Copy.objects.get(holder=moved, state=CopyState.DRAFT)
    assert (draft.institution, draft.document.area) == (target.institution, new)
    numbered = number_and_freeze(draft, actor=Actor(moved.person, moved))
    assert numbered.number == f"SENAM-DNP-{clock.today().year}-000002-M"
    assert SharedTray.objects.in_force().count() == 1
    assert not Grant.objects.filter(appointment=bruno.appointment, permission="institutional_admin").exists()
    assert Task.objects.get(pk=busy["task"].pk).state == TaskState.CANCELLED
    public = DistributionList.objects.get(pk=busy["list"].pk)
    assert (public.institution, public.rule_area) == (area.institution, new)
    assert public.owner.area_id not in (area.pk, new.pk)
    assert not Copy.objects.filter(state__in=("draft", "in_process"), holder__state="inactive").exists()
    assert verifying.verify().faults == []


def test_sequences_go_on_unless_the_plan_restarts_them(area, target, ana, bruno, diego, sofia):
    for _ in range(3):
        factories.make_document(ana, to=[bruno])
    scheduled(area, target, sofia)
    steps.run_due()
    moved = Appointment.objects.with_names().get(pk=ana.appointment.pk)
    document = factories.make_document(servant(moved), to=[servant(Appointment.objects.with_names().get(
        pk=bruno.appointment.pk))])  # fmt: skip
    assert document.number == f"SENAM-DNP-{clock.today().year}-0004-M"
    assert verifying.verify().faults == []


def test_a_clash_is_decided_before_the_plan_is_scheduled(area, target, ana, diego, sofia, other_institution):
    factories.make_area(other_institution, "Dirección Nacional de Provisión", sigla="DNP")
    plan = between(area, target, sofia)
    assert {clash["area"] for clash in plan.clashes} == {area.pk}
    with pytest.raises(Invalid, match="conflictos sin decisión"):
        services.schedule(plan, actor=sofia.actor)
    plan = services.simulate(plan, actor=sofia.actor, decisions={str(area.pk): {"sigla": "DNPS"}})
    assert [clash["text"] for clash in plan.clashes] == [
        "Dirección Nacional de Provisión: ya existe un área activa con ese nombre en el destino."]  # fmt: skip
    decisions = {str(area.pk): {"sigla": "DNPS", "name": "Dirección de Provisión"}}
    services.schedule(services.simulate(plan, actor=sofia.actor, decisions=decisions), actor=sofia.actor)
    steps.run_due()
    assert area.succeeded_by.new.sigla == "DNPS"


def test_an_error_stops_the_plan_and_it_is_resumed_at_its_step(area, target, ana, diego, sofia, other_institution):
    plan = scheduled(area, target, sofia)
    late = factories.make_area(other_institution, "Otra", sigla="DNP")  # made after the rehearsal
    assert steps.run_due() == 0
    assert (state(plan).state, state(plan).step) == (PlanState.FAILED, 0)
    late.delete()
    services.resume(state(plan), actor=sofia.actor)
    assert steps.run_due() == 1


def test_whoever_serves_in_one_of_them_does_not_decide_and_the_last_aiq_does_not_leave(area, target, ana, diego, sofia):
    own = diego.appointment.area
    plan = between(own, target, sofia)
    assert [clash["area"] for clash in plan.clashes] == [None]
    for somebody in (diego, ana):
        with pytest.raises(Forbidden):
            services.draft(wish(area, target), actor=somebody.actor)
    factories.make_appointment(sofia.user, area)
    with pytest.raises(Forbidden, match="propia institución"):
        services.draft(wish(area, target), actor=sofia.actor)


def test_an_aiq_moves_an_area_inside_and_nothing_else_changes(area, ana, diego, institution):
    parent = factories.make_area(institution, "Viceministerio", sigla="VM")
    plan = services.draft(wish(area, parent, kind=PlanKind.INSIDE, act=None, other_act=None), actor=diego.actor)
    with pytest.raises(NotAllowedNow):
        services.schedule(plan, actor=diego.actor)
    services.schedule(services.simulate(plan, actor=diego.actor), actor=diego.actor)
    assert steps.run_due() == 1
    assert Area.objects.get(pk=area.pk).parent == parent
    assert state(plan).counts == {"areas": 1, "people": 1}
    assert Mail.objects.filter(subject="QUIPUX: Reorganización aplicada").count() == 1


def test_nobody_enters_an_area_while_it_moves(client, area, target, ana, diego, sofia):
    plan = scheduled(area, target, sofia)
    steps._advance(plan.pk)
    assert state(plan).state == PlanState.RUNNING
    answer = client(ana).post("/contexto/", {"context": str(ana.appointment.uuid)})
    assert answer.status_code == 409
    assert "se está reorganizando" in answer.text
    steps.carry_out(state(plan), 1)
    assert (
        f"{area.name} se está reorganizando. Usted puede seguir trabajando"
        in client(ana).get("/bandejas/recibidos/").text
    )
    steps.run_due()
    assert "se está reorganizando" not in client(ana).get("/bandejas/recibidos/").text
    assert client(ana).post("/contexto/", {"context": str(ana.appointment.uuid)}).status_code == 302


def moved_of(person):
    """Somebody of the cast as the move left them."""
    return servant(Appointment.objects.with_names().get(pk=person.appointment.pk))


def test_a_merged_institution_leaves_nobody_behind(area, target, ana, bruno, diego, institution, sofia):
    root = institution.areas.get(parent=None)
    plan = scheduled(root, target, sofia, kind=PlanKind.MERGE, keeps_attached=True)
    assert steps.run_due() == 1
    assert not Appointment.objects.filter(institution=institution).exclude(state="inactive").exists()
    assert state(plan).counts["people"] == 3
    assert {one.new.attached_sigla for one in plan.successions.all()} == {"MINEJ"}
    letterhead = pdf_context(factories.make_draft(moved_of(ana), to=[moved_of(bruno)]))["institution"]
    assert (letterhead["name"], letterhead["parent"]) == ("Ministerio de Ejemplo", "Servicio Nacional de Muestra")
    assert not institution.areas.filter(is_active=True, parent__isnull=False).exists()
