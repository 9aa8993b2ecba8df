"""B-60: every move by everyone, from every pair of states, through the services and through the pages."""

import uuid
from collections import Counter
from datetime import date, timedelta
from itertools import product

import pytest
from django.db import transaction

from backups.services import operating, requests, scheduling
from backups.states import ALLOWED_PAIRS, BackupState, Kind, RequestState
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow, NotFound
from quipux.workflow import Entry as Written
from quipux.workflow import Move, perform
from tests.backups.moves.standing import COMMENT, FIRST, LAST, put, snapshot
from tests.backups.moves.table import KINDS, PAIRS, ROLES, RULES, cells
from tests.cast import CastClient

# From a wrong pair of states whoever may make the move elsewhere is refused; everybody else too, in the long run.
WHOLE = pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.long)], ids=["cells", "whole"])
REFUSALS = (Forbidden, NotAllowedNow, NotFound, Conflict, Invalid)


@pytest.fixture(autouse=True)
def _one_operator_and_room(settings):
    settings.QUIPUX_TWO_OPERATORS = False
    settings.QUIPUX_DISK_FREE_SHARE = 0


# Through the services -----------------------------------------------------------------------------------


def _machine(name, on_backup=True, **values):
    """A move that only Sistema makes has no service with an actor: the machine itself is asked."""

    def act(request, wish, actor):
        moves = [Move(request.backup if on_backup else request, name, values)]
        perform(*moves, actor=actor, subject=request, entries=[Written("scheduled")])

    return act


def _coupled(request_move, backup_move, **values):
    def act(request, wish, actor):
        perform(Move(request, request_move), Move(request.backup, backup_move, values), actor=actor, subject=request,
                entries=[Written("scheduled")])  # fmt: skip

    return act


def _calendarizar(request, wish, actor):
    result = scheduling.calendarizar([request], clock.today() + timedelta(days=5), actor=actor, confirmed=True)
    if result.refused:
        raise NotAllowedNow(result.refused[0][1])


MOVES = {
    "T2": lambda r, wish, actor: requests.save_draft(wish, actor=actor, draft=r),
    "T3": lambda r, wish, actor: requests.send(wish, actor=actor, declared=True, key=uuid.uuid4(), draft=r),
    "T6": _calendarizar,
    "T7": lambda r, wish, actor: scheduling.run_now(r, actor=actor, reason="Sale mañana"),
    "T8": _machine("claim", instant=None, run_now=False),
    "T9": _machine("postpone", night=date(2030, 1, 1)),
    "T10": lambda r, wish, actor: operating.pause(r, actor=actor, reason="Revisión"),
    "T11": lambda r, wish, actor: operating.resume(r, actor=actor, reason="Revisado"),
    "T12": _machine("fail", reason="No se pudo"),
    "T13": lambda r, wish, actor: operating.retry(r, actor=actor, reason="Otra vez"),
    "T14": _coupled("fulfil", "publish"),
    "T15": lambda r, wish, actor: _coupled("find_empty", "delete_with_request", instant=clock.now())(r, wish, actor),
    "T18, T19": lambda r, wish, actor: requests.eliminate(r, actor=actor, comment="Ya no"),
    "T20": lambda r, wish, actor: operating.remove(r, actor=actor, reason="Se pidió por error"),
    "T21": lambda r, wish, actor: _coupled("expire", "delete_with_request", instant=clock.now())(r, wish, actor),
    "extend": lambda r, wish, actor: operating.extend(r, actor=actor, days=2, reason="Estuvo de viaje"),
}


class Undone(Exception):
    """Takes back what one trial did."""


def trial(move, request, pair, wish, actor):
    """«done», «nothing» or «refused», with the move taken back; a refusal that changed something is said."""
    answer = None
    try:
        with transaction.atomic():
            standing = put(request, pair)
            before = snapshot(standing)
            try:
                with transaction.atomic():
                    MOVES[move](standing, wish, actor)
                answer = "done" if snapshot(standing) != before else "nothing"
            except REFUSALS:
                answer = "refused" if snapshot(standing) == before else "refused, and changed something"
            raise Undone
    except Undone:
        return answer


def expected(move, kind, pair, role):
    rule = RULES[move]
    if rule.allows(kind, pair, role):
        return {"done"}
    return {"refused", "nothing"} if pair in rule.already else {"refused"}


def test_the_table_speaks_of_every_pair_and_every_move_has_a_trial():
    assert set(PAIRS) == set(ALLOWED_PAIRS)
    assert set(RULES) == set(MOVES)
    assert {state for state, _ in PAIRS} == set(RequestState.values)
    assert {state for _, state in PAIRS} == set(BackupState.values)


@WHOLE
def test_b_60_s_48_no_service_makes_a_move_outside_the_table(actors, drafts, wishes, whole):
    wrong, done = [], Counter()
    for move, kind, pair, role in cells(RULES, ROLES, whole=whole):
        answer = trial(move, drafts[kind], pair, wishes[kind], actors[role])
        done[move] += answer == "done"
        if answer not in expected(move, kind, pair, role):
            wrong.append((move, str(kind), pair, role, answer))
    assert wrong == []
    assert done == {move: len(r.pairs) * (len(r.personal) + len(r.institutional)) for move, r in RULES.items()}


# Through the pages --------------------------------------------------------------------------------------


def _own(act):
    return lambda request, values: (f"/respaldos/{request.uuid}/", values | {"accion": act, "key": str(uuid.uuid4())})


def _admin(act, **fields):
    return lambda request, values: (
        f"/admin/respaldos/solicitudes/{request.uuid}/{act}/",
        {"reason": "Revisión"} | fields,
    )


def _eliminate(request, values):
    return f"/respaldos/{request.uuid}/eliminar/", {"comment": "Ya no"}


def _schedule(request, values):
    night = (clock.today() + timedelta(days=5)).isoformat()
    return "/admin/respaldos/calendarizar/", {"solicitud": str(request.uuid), "night": night, "confirmed": "1"}


FORMS = {
    "T2": _own("guardar"), "T3": _own("confirmar"), "T18, T19": _eliminate, "T6": _schedule, "T7": _admin("ejecutar"),
    "T10": _admin("pausar"), "T11": _admin("reanudar"), "T13": _admin("reintentar"),
    "T20": _admin("eliminar", why="operator"), "extend": _admin("extender", days="2"),
}  # fmt: skip
VISITORS = ("owner", "colleague", "aiq", "aiq_of_another_area", "aiq_elsewhere", "operator", "reader", "citizen")


@pytest.fixture
def typed(wishes):
    """What the form of each kind posts."""
    period = {"date_from": FIRST.isoformat(), "date_to": LAST.isoformat(), "comment": COMMENT, "declared": "on"}
    wish = wishes[Kind.INSTITUTIONAL]
    subject = str(wish.subject.uuid)
    chosen = {"subject": subject, "petition_for": subject, "petition": str(wish.petition.uuid)}
    return {Kind.PERSONAL: period, Kind.INSTITUTIONAL: period | chosen}


def press(client, move, request, pair, values):
    """Whether the button changed something, with what it did taken back; and the status of the answer."""
    changed = status = None
    try:
        with transaction.atomic():
            standing = put(request, pair)
            before = snapshot(standing)
            address, data = FORMS[move](standing, values)
            status = client.post(address, data).status_code
            changed = snapshot(standing) != before
            raise Undone
    except Undone:
        return changed, status


@WHOLE
def test_b_60_s_48_no_button_makes_a_move_outside_the_table(client, people, drafts, typed, whole):
    clients = {role: client(people[role]) for role in VISITORS} | {"anonymous": client}
    wrong = []
    for move, kind, pair, role in cells(FORMS, clients, whole=whole):
        changed, status = press(clients[role], move, drafts[kind], pair, typed[kind])
        if changed != RULES[move].allows(kind, pair, role) or status >= 500:
            wrong.append((move, str(kind), pair, role, changed, status))
    assert wrong == []


def test_b_60_every_post_without_a_token_is_refused(people, drafts, typed):
    for move, kind in product(FORMS, KINDS):
        rule = RULES[move]
        for role in VISITORS:
            if not rule.allows(kind, rule.pairs[0], role):
                continue
            strict = CastClient(enforce_csrf_checks=True)
            strict.cookies.load(CastClient()(people[role]).cookies.output(header="", sep=";"))
            assert press(strict, move, drafts[kind], rule.pairs[0], typed[kind]) == (False, 403), (move, role)
