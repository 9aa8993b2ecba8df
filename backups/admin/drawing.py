"""What every page of the SGE shares: who acts, and how it is drawn."""

import logging

from backups import permissions
from institutions.actors import Operator
from quipux.administration import site
from quipux.administration.site import draw as draw_page
from quipux.errors import Forbidden

logger = logging.getLogger("quipux.security")


def operator_of(request) -> Operator:
    """The person of the SGE, whatever appointment the same person may hold elsewhere."""
    return Operator(request.user)


def require_operator(request, act: str) -> Operator:
    """Who may act, audited; readers of the SGE are refused (backups §8).

    Raises:
        Forbidden: a reader.
    """
    facts = {"user": request.user.pk, "act": act, "path": request.path}
    if not permissions.may_operate(request.user):
        logger.warning("operator_act_refused", extra=facts)
        raise Forbidden("No tiene permiso para esta acción.")
    logger.info("operator_act", extra=facts)
    return operator_of(request)


def draw(request, template: str, context: dict, *, status: int = 200):
    """A page with the side menu; ``may_act`` hides the buttons from readers."""
    known = {"may_act": permissions.may_operate(request.user)}
    return draw_page(request, template, known | context, site=site, status=status)
