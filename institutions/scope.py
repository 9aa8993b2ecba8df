"""Whom and what an administrator of an institution reaches (institutions §4.1)."""

from institutions.catalogue import ADMINISTER
from institutions.models import Appointment
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import Forbidden, NotFound

NOT_YOURS = "No tiene permiso para administrar la institución."


def is_administrator(actor) -> bool:
    """Whether the context administers: the whole institution, or some áreas of it (R8, R9)."""
    return not actor.is_citizen and not actor.is_leaver and actor.appointment is not None and actor.holds(ADMINISTER)


def is_whole(actor) -> bool:
    """An AIQ of the institution: 12 without áreas, whether or not with 36."""
    return is_administrator(actor) and actor.administered_areas is None


def require_administrator(actor) -> None:
    """Refuse who administers nothing.

    Raises:
        Forbidden: the context does not hold «Administración del Sistema».
    """
    if not is_administrator(actor):
        raise Forbidden(NOT_YOURS)


def require_whole(actor) -> None:
    """Refuse who does not administer the whole institution.

    Raises:
        Forbidden: as `require_administrator`, or only some áreas are reached.
    """
    require_administrator(actor)
    if not is_whole(actor):
        raise Forbidden("Solo el Administrador Institucional puede hacerlo.")


def found(request, rows, uuid):
    """One object of ``rows``, which already begin from what the actor reaches.

    What is of another institution or área and what never was are answered alike, and both leave an entry in the log of
    accesses (§4.1, rule 1).

    Raises:
        NotFound: it is not among them.
    """
    one = rows.filter(uuid=uuid).first()
    if one is None:
        note(request, Event.DENIED, kind=rows.model._meta.model_name, uuid=uuid, refused=True)
        raise NotFound("No existe, o no está a su alcance.")
    return one


def administrators(institution):
    """The working appointments that administer the whole institution: its AIQs."""
    holders = Appointment.objects.working().filter(institution=institution, grants__permission=ADMINISTER,
                                                   grants__areas__isnull=True)  # fmt: skip
    return holders.distinct()


def is_last_administrator(appointment) -> bool:
    """Whether without this appointment the institution has no AIQ."""
    rows = administrators(appointment.institution)
    return rows.filter(pk=appointment.pk).exists() and not rows.exclude(pk=appointment.pk).exists()
