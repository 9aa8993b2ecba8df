"""The end of a post: everything in one transaction, by hand or by the clock (institutions §11.4, §11.5)."""

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts import leaving as accounts
from institutions import history
from institutions import services as institutions
from institutions.delegations import services as delegations
from institutions.departures import acta, cases, destinations, entries, pieces, succession, telling
from institutions.departures.checklist import Checklist
from institutions.models import Appointment, BackupAnswer, Departure, DepartureItem, Grant
from institutions.people import services as people
from institutions.people import terms
from quipux import clock
from quipux.errors import NotAllowedNow
from quipux.history.recorder import SYSTEM
from quipux.workflow import Entry, Move, perform

logger = logging.getLogger("quipux.institutions")
RETRY = timedelta(days=1)
BY_CLOCK = "Terminó el último día del puesto."
BY_CASE = "Desactivación del usuario"


@dataclass
class Outcome:
    """What an end did, for the Acta and the mails.

    Attributes:
        received: how many pieces of work each destination got.
    """

    permissions: list[str] = field(default_factory=list)
    delegations: int = 0
    received: dict[Appointment, int] = field(default_factory=dict)


@transaction.atomic
def deactivate(case: Departure, *, reason: str, actor) -> Departure:
    """«Desactivar usuario», by the AIQ or R8, once nothing obligatory is pending.

    Raises:
        NotAllowedNow: «Faltan destinos: …», the only AIQ, or the case is over.
        NotFound, Invalid: the case is not the actor's; no reason.
    """
    case = cases.locked(case, actor)
    reason = cases.reason_of(reason)
    if destinations.is_only_aiq(case.appointment):
        raise NotAllowedNow(cases.SINGLE_AIQ)
    if missing := Checklist(case).missing_words():
        raise NotAllowedNow(missing)
    return _end(case, reason, actor)


def end_due() -> int:
    """The job of every 5 minutes: access ended at its instant already, the rest is done now.

    A case that cannot be ended is told to the AIQs and to the operators, once a day.

    Returns:
        How many posts ended.
    """
    ended = 0
    leads = Grant.objects.filter(appointment=OuterRef("appointment"), permission="administer")
    for key in list(Departure.objects.due().order_by(Exists(leads), "pk").values_list("pk", flat=True)):  # AIQs last
        ended += _end_one_due(key)
    return ended


@transaction.atomic
def _end_one_due(key) -> bool:
    case = Departure.objects.due().select_for_update(of=("self",), skip_locked=True).with_names().filter(pk=key).first()
    if case is None:
        return False
    if case.cut_at and clock.now() < case.planned_end:
        return False  # only the access was cut: the list stays open until the last day
    destination = (
        case.destination
        if case.destination and case.destination.is_working
        else destinations.fallback_of(case.appointment)
    )
    if destinations.is_only_aiq(case.appointment) or destination is None:
        return _stopped(case)
    case.destination = destination
    _end(case, BY_CLOCK, SYSTEM)
    return True


def _stopped(case) -> bool:
    """Nothing ends: who is told has a day, and then it is tried again."""
    telling.stopped(case)
    logger.warning("departure_stopped", extra={"departure": case.pk})
    if not case.cut_at:
        perform(Move(case.appointment, "move_end", {"ends_at": clock.now() + RETRY}), actor=SYSTEM,
                subject=case.appointment, entries=[])  # fmt: skip
    return False


def _end(case, reason, actor):
    outcome, post = Outcome(), case.appointment
    outcome.delegations = delegations.end_all_of(post, reason=BY_CASE, actor=actor)
    for line in Checklist(case).lines:
        _settle(case, line, outcome)
    outcome.permissions = sorted(post.grants.values_list("permission", flat=True))
    heirs = succession.posts_left(case)
    people.forget_rights(post, reason=BY_CASE, actor=actor)
    _answer_backup(case)
    post = institutions.deactivate(post, last_day=min(case.last_day, clock.today()), actor=actor)
    post.certificate = ""
    post.save(update_fields=["certificate"])
    terms.close(post)
    for farewell in entries.farewells():
        farewell(case)
    succession.install(case, heirs, actor)
    succession.close_credential(case)
    accounts.leave_institution(post.person, _domains_left(post))
    return _close(case, reason, actor, outcome)


def _settle(case, line, outcome):
    """Pass on what a line still has, and keep what was done."""
    if not line.count:
        return
    destination = line.destination if line.destination and line.destination.is_working else None
    if destination is None and not line.item.only_chosen:
        destination = case.destination or destinations.fallback_of(case.appointment)
    received = Counter(pieces.pass_on(case, line))
    if line.item.move and destination:
        received[destination] += line.item.move(case, destination)
    received = +received
    for post, number in received.items():
        outcome.received[post] = outcome.received.get(post, 0) + number
    DepartureItem.objects.update_or_create(departure=case, code=line.item.code, defaults={
        "destination": destination if received[destination] else None, "moved": received.total(),
        "evidence": list(line.lines), "received": pieces.in_words(received)})  # fmt: skip


def _answer_backup(case):
    if case.backup_answer == BackupAnswer.PENDING:
        case.backup_answer = BackupAnswer.NONE
    case.save(update_fields=["backup_answer", "destination"])


def _domains_left(post) -> set[str]:
    """The domains of an institution in which the person has no other post any more (accounts-portal §2.3)."""
    stays = Appointment.objects.working().filter(person=post.person_id, institution=post.institution_id)
    if stays.exclude(pk=post.pk).exists():
        return set()
    return {domain.strip().lower().lstrip("@") for domain in post.institution.mail_domains.split() if domain.strip()}


def _close(case, reason, actor, outcome):
    now, user = clock.now(), getattr(actor, "user", None)
    record = acta.keep(case, outcome, reason=reason, actor=actor, instant=now)
    values = {"instant": now, "user": user, "reason": reason, "record": record}
    [closed] = perform(Move(case, "close", values), actor=actor, subject=case,
                       entries=[Entry(history.DEPARTURE_CLOSED, comment=reason, details={"acta": record.sha256})])  # fmt: skip
    closed = Departure.objects.with_names().get(pk=closed.pk)
    telling.ended(closed, outcome.received)
    return closed
