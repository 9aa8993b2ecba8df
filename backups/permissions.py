"""Who may do what to a request (backups §8): predicates for the machine, the views and the templates.

The first argument is the request or, where the backup's machine asks, the backup.
"""

from backups.states import BackupState, Kind, RequestState

ADMINISTER = "administer"
OPERATE = "operate_backups"


def _request(x):
    return getattr(x, "request", x)


def is_anyone(x, actor) -> bool:
    """The other machine of the act decides."""
    return True


def is_system(x, actor) -> bool:
    return bool(actor.is_system)


def is_operator(x, actor) -> bool:
    """SGE staff who may act; without the permission they only read (backups §1)."""
    return not actor.is_system and actor.appointment is None and may_operate(actor.user)


def may_operate(user) -> bool:
    return user.is_staff and user.has_perm(f"backups.{OPERATE}")


def is_system_or_operator(x, actor) -> bool:
    return is_system(x, actor) or is_operator(x, actor)


def _in_office(actor):
    return not actor.is_system and actor.appointment is not None


def is_owner(x, actor) -> bool:
    """The person, in the context of the appointment the request is about or its «Salida»."""
    request = _request(x)
    return (_in_office(actor) and request.appointment_id == actor.appointment.pk
            and request.person_id == actor.user.pk)  # fmt: skip


def is_creator(x, actor) -> bool:
    """Who made the request, still working in the context it was made in."""
    request = _request(x)
    return _in_office(actor) and not actor.is_leaver and request.created_by_id == actor.appointment.pk


def administers(x, actor) -> bool:
    """The AIQ of the institution the request is about."""
    request = _request(x)
    return (_in_office(actor) and not actor.is_leaver and actor.holds(ADMINISTER)
            and request.institution_id == actor.appointment.institution_id)  # fmt: skip


def can_create_personal(appointment, actor) -> bool:
    return _in_office(actor) and not actor.is_leaver and appointment.pk == actor.appointment.pk


def can_withdraw(x, actor) -> bool:
    """T19: whoever sent it, before anything was frozen."""
    request = _request(x)
    backup = request.backup
    waiting = backup.state in (BackupState.PENDING, BackupState.PAUSED, BackupState.FAILED)
    return is_creator(request, actor) and waiting and backup.frozen_at is None


def can_discard(x, actor) -> bool:
    request = _request(x)
    return is_creator(request, actor) and request.state == RequestState.DRAFT


def can_edit(x, actor) -> bool:
    return can_discard(x, actor)


def can_download(x, actor) -> bool:
    """Entitled to the bytes while the request is Atendida: the owner, or the AIQ if institutional."""
    request = _request(x)
    entitled = is_owner(request, actor) if request.kind == Kind.PERSONAL else administers(request, actor)
    return entitled


def can_ask_again(x, actor) -> bool:
    request = _request(x)
    return (request.state in RequestState.final() and request.kind == Kind.PERSONAL and is_owner(request, actor)
            and not actor.is_leaver)  # fmt: skip
