"""Who acts in the administration: a person of the SGE, in no office of an institution (accounts-portal §12)."""

import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from quipux.errors import Forbidden
from quipux.history.recorder import Identity

logger = logging.getLogger("quipux.security")


@dataclass(frozen=True)
class Operator:
    """An SGE operator: administers the platform, holds no appointment and reads no document."""

    user: Any

    appointment = None
    is_leaver = False
    is_delegate = False
    is_subrogated = False
    closes_confidential = False
    is_system = False
    is_citizen = False

    def identity(self) -> Identity:
        return Identity(self.user.pk, "", self.user.full_name, "Operador", settings.QUIPUX_OPERATOR_NAME)

    def holds(self, permission: str) -> bool:
        return False


def require(request, permission: str, *, act: str) -> Operator:
    """The person of the request as operator, if she holds ``permission``; asked before every change.

    Args:
        act: how the security log names what is tried.

    Raises:
        Forbidden: she does not hold it.
    """
    facts = {"user": request.user.pk, "act": act, "path": request.path}
    if not request.user.has_perm(permission):
        logger.warning("operator_act_refused", extra=facts)
        raise Forbidden("No tiene permiso para esta acción.")
    logger.info("operator_act", extra=facts)
    return Operator(request.user)
