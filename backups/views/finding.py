"""From an address to a request this person may know of, or the same 404 for all (backups §8, B-54)."""

import logging

from backups import permissions
from backups.models import BackupRequest
from backups.states import DeleteReason, RequestState
from backups.validity import last_day
from quipux import clock
from quipux.errors import Forbidden, Gone, NotAllowedNow, NotFound

logger = logging.getLogger("quipux.security")


class Expired(Gone):
    """The validity of a download ended; carries the request so that its page can offer another."""

    def __init__(self, found: BackupRequest):
        end = last_day(found.backup.expires_at)
        super().__init__(f"La vigencia terminó el {end}. Los archivos se eliminaron. Puede solicitarlo otra vez.")
        self.request = found


def visible_request(request, uuid) -> BackupRequest:
    """The request with its backup and names.

    Raises:
        Forbidden: SGE staff without an appointment; their pages are those of the administration.
        NotFound: unknown, or not for this person to know: both answers are one.
    """
    actor = request.actor
    if actor is None and request.user.is_staff:
        _audit(request, uuid)
        raise Forbidden("No tiene permiso para esta acción.")
    visible = BackupRequest.objects.visible_to(actor).with_names() if actor else BackupRequest.objects.none()
    found = visible.filter(uuid=uuid).first()
    if found is None:
        _audit(request, uuid)
        raise NotFound("No encontramos esa solicitud.")
    return found


def require_administrator(request) -> None:
    """Raise Forbidden unless the person is an AIQ in the context in use (backups §8)."""
    if not permissions.is_administrator(request.actor):
        logger.warning("administration_refused", extra={"user": request.user.pk, "path": request.path})
        raise Forbidden("Solo el Administrador Institucional Quipux entra aquí.")


def downloadable_request(request, uuid) -> BackupRequest:
    """The request whose parts this person may take right now (T16).

    Raises:
        Forbidden, NotFound: as above, and for whoever may see the request but not its bytes.
        Expired: by the database's clock, even before the nightly job.
        NotAllowedNow: not generated yet, or eliminated for another reason.
    """
    found = visible_request(request, uuid)
    if not permissions.can_download(found, request.actor):
        _audit(request, uuid)
        raise NotFound("No encontramos esa solicitud.")
    if is_expired(found):
        raise Expired(found)
    if found.state != RequestState.FULFILLED:
        raise NotAllowedNow(found.refusal_message())
    return found


def is_expired(found: BackupRequest) -> bool:
    """Whether its validity ended, recorded already or not."""
    ended = found.state == RequestState.FULFILLED and found.backup.is_over(clock.now())
    return ended or found.delete_reason == DeleteReason.EXPIRED


def _audit(request, uuid):
    logger.warning("backup_refused", extra={"user": request.user.pk, "request": str(uuid), "path": request.path})
