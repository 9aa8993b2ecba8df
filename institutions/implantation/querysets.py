"""Which implantation a person may see."""

from django.db.models import Q

from institutions.implantation.permissions import is_aiq
from institutions.implantation.states import CaseState
from institutions.models import ImplantationCase


def case_of_actor(actor) -> ImplantationCase | None:
    """The open case of the institution in use, for its AIQ; None for everybody else."""
    if actor is None or actor.institution is None or actor.is_delegate:
        return None
    own = Q(training=actor.institution) | Q(production=actor.institution)
    case = ImplantationCase.objects.filter(own).exclude(state__in=CaseState.final()).select_related(
        "training", "production", "assignee").prefetch_related("people").first()  # fmt: skip
    return case if case is not None and is_aiq(case, actor) else None
