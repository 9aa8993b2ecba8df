"""B-60: every move by everyone, from every pair of states, through the services and through the pages."""

import uuid
from collections import Counter
from datetime import date, timedelta
from itertools import product

import pytest
from django.db import transaction

from backups.models import Backup, BackupRequest
from backups.services import operating, requests, scheduling
from backups.services.wishes import InstitutionalWish, Wish
from backups.states import ALLOWED_PAIRS, BackupState, Kind, RequestState
from institutions.actors import Actor, Operator
from institutions.models import Appointment
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow, NotFound
from quipux.history.models import Entry
from quipux.history.recorder import SYSTEM
from quipux.outbox.models import Mail
from quipux.workflow import Entry as Written
from quipux.workflow import Move, perform
from tests import factories
from tests.backups.every_move import KINDS, PAIRS, ROLES, RULES
from tests.cast import servant

REFUSALS = (Forbidden, NotAllowedNow, NotFound, Conflict, Invalid)
LAST_DAY = date(2026, 6, 30)


@pytest.fixture
def people(ana, bruno, diego, sofia, area, institution, other_institution):
    """One actor per column of §8 that reaches a service."""
    other_area = factories.make_area(institution, "Dirección Jurídica", sigla="DJ")
    limited = servant(
        factories.make_servant(other_area, "Irma Loor", title="Administradora", permissions=["administer"])
    )
    limited.appointment.grants.get(permission="administer").areas.add(other_area)
    elsewhere = factories.make_servant(factories.make_area(other_institution, "Tecnología"), "Raúl Andrade",
                                       title="Administrador", permissions=["administer"])  # fmt: skip
    reader = factories.make_user("Rita Solís", is_staff=True)
    return {
        "owner": ana.actor, "colleague": bruno.actor, "aiq": diego.actor, "salida": Actor(ana.user, ana.appointment, True),
        "aiq_of_another_area": Actor(limited.user, Appointment.objects.with_names().get(pk=limited.appointment.pk)),
        "aiq_elsewhere": servant(elsewhere).actor, "operator": sofia.actor, "reader": Operator(reader), "system": SYSTEM,
    }  # fmt: skip


@pytest.fixture
def subject(people, bruno, luis):
    """A personal request of Ana and an institutional one of Luis, each still a draft, with documents enough."""
    author = factories.make_servant(bruno.appointment.area, "Tadeo Ruiz", title="Analista")
    for person in (people["owner"].appointment, luis.appointment):
        factories.make_documents(21, author, to=[person], at=clock.day_start(date(2020, 1, 6)) + timedelta(hours=12))
    letter = factories.make_document(author, to=[people["aiq"].appointment], at=clock.day_start(date(2026, 1, 5)))
    petition = factories.copy_of(letter, people["aiq"].appointment)
    period = (date(2016, 1, 4), date(2026, 1, 5), "Porque me retiro")
    wishes = {Kind.PERSONAL: Wish(*period),
              Kind.INSTITUTIONAL: InstitutionalWish(*period, subject=luis.appointment, petition=petition)}  # fmt: skip
    makers = {Kind.PERSONAL: people["owner"], Kind.INSTITUTIONAL: people["aiq"]}
    drafts = {kind: requests.save_draft(wishes[kind], actor=makers[kind]) for kind in KINDS}
    return drafts, wishes


def put(request, pair):
    """Stand the request in a pair of states, as if it had come there by itself."""
    state, backup_state = pair
    now = clock.now()
    facts = {"sent_at": now, "approved_at": now, "sent_by": request.created_by} if state != "draft" else {}
    figures = {"preflight_documents": 21, "preflight_bytes": 1, "preflight_parts": 1}
    BackupRequest.objects.filter(pk=request.pk).update(state=state, **facts, **(figures if facts else {}))
    ended = {"expires_at": now + timedelta(days=3), "finished_at": now} if backup_state == "generated" else {}
    night = {"scheduled_for": clock.today()} if state == "approved" and backup_state != "paused" else {}
    Backup.objects.filter(request=request).update(state=backup_state, **ended, **night)
    return BackupRequest.objects.select_related("backup").get(pk=request.pk)


def snapshot(request):
    """All that a refused move must leave as it is."""
    row = BackupRequest.objects.filter(pk=request.pk).values().get()
    backup = Backup.objects.filter(request=request).values().get()
    return row, backup, Entry.objects.of(request).count(), Mail.objects.count()


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


def test_b_60_only_the_cells_of_the_table_succeed_and_the_rest_change_nothing(people, subject, settings):
    settings.QUIPUX_TWO_OPERATORS = False
    settings.QUIPUX_DISK_FREE_SHARE = 0
    drafts, wishes = subject
    wrong, done = [], Counter()
    for move, kind, pair, role in product(RULES, KINDS, PAIRS, ROLES):
        answer = trial(move, drafts[kind], pair, wishes[kind], people[role])
        done[move] += answer == "done"
        if answer not in expected(move, kind, pair, role):
            wrong.append((move, str(kind), pair, role, answer))
    assert wrong == []
    assert done == {move: len(r.pairs) * (len(r.personal) + len(r.institutional)) for move, r in RULES.items()}
