"""Who may do what to a request (backups §8): predicates for the machine, the views and the templates.

The first argument is the request or, where the backup's machine asks, the backup.
"""

from backups.states import BackupState, DeleteReason, Kind, RequestState
from institutions.actors import ADMINISTER
from institutions.standing.custody import keeps
from institutions.states import AppointmentState

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
    """In an appointment of one's own: a delegate never asks, sees or downloads for the titular (§1)."""
    return not actor.is_system and actor.appointment is not None and not actor.is_delegate


def is_owner(x, actor) -> bool:
    """The person, in the context of the appointment the request is about or its «Salida»."""
    request = _request(x)
    return (_in_office(actor) and request.appointment_id == actor.appointment.pk
            and request.person_id == actor.user.pk)  # fmt: skip


def is_creator(x, actor) -> bool:
    """Who made the request, still working in the context it was made in and, if institutional, still its AIQ."""
    request = _request(x)
    made = _in_office(actor) and not actor.is_leaver and request.created_by_id == actor.appointment.pk
    return made and (request.kind == Kind.PERSONAL or administers(request, actor))


def is_administrator(actor) -> bool:
    """An AIQ, of the whole institution or of some áreas."""
    return _in_office(actor) and not actor.is_leaver and actor.holds(ADMINISTER)


def administers(x, actor) -> bool:
    """The AIQ of the institution, and of the área, that the request is about."""
    request = _request(x)
    return _reaches(actor, request.institution_id, request.area_id)


def administers_appointment(appointment, actor) -> bool:
    """The AIQ of the institution and of the área of an appointment."""
    return _reaches(actor, appointment.institution_id, appointment.area_id)


def _reaches(actor, institution, area):
    if not is_administrator(actor):
        return False
    if institution != actor.appointment.institution_id:
        return keeps(actor, institution)
    return actor.administered_areas is None or area in actor.administered_areas


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
    """Entitled to the bytes while the request is Atendida: the owner, or the AIQ if institutional.

    An AIQ limited to áreas takes only those that were sent in his own appointment.
    """
    request = _request(x)
    if request.kind == Kind.PERSONAL:
        return is_owner(request, actor)
    whole = is_administrator(actor) and actor.administered_areas is None
    return administers(request, actor) and (whole or request.sent_by_id == actor.appointment.pk)


def can_hand_over(x, actor) -> bool:
    """To note that the citizen has the archive: of an institutional one, available or expired."""
    request = _request(x)
    ended = request.state == RequestState.FULFILLED or request.delete_reason == DeleteReason.EXPIRED
    return request.kind == Kind.INSTITUTIONAL and ended and can_download(request, actor)


def can_ask_again(x, actor) -> bool:
    """«Solicitar de nuevo»: the owner, or the AIQ while the appointment stays inactive."""
    return _request(x).state in RequestState.final() and can_ask_for_the_same(x, actor)


def can_ask_for_the_same(x, actor) -> bool:
    """The same, whatever the state: a validity may be over before its request is recorded as eliminated."""
    request = _request(x)
    if request.kind == Kind.PERSONAL:
        return is_owner(request, actor) and not actor.is_leaver
    return administers(request, actor) and can_be_subject(request.appointment, actor)


def can_be_subject(appointment, actor) -> bool:
    """Of an institutional request: inactive, of the AIQ's institution and áreas (guard 3)."""
    return appointment.state == AppointmentState.INACTIVE and administers_appointment(appointment, actor)
