"""The use cases of a support case: the only writers of it (institutions §13)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from institutions.implantation.services.moving import next_number
from institutions.models import SupportCapture, SupportCase, SupportState
from institutions.support import history, telling
from quipux import clock
from quipux.calendar.days import working_calendar
from quipux.errors import Invalid, NotAllowedNow
from quipux.files.accepting import accept
from quipux.history import recorder
from quipux.history.recorder import SYSTEM
from quipux.workflow import Entry, Move, perform

SHORTEST, LONGEST = 20, 4000  # characters of a description, a diagnosis
SHORTEST_ANSWER = 10  # characters of an answer and of a reason
CAPTURES, MEGABYTES = 5, 5
CLOSES_AFTER = 5  # working days without a word of the author
REOPENS_WITHIN = timedelta(days=15)  # since it was closed
NO_DIAGNOSIS = "Registre el diagnóstico de primer nivel antes de escalar."
NO_DESCRIPTION = f"Describa qué sucede, con al menos {SHORTEST} caracteres."
NO_ANSWER = f"Escriba la respuesta, con al menos {SHORTEST_ANSWER} caracteres."
NO_REASON = f"Escriba por qué lo reabre, con al menos {SHORTEST_ANSWER} caracteres."
TOO_LATE = f"Pasaron más de {REOPENS_WITHIN.days} días desde que se cerró. Abra un caso nuevo."
TOO_MANY = f"Adjunte como máximo {CAPTURES} capturas."


@dataclass(frozen=True)
class Question:
    """What the form of a case says.

    Attributes:
        captures: uploaded PNG or JPEG files.
    """

    module: str
    description: str
    captures: Sequence = field(default_factory=tuple)


def open_case(question: Question, *, actor) -> SupportCase:
    """— → Abierto (nivel 1); of a citizen, who has no institution, → Escalado a nivel 2.

    Raises:
        Invalid: a short description, too many captures, or one that is no harmless picture.
    """
    text = _long_enough(question.description, NO_DESCRIPTION, "description")
    if len(question.captures) > CAPTURES:
        raise Invalid(TOO_MANY, captures=TOO_MANY)
    stored = [(upload.name[:200], _accepted(upload)) for upload in question.captures]
    with transaction.atomic():
        case = _insert(question.module, text, actor)
        SupportCapture.objects.bulk_create(SupportCapture(case=case, name=name, file=file) for name, file in stored)
        recorder.record(case, history.OPENED, actor=actor)
        telling.helpers(case, "opened")
    return case


def _accepted(upload):
    try:
        return accept(upload, allowed=("png", "jpg", "jpeg"), megabytes=MEGABYTES)
    except Invalid as refusal:
        raise Invalid(refusal.message, captures=refusal.message) from refusal


def _insert(module, text, actor):
    now = clock.now()
    values = {"state": SupportState.ESCALATED, "level": 2, "escalated_at": now}
    if not actor.is_citizen:
        own = None if actor.is_delegate else actor.appointment
        values = {"institution": actor.institution, "post": own, "title": actor.position}
    return SupportCase.objects.create(number=next_number("CAS"), author=actor.user, full_name=actor.user.full_name,
                                      module=module, description=text, created_at=now, **values)  # fmt: skip


def resolve_first(case: SupportCase, *, answer: str, actor) -> SupportCase:
    """→ Resuelto en nivel 1, with the answer mailed.

    Raises:
        Invalid: no answer. Forbidden, NotAllowedNow: as `quipux.workflow.perform`.
    """
    text = _long_enough(answer, NO_ANSWER, "text", SHORTEST_ANSWER)
    return _answered(case, "resolve_first", history.RESOLVED_FIRST, text, actor)


def resolve(case: SupportCase, *, answer: str, actor) -> SupportCase:
    """En atención nivel 2 → Resuelto; raises as `resolve_first`."""
    return _answered(case, "resolve", history.RESOLVED, _long_enough(answer, NO_ANSWER, "text", SHORTEST_ANSWER), actor)


@transaction.atomic
def _answered(case, move, action, text, actor):
    moved = _move(case, move, action, actor, text, answer=text, instant=clock.now())
    telling.author(moved)
    return moved


@transaction.atomic
def escalate(case: SupportCase, *, diagnosis: str, actor) -> SupportCase:
    """→ Escalado a nivel 2: the central mailbox is told the number.

    Raises:
        Invalid: the diagnosis and the steps tried are not written down (I-50).
        Forbidden, NotAllowedNow: as `quipux.workflow.perform`.
    """
    text = _long_enough(diagnosis, NO_DIAGNOSIS, "text")
    moved = _move(case, "escalate", history.ESCALATED, actor, text, diagnosis=text, instant=clock.now())
    telling.helpers(moved, "escalated")
    return moved


def take(case: SupportCase, *, actor) -> SupportCase:
    """→ En atención nivel 2, by who takes it.

    Raises:
        Forbidden, NotAllowedNow: as `quipux.workflow.perform`.
    """
    return _move(case, "take", history.TAKEN, actor, "", assignee=actor.user)


def close(case: SupportCase, *, actor) -> SupportCase:
    """→ Cerrado, by the author; raises as `take`."""
    return _move(case, "close", history.CLOSED, actor, "", instant=clock.now())


@transaction.atomic
def reopen(case: SupportCase, *, reason: str, actor) -> SupportCase:
    """→ Reabierto: back to the level that answered.

    Raises:
        Invalid: no reason.
        NotAllowedNow: it was closed more than 15 days ago, or as `take`.
    """
    text = _long_enough(reason, NO_REASON, "text", SHORTEST_ANSWER)
    moved = _move(case, "reopen", history.REOPENED, actor, text, guard=_require_recent)
    telling.helpers(moved, "reopened")
    return moved


def _require_recent(case):
    if case.closed_at is not None and case.closed_at + REOPENS_WITHIN < clock.now():
        raise NotAllowedNow(TOO_LATE)


def close_due() -> int:
    """Close what was answered five working days ago and nobody answered to. Returns how many (§15, at 06:00)."""
    calendar, today = working_calendar(), clock.today()
    answered = SupportCase.objects.filter(state__in=SupportState.answered(), answered_at__isnull=False)
    due = [case for case in answered.order_by("pk")
           if calendar.add_working_days(clock.local(case.answered_at).date(), CLOSES_AFTER) <= today]  # fmt: skip
    for case in due:
        _move(case, "close", history.CLOSED, SYSTEM, f"Sin respuesta en {CLOSES_AFTER} días laborables.",
              instant=clock.now())  # fmt: skip
    return len(due)


def _move(case, transition, action, actor, comment, *, guard=None, **values):
    [moved] = perform(Move(case, transition, values), actor=actor, subject=case,
                      entries=[Entry(action, comment=comment)], guard=guard)  # fmt: skip
    return moved


def _long_enough(text, sentence, field_name, shortest=SHORTEST):
    text = text.strip()
    if not shortest <= len(text) <= LONGEST:
        raise Invalid(sentence, **{field_name: sentence})
    return text
