"""Every pair of state and action, against the table of institutions §12.4 written here a second time."""

import pytest

from institutions.implantation.services import (
    changes,
    deadlines,
    going_live,
    requesting,
    reviewing,
    tenants,
    training,
)
from institutions.implantation.states import CaseState, PersonRole
from institutions.models import CasePerson
from quipux.errors import DomainError, NotAllowedNow
from quipux.history.models import Entry
from tests.institutions.implantation import making

pytestmark = pytest.mark.django_db
REASON = "Motivo suficiente para la prueba."
OPEN = tuple(CaseState.open())
LATE = OPEN[OPEN.index("in_training"):]  # fmt: skip

# Action → the states that admit it (T2 to T24).
TABLE = {
    "submit": ("draft",), "take": ("submitted",), "observe": ("in_review",), "answer": ("observed",),
    "accept": ("in_review",), "reject": ("in_review",), "declare_not_eligible": ("in_review",),
    "give_up": ("draft", "submitted", "in_review", "observed"), "withdraw": OPEN, "schedule": ("accepted",),
    "record_attendance": ("in_training",), "complete_training": ("in_training",), "create_training": ("trained",),
    "start_clock": ("configuring_training",), "remind": ("configuring_training", "with_remarks"),
    "pass_deadline": ("configuring_training", "with_remarks"), "extend": ("deadline_passed",),
    "lapse": ("deadline_passed",), "request_golive": ("configuring_training", "with_remarks"),
    "verify": ("golive_requested",), "remark": ("verifying",), "approve": ("verifying",),
    "create_production": ("approved",), "ask_operation": ("configuring_production",),
    "operate": ("configuring_production",), "change_aiq": LATE,
}  # fmt: skip

# What people can ask for: the service of each action, with data that would be accepted.
SERVICES = {
    "submit": lambda case, by: requesting.submit(case, accepts_privacy=True, actor=making.applicant(case)),
    "take": lambda case, by: reviewing.take(case, actor=by),
    "observe": lambda case, by: reviewing.observe(case, [("RUC", REASON)], actor=by),
    "answer": lambda case, by: requesting.answer(case, {}, actor=making.applicant(case)),
    "accept": lambda case, by: reviewing.accept_request(case, actor=by),
    "reject": lambda case, by: reviewing.reject(case, reason=REASON, actor=by),
    "declare_not_eligible": lambda case, by: reviewing.declare_not_eligible(case, reason=REASON, actor=by),
    "give_up": lambda case, by: requesting.give_up(case, reason=REASON, actor=making.applicant(case)),
    "schedule": lambda case, by: training.schedule(case, [], actor=by),
    "create_training": lambda case, by: tenants.create_training(case, actor=by),
    "extend": lambda case, by: deadlines.extend(case, days=5, reason=REASON, actor=by),
    "lapse": lambda case, by: deadlines.lapse(case, reason=REASON, actor=by),
    "request_golive": lambda case, by: going_live.request_golive(case, actor=by),
    "verify": lambda case, by: going_live.verify(case, actor=by),
    "remark": lambda case, by: going_live.remark(case, actor=by),
    "approve": lambda case, by: going_live.approve(case, proved=True, actor=by),
    "create_production": lambda case, by: tenants.create_production(case, actor=by),
    "ask_operation": lambda case, by: going_live.ask_operation(case, actor=by),
    "operate": lambda case, by: going_live.operate(case, actor=by),
    "withdraw": lambda case, by: reviewing.withdraw(case, reason=REASON, letter=making.pdf(), actor=by),
    "change_aiq": lambda case, by: changes.change_aiq(case, making.AIQ, reason=REASON, letter=making.pdf(), actor=by),
}
SLOW = {"withdraw", "change_aiq"}  # their PDF is looked at before the machine: one refused state each is enough


def test_i_52_the_machine_is_the_table():
    moves = {
        name: method for name, method in vars(type(making.ImplantationCase())).items() if hasattr(method, "_django_fsm")
    }
    found = {name: {str(source) for source in method._django_fsm.transitions} for name, method in moves.items()}
    assert found == {name: set(states) for name, states in TABLE.items()}


def test_every_action_of_people_is_tried_and_the_others_belong_to_the_system():
    assert set(TABLE) - set(SERVICES) == {
        "record_attendance",
        "complete_training",
        "start_clock",
        "remind",
        "pass_deadline",
    }


@pytest.mark.parametrize("action", SERVICES)
def test_i_52_a_pair_outside_the_table_is_refused_and_leaves_no_event(action, sofia):
    wrong = [state for state in CaseState.values if state not in TABLE[action]]
    for state in wrong[:1] if action in SLOW else wrong:
        case = making.in_state(state, ruc=f"17600{len(state):02d}{wrong.index(state):02d}0001")
        CasePerson.objects.create(case=case, role=PersonRole.AIQ, **making.AIQ)
        with pytest.raises(NotAllowedNow):
            SERVICES[action](case, sofia.actor)
        assert making.fresh(case).state == state
        assert not Entry.objects.of(case).exists()


def test_only_the_agq_moves_what_is_his(sofia, diego):
    case = making.submitted()
    with pytest.raises(DomainError):
        reviewing.take(case, actor=diego.actor)
    with pytest.raises(DomainError):
        reviewing.take(case, actor=making.applicant(case))
    assert reviewing.take(case, actor=sofia.actor).state == "in_review"
