"""The rules of a request of the AIQ: whose documents, and the citizen's petition (backups §2.4, guards 3, 4, 6)."""

import logging

from backups import permissions, petitions, selection
from backups.models import BackupRequest
from backups.services import guards
from backups.services.wishes import InstitutionalWish
from backups.states import PetitionMatch
from quipux.errors import NotFound

NO_SUBJECT = "Debe seleccionar el usuario solicitante de los respaldos."
NO_PETITION = "Debe ingresar el documento con la solicitud de respaldo del usuario."
UNEXPLAINED = (
    "El remitente del documento no coincide con el servidor público. Explique en Comentario por qué corresponde."
)
NOT_A_PETITION = "El documento elegido no puede usarse como solicitud del usuario. Seleccione otro."
NO_SUCH_SUBJECT = "No encontramos a ese servidor público."

logger = logging.getLogger("quipux.security")


def check_subject(post, actor) -> None:
    """Raise NotFound unless ``post`` is inactive and of the AIQ's institution and áreas (guard 3)."""
    if not permissions.can_be_subject(post, actor):
        logger.warning("subject_refused", extra={"user": actor.user.pk, "appointment": str(post.uuid)})
        raise NotFound(NO_SUCH_SUBJECT)


def check_savable(wish: InstitutionalWish, actor) -> None:
    """Guardar: somebody chosen, the period, and a petition that may be one; it may also be missing."""
    faults = _subject_faults(wish, actor) | guards.period_faults(wish)
    if wish.petition is not None:
        faults |= _petition_faults(wish, actor)
    guards.refuse(faults)


def check_countable(wish: InstitutionalWish, actor) -> None:
    """Calcular: somebody chosen, and the period."""
    guards.refuse(_subject_faults(wish, actor) | guards.period_faults(wish))


def check_declaration(declared: bool) -> None:
    """Nobody declares anything: the petition takes its place."""


def facts(wish: InstitutionalWish, actor) -> dict:
    """The columns that a wish of the AIQ gives beyond those of every request."""
    return {"petition": wish.petition, "petition_match": petitions.match_of(wish.petition, wish.subject)}


def check_sendable(wish: InstitutionalWish, *, actor, draft: BackupRequest | None = None) -> selection.Preflight:
    """Guards 1, 3, 4 and 6; gives the pre-flight figures.

    Raises:
        NotFound: the appointment is not the AIQ's to ask for.
        Invalid, Conflict: with the sentence of each guard that failed, at its field.
    """
    faults = _subject_faults(wish, actor) | guards.period_faults(wish) | _petition_faults(wish, actor)
    if not faults and petitions.match_of(wish.petition, wish.subject) == PetitionMatch.MISMATCH:
        faults = {} if wish.comment.strip() else {"comment": UNEXPLAINED}
    guards.refuse(faults)
    guards.check_no_other(BackupRequest.objects.active_of(wish.subject), draft)
    return guards.count_enough(wish, wish.subject)


def _subject_faults(wish, actor):
    if wish.subject is None:
        return {"subject": NO_SUBJECT}
    check_subject(wish.subject, actor)
    return {}


def _petition_faults(wish, actor):
    if wish.petition is None:
        return {"petition": NO_PETITION}
    if petitions.candidates(actor).filter(pk=wish.petition.pk).exists():
        return {}
    logger.warning("petition_refused", extra={"user": actor.user.pk, "copy": str(wish.petition.uuid)})
    return {"petition": NOT_A_PETITION}
