"""What every act on a case does first and last: lock, ask machine and right, move, record."""

import logging

from django_fsm import can_proceed, has_transition_perm

from institutions.implantation.permissions import OWN_INSTITUTION, serves_there
from institutions.models import ImplantationCase, YearlyNumber
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.workflow import Entry, Move, perform

logger = logging.getLogger("quipux.security")
REASON = (10, 1000)  # characters of a reason


def ready(case: ImplantationCase, transition: str, actor) -> ImplantationCase:
    """The case, locked, if its state admits the move and the actor may make it; inside a transaction.

    Raises:
        NotAllowedNow, Forbidden: as ``quipux.workflow.perform``, before anything of the form is looked at.
    """
    locked = ImplantationCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    method = getattr(locked, transition)
    if not can_proceed(method):
        logger.warning("implantation_refused", extra={"case": locked.pk, "act": transition, "state": locked.state})
        raise NotAllowedNow(locked.refusal_message())
    if not has_transition_perm(method, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    return locked


def require_stranger(case: ImplantationCase, actor) -> None:
    """Nobody of the SGE decides on an institution where she also serves (§4.1 rule 7).

    Raises:
        Forbidden: she does.
    """
    if serves_there(case, actor.user):
        raise Forbidden(OWN_INSTITUTION)


def move(case, transition, *, actor, action, comment="", details=None, **values) -> ImplantationCase:
    """Make the move and write it into the Recorrido."""
    [moved] = perform(Move(case, transition, values), actor=actor, subject=case,
                      entries=[Entry(action, comment=comment, details=details)])  # fmt: skip
    return moved


def reason_of(text: str, sentence: str = "Escriba el motivo, de 10 a 1000 caracteres.") -> str:
    """``text`` without the spaces around it.

    Raises:
        Invalid: it is too short or too long to be a reason.
    """
    text = text.strip()
    if not REASON[0] <= len(text) <= REASON[1]:
        raise Invalid(sentence, motivo=sentence)
    return text


def next_number(kind: str) -> str:
    """«IMP-2026-0001»: the next of this year, given back if the transaction fails."""
    year = clock.today().year
    YearlyNumber.objects.get_or_create(kind=kind, year=year)
    row = YearlyNumber.objects.select_for_update().get(kind=kind, year=year)
    row.last += 1
    row.save()
    return f"{kind}-{year}-{row.last:0{WIDTHS[kind]}d}"


WIDTHS = {"IMP": 4, "CAS": 5}  # digits
