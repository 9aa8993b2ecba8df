"""F-42: import, reorganisation and departure killed midway; all or nothing per unit, and the end of an undisturbed run."""

from datetime import timedelta

import pytest

from documents.models import Copy, Participation, Task
from institutions import tasks
from institutions.departures import cases
from institutions.importing import services as importing
from institutions.models import (
    Appointment,
    Area,
    Departure,
    Grant,
    ImportJob,
    PlanState,
    ReorganisationPlan,
    Succession,
)
from institutions.reorganisation import services as plans
from quipux import clock
from quipux.history import chain
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests import factories
from tests.faults.striking import strokes, undisturbed
from tests.institutions.departures.conftest import open_case, task_for
from tests.institutions.importing.test_importing import person, uploaded
from tests.institutions.reorganisation.making import between

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]
FEW, MANY = 2, 30  # strokes at least
SEEN = (
    (Appointment, ("person__identity_number", "person__email", "area__sigla", "institution__sigla", "title", "state",
                   "profile", "certificate")),
    (Area, ("institution__sigla", "sigla", "parent__sigla", "is_active")),
    (Grant, ("appointment__person__identity_number", "permission")),
    (Succession, ("old__sigla", "new__institution__sigla")),
    (Copy, ("pk", "holder__person__identity_number", "institution__sigla", "state")),
    (Participation, ("appointment__person__identity_number", "document", "how")),
    (Task, ("pk", "assigned_to__person__identity_number", "state")),
    (Departure, ("pk", "state", "backup_answer", "destination")),
    (ImportJob, ("pk", "state", "report")),
    (ReorganisationPlan, ("pk", "state", "step", "counts")),
    (Entry, ("subject_kind", "action", "comment")),
    (Mail, ("to", "subject")),
)  # fmt: skip


def everything() -> dict[str, list]:
    """What the rows say, without the ids and instants that a second run writes otherwise."""
    return {model.__name__: sorted(map(str, model.objects.values_list(*names))) for model, names in SEEN}


def kill_again_and_again(job, unit, *, least: int) -> int:
    """The whole proof for one job; gives how many strokes fell."""
    expected, statements = undisturbed(job, everything)
    last, before, fallen = unit(), everything(), 0
    for reached in strokes(job, max(statements // least, 1), unit):
        fallen += 1
        if reached == last:
            assert everything() == before, "a unit was left half done"
        last, before = reached, everything()
    assert everything() == expected
    job()
    assert everything() == expected, "a job run again changed something"
    assert chain.verify_all()[1] == []
    return fallen


@pytest.fixture(params=[FEW, pytest.param(MANY, marks=pytest.mark.long)], ids=["few", "thirty"])
def least(request) -> int:
    return request.param


def test_f_42_an_import_killed_midway_stores_all_or_nothing(diego, area, least, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    rows = [person(factories.cedula(880_000 + n), given=f"Rosa{n}", email=f"rosa{n}@ejemplo.gob.ec") for n in range(6)]
    job = uploaded(rows, diego)
    importing.confirm(job, actor=diego.actor)
    unit = ImportJob.objects.filter(pk=job.pk).values_list("state", flat=True).get
    assert kill_again_and_again(tasks.apply_imports, unit, least=least) >= least
    assert Appointment.objects.filter(person__email__startswith="rosa").count() == 6


def test_f_42_a_departure_killed_midway_moves_all_or_nothing(ana, bruno, diego, elsa, least):
    for number in range(4):
        factories.make_document(elsa, to=[ana], subject=f"Asunto {number}")
    factories.make_draft(ana, to=[bruno])
    task_for(ana, bruno, elsa)
    case = open_case(diego, ana)
    with clock.frozen_at(cases.end_of(case.last_day) + timedelta(minutes=1)):
        unit = Departure.objects.filter(pk=case.pk).values_list("state", flat=True).get
        assert kill_again_and_again(tasks.end_departures, unit, least=least) >= least
    assert Copy.objects.filter(holder=bruno.appointment, state__in=("in_process", "draft")).count() == 6
    assert Appointment.objects.get(pk=ana.appointment.pk).state == "inactive"


def test_f_42_i_51_a_reorganisation_killed_midway_goes_on_at_its_step(
    ana, bruno, diego, carla, sofia, area, other_institution, least
):
    target = factories.make_area(other_institution, "Subsecretaría de Muestras", sigla="SM")
    factories.make_document(carla, to=[bruno])
    factories.make_draft(ana, to=[bruno])
    plan = plans.schedule(between(area, target, sofia), actor=sofia.actor)

    def unit():
        return ReorganisationPlan.objects.values_list("state", "step").get(pk=plan.pk)

    assert kill_again_and_again(tasks.run_reorganisations, unit, least=least) >= least
    done = ReorganisationPlan.objects.get(pk=plan.pk)
    assert done.state == PlanState.APPLIED
    assert done.counts == {code: count for code, count in done.expected.items() if code != "backups"}
