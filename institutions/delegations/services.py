"""Registering a subrogación and ending it early: the only writers of Delegation."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from institutions import history
from institutions.charges import in_words
from institutions.delegations import permissions, telling
from institutions.models import Appointment, Delegation, DelegationState
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow, NotFound
from quipux.files.models import StoredFile
from quipux.history import recorder

LONGEST = timedelta(days=365)
NOBODY = "No encontramos ese puesto."
ONESELF = "Una persona no puede subrogarse a sí misma."
ELSEWHERE = "El subrogante debe pertenecer a la misma área o ser Jefe."
TAKEN = "El puesto ya tiene una subrogación en esas fechas."
SUBROGATED_TOO = "El subrogante está a su vez subrogado en esas fechas."
SUBROGATES_TOO = "El subrogado subroga a su vez otro puesto en esas fechas."
NO_CHIEF = "Solo se subroga el puesto de un Jefe de Área activo."
NOT_ACTIVE = "El subrogante debe tener un puesto activo."
ONLY_TITULAR = "Solo el titular del puesto puede incluir sus documentos confidenciales."
SHORTEST_REASON, LONGEST_REASON = 10, 500  # characters
NEEDS_REASON = f"Escriba el motivo, con {SHORTEST_REASON} a {LONGEST_REASON} caracteres."


@dataclass(frozen=True)
class Wish:
    """What the form of a subrogación says.

    Attributes:
        starts_at, ends_at: aware, to the minute; the end itself is outside.
        act_number, act_date: of the administrative act that orders it.
    """

    titular: Appointment
    acting: Appointment
    starts_at: datetime
    ends_at: datetime
    act_number: str
    act_date: date
    act_file: StoredFile | None = None


@transaction.atomic
def register(wish: Wish, *, actor) -> Delegation:
    """Guardar: from its first instant to its last the subrogación is effective without any job.

    Raises:
        NotFound: one of the two is not of the actor's institution, or the titular is out of the actor's scope.
        Invalid: a guard of institutions §8, with the sentence of each.
    """
    titular, acting = _locked(wish)
    if not permissions.administers(titular, actor) or acting.institution_id != titular.institution_id:
        raise NotFound(NOBODY)
    _check_people(titular, acting)
    _check_dates(wish)
    _check_others(wish)
    row = _insert(wish, actor)
    _record(row, history.DELEGATED, actor, comment=f"{in_words(row.starts_at)} – {in_words(row.ends_at)}. "
                                                   f"Acto {row.act_number} de {row.act_date.isoformat()}.")  # fmt: skip
    return row


def _locked(wish):
    """Both posts under lock, in the order of their keys: two registrations at once see each other."""
    keys = [wish.titular.pk, wish.acting.pk]
    list(Appointment._base_manager.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    found = Appointment.objects.with_names().in_bulk(keys)
    return found[wish.titular.pk], found[wish.acting.pk]


def _check_people(titular, acting):
    if titular.profile != Appointment.Profile.CHIEF or not titular.is_working:
        raise Invalid(NO_CHIEF, titular=NO_CHIEF)
    if titular.person_id == acting.person_id:
        raise Invalid(ONESELF, acting=ONESELF)
    if not acting.is_working:
        raise Invalid(NOT_ACTIVE, acting=NOT_ACTIVE)
    near = acting.area_id == titular.area_id or acting.profile == Appointment.Profile.CHIEF
    if not near and not settings.QUIPUX_DELEGATION_INSTITUTION_WIDE:
        raise Invalid(ELSEWHERE, acting=ELSEWHERE)


def _check_dates(wish):
    now, fault = clock.now().replace(second=0, microsecond=0), ""
    if wish.starts_at < now:
        fault = "la subrogación no puede empezar en el pasado."
    elif wish.ends_at <= wish.starts_at:
        fault = "el fin debe ser posterior al inicio."
    elif wish.ends_at - wish.starts_at > LONGEST:
        fault = f"una subrogación dura como máximo {LONGEST.days} días."
    if fault:
        raise Invalid(f"Revise las fechas: {fault}", starts_on=f"Revise las fechas: {fault}")


def _check_others(wish):
    same_time = Delegation.objects.overlapping(wish.starts_at, wish.ends_at)
    if same_time.filter(titular=wish.titular).exists():
        raise Invalid(TAKEN, starts_on=TAKEN)
    if same_time.filter(titular=wish.acting).exists():
        raise Invalid(SUBROGATED_TOO, acting=SUBROGATED_TOO)
    if same_time.filter(acting=wish.titular).exists():
        raise Invalid(SUBROGATES_TOO, titular=SUBROGATES_TOO)


def _insert(wish, actor):
    try:
        with transaction.atomic():
            return Delegation.objects.create(
                titular=wish.titular, acting=wish.acting, starts_at=wish.starts_at, ends_at=wish.ends_at,
                stops_at=wish.ends_at, act_number=wish.act_number, act_date=wish.act_date, act_file=wish.act_file,
                created_by=actor.user, created_at=clock.now())  # fmt: skip
    except IntegrityError as error:  # the exclusion constraint has the last word
        raise Invalid(TAKEN, starts_on=TAKEN) from error


@transaction.atomic
def end(delegation: Delegation, *, reason: str, actor) -> Delegation:
    """«Terminar subrogación» before its time: by the titular, the AIQ or R8.

    Raises:
        Forbidden: the actor is none of them.
        NotAllowedNow: it is not in force.
        Invalid: no reason of 10 to 500 characters.
    """
    row = _again(delegation)
    if not permissions.can_end(row, actor):
        raise Forbidden("No tiene permiso para terminar esta subrogación.")
    now = clock.now()
    _require(row, DelegationState.IN_FORCE, now)
    return _stop(row, now, now, _reason(reason), history.DELEGATION_ENDED, actor)


@transaction.atomic
def annul(delegation: Delegation, *, reason: str, actor) -> Delegation:
    """«Anular» one that did not begin: it never was in force.

    Raises:
        Forbidden, NotAllowedNow, Invalid: as `end`; only who administers the área annuls.
    """
    row = _again(delegation)
    if not permissions.can_annul(row, actor):
        raise Forbidden("No tiene permiso para anular esta subrogación.")
    now = clock.now()
    _require(row, DelegationState.SCHEDULED, now)
    return _stop(row, row.starts_at, now, _reason(reason), history.DELEGATION_ANNULLED, actor)


@transaction.atomic
def end_all_of(appointment: Appointment, *, reason: str, actor) -> int:
    """End those in force and annul those to come in which a post takes part, as titular or as deputy (§11.5).

    Returns:
        How many.
    """
    taken = Q(titular=appointment) | Q(acting=appointment)
    return end_rows(Delegation.objects.alive_at(clock.now()).filter(taken), reason=reason, actor=actor)


@transaction.atomic
def end_rows(delegations, *, reason: str, actor) -> int:
    """The same for the given ones (a queryset), whoever takes part. Returns how many."""
    now, alive = clock.now(), delegations.with_names()
    rows = list(alive.select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        begun = row.starts_at <= now
        action = history.DELEGATION_ENDED if begun else history.DELEGATION_ANNULLED
        _stop(row, now if begun else row.starts_at, now, reason, action, actor)
    return len(rows)


@transaction.atomic
def include_confidential(delegation: Delegation, included: bool, *, actor) -> Delegation:
    """The titular opens the confidential documents of the post to the deputy, or closes them again.

    Raises:
        Forbidden: somebody else asks (I-26).
        NotAllowedNow: it is over.
    """
    row = _again(delegation)
    if not permissions.is_titular(row, actor):
        raise Forbidden(ONLY_TITULAR)
    if row.state_at(clock.now()) in (DelegationState.ENDED, DelegationState.ANNULLED):
        raise NotAllowedNow("La subrogación ya terminó.")
    if row.include_confidential != included:
        row.include_confidential = included
        row.save(update_fields=["include_confidential"])
        _record(row, history.DELEGATION_CONFIDENTIAL, actor, comment="Incluidos" if included else "No incluidos")
    return row


def _again(delegation):
    return Delegation.objects.with_names().select_for_update(of=("self",)).get(pk=delegation.pk)


def _reason(text):
    text = text.strip()
    if not SHORTEST_REASON <= len(text) <= LONGEST_REASON:
        raise Invalid(NEEDS_REASON, reason=NEEDS_REASON)
    return text


def _require(row, state, now):
    found = row.state_at(now)
    if found != state:
        raise NotAllowedNow(f"Esta acción ya no es posible: la subrogación está {found.label.lower()}.")


def _stop(row, stops_at, now, reason, action, actor):
    row.stops_at, row.ended_at, row.ended_by, row.end_reason = stops_at, now, getattr(actor, "user", None), reason
    row.save(update_fields=["stops_at", "ended_at", "ended_by", "end_reason"])
    _record(row, action, actor, comment=reason)
    if action == history.DELEGATION_ENDED:
        telling.ended(row)
    return row


def _record(row, action, actor, comment):
    """In the Recorridos of both posts."""
    recorder.record_many([
        recorder.Line(post, action, actor, comment, target=telling.Post(other), details={"delegation": str(row.uuid)})
        for post, other in ((row.titular, row.acting), (row.acting, row.titular))
    ])  # fmt: skip
