"""Granting and revoking (institutions §4.1). What was revoked stays written, with who and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from institutions import history
from institutions.catalogue import ADMINISTER, AGQ, BY_SLUG, INSTITUTIONAL_ADMIN, SKIP_STRUCTURE, Permission
from institutions.models import Appointment, Area, Grant, Institution, RevokedGrant
from institutions.people import telling
from institutions.scope import is_last_administrator, is_whole, require_administrator
from institutions.states import AppointmentState
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotFound
from quipux.history import recorder

LEAST_REASON, MOST_REASON = 10, 500  # characters
LAST_AIQ = "Debe existir al menos un AIQ activo"
TAKEN_26 = "Ya existe un usuario con este permiso"
MOST_AT_ONCE = 500  # people


def may_grant(permission: Permission, actor) -> bool:
    """Whether the actor gives and takes this permission at all (§3, column «By»; §4.1, rules 2 and 5).

    An operator of the platform gives what is the AGQ's; an AIQ what is his; who administers áreas only what he holds.
    """
    if permission.is_platform:
        return False
    if actor.appointment is None:
        return True
    if permission.by == AGQ and not (permission.slug == INSTITUTIONAL_ADMIN and actor.institution.is_training):
        return False
    return is_whole(actor) or actor.holds(permission.slug)


def check_target(appointment: Appointment, actor) -> None:
    """Refuse that who administers áreas touches an AIQ, or anybody out of them (§4.1, rules 1 and 2).

    Raises:
        Forbidden: the post is an AIQ's, and the actor's are only some áreas.
        NotFound: it is out of reach.
    """
    if actor.appointment is None or actor.is_system:
        return
    require_administrator(actor)
    if not Appointment.objects.administered_by(actor).filter(pk=appointment.pk).exists():
        raise NotFound("El puesto no está a su alcance.")
    if not is_whole(actor) and _is_aiq(appointment):
        raise Forbidden("Solo un Administrador Institucional modifica a otro administrador.")


def _is_aiq(appointment):
    whole = Q(permission=ADMINISTER, areas__isnull=True) | Q(permission=INSTITUTIONAL_ADMIN)
    return appointment.grants.filter(whole).exists()


@dataclass(frozen=True)
class Change:
    """What will be given and taken of one post."""

    appointment: Appointment
    given: tuple[str, ...]
    taken: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.given and not self.taken

    @property
    def in_words(self) -> str:
        """«Otorgados: 17, 19. Revocados: 5», as the Recorrido says it."""
        parts = (("Otorgados", self.given), ("Revocados", self.taken))
        return ". ".join(f"{word}: {', '.join(map(str, sorted(BY_SLUG[s].code for s in slugs)))}"
                         for word, slugs in parts if slugs)  # fmt: skip


@transaction.atomic
def change(
    appointment: Appointment, wanted: Iterable[str], *, areas: Sequence[Area] = (), reason: str, actor
) -> Change:
    """Leave a post with exactly ``wanted`` of what the actor may give; what he may not give stays as it is.

    Args:
        wanted: slugs of the catalogue.
        areas: where «Administración del Sistema» and 33 reach; obligatory for 12 without 36.
        reason: 10 to 500 characters.

    Raises:
        Forbidden, NotFound: the post, or one of the permissions, is not the actor's to touch.
        Invalid: a rule of §4.1, or no reason.
    """
    reason = checked_reason(reason)
    _lock(appointment.institution_id)
    check_target(appointment, actor)
    held, wanted = set(appointment.grants.values_list("permission", flat=True)), set(wanted)
    made = Change(appointment, tuple(sorted(wanted - held)), tuple(sorted(held - wanted)))
    _check(made, actor)
    _check_areas(appointment, wanted, areas, actor)
    _give(appointment, made.given, reason, actor)
    _take(appointment, made.taken, reason, actor)
    scoped = _set_areas(appointment, areas)
    if not made.is_empty or scoped:
        comment = ". ".join(filter(None, (made.in_words, scoped, reason)))
        recorder.record(appointment, history.PERMISSIONS, actor=actor, comment=comment)
        telling.tell(appointment, telling.PERMISSIONS)
    return made


def checked_reason(reason: str) -> str:
    """The reason without blanks around it.

    Raises:
        Invalid: it is too short or too long.
    """
    text = reason.strip()
    if not LEAST_REASON <= len(text) <= MOST_REASON:
        message = f"Escriba el motivo, de {LEAST_REASON} a {MOST_REASON} caracteres."
        raise Invalid(message, reason=message)
    return text


def _lock(institution):
    """Who counts administrators or holders of 26 waits for who is changing them."""
    Institution.objects.select_for_update(no_key=True).get(pk=institution)


def _check(made, actor):
    for slug in (*made.given, *made.taken):
        if slug not in BY_SLUG or not may_grant(BY_SLUG[slug], actor):
            raise Forbidden("No puede otorgar ni revocar ese permiso.")
    own = actor.appointment is not None and made.appointment.pk == actor.appointment.pk
    if own and set(made.taken) & {ADMINISTER, INSTITUTIONAL_ADMIN}:
        raise Invalid(
            LAST_AIQ if is_last_administrator(made.appointment) else "No puede quitarse a sí mismo la administración."
        )
    if own and not is_whole(actor):
        raise Forbidden("No puede cambiar sus propios permisos.")
    if ADMINISTER in made.taken and is_last_administrator(made.appointment):
        raise Invalid(LAST_AIQ)
    if SKIP_STRUCTURE in made.given and _holders(SKIP_STRUCTURE, made.appointment).exists():
        raise Invalid(TAKEN_26)


def _holders(slug, appointment):
    rows = Grant.objects.filter(permission=slug, appointment__institution=appointment.institution_id)
    return rows.exclude(appointment=appointment).exclude(appointment__state=AppointmentState.INACTIVE)


def _give(appointment, slugs, reason, actor):
    giver = None if actor.is_system else actor.user
    Grant.objects.bulk_create(Grant(appointment=appointment, permission=slug, granted_by=giver, reason=reason)
                              for slug in slugs)  # fmt: skip


def _take(appointment, slugs, reason, actor):
    rows = list(Grant.objects.filter(appointment=appointment, permission__in=slugs))
    taker = None if actor.is_system else actor.user
    RevokedGrant.objects.bulk_create(
        RevokedGrant(appointment=appointment, permission=row.permission, granted_at=row.granted_at,
                     granted_by_id=row.granted_by_id, revoked_at=clock.now(), revoked_by=taker, reason=reason)
        for row in rows)  # fmt: skip
    Grant.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _check_areas(appointment, wanted, areas, actor):
    """12 without 36 needs áreas, and nobody widens what was narrowed by leaving them out."""
    narrowed = {slug for slug in wanted if BY_SLUG[slug].takes_areas}
    was_whole = appointment.grants.filter(permission=ADMINISTER, areas__isnull=True).exists()
    needs = ADMINISTER in wanted and INSTITUTIONAL_ADMIN not in wanted and not was_whole
    if not areas and (needs or (narrowed and actor.appointment is not None and not is_whole(actor))):
        raise Invalid("Elija las áreas que administrará.", areas="Elija las áreas que administrará.")
    keys = {area.pk for area in areas}
    if actor.appointment is not None and Area.objects.administered_by(actor).filter(pk__in=keys).count() != len(keys):
        raise NotFound("Una de las áreas no está a su alcance.")
    if any(area.institution_id != appointment.institution_id for area in areas):
        raise NotFound("Una de las áreas no está a su alcance.")


def _set_areas(appointment, areas):
    """Where 12 and 33 reach; words for the Recorrido, empty where nothing changed."""
    rows = list(appointment.grants.filter(permission__in=[s for s, p in BY_SLUG.items() if p.takes_areas]))
    before = {pk for row in rows for pk in row.areas.values_list("pk", flat=True)}
    if not rows or before == {area.pk for area in areas}:
        return ""
    for row in rows:
        row.areas.set(areas)
    return f"Áreas: {', '.join(sorted(area.sigla for area in areas)) or 'todas'}"


# Ending -----------------------------------------------------------------------------------------------


def revoke_all(appointment: Appointment, *, reason: str, actor) -> list[str]:
    """Take everything a post holds, when it ends; the caller records it. Returns the slugs."""
    slugs = list(appointment.grants.values_list("permission", flat=True))
    _take(appointment, slugs, reason, actor)
    return slugs


def revoke(appointment: Appointment, slugs, *, reason: str, actor) -> None:
    """Take some of what a post holds, when the rule says so and nobody chose it; the caller records it."""
    _take(appointment, slugs, reason, actor)


def revoke_scoped(appointment: Appointment, *, reason: str, actor) -> None:
    """Take what was given over áreas, when the post moves to another one (§6.2)."""
    slugs = list(appointment.grants.filter(areas__isnull=False).values_list("permission", flat=True).distinct())
    _take(appointment, slugs, reason, actor)


# Many people ------------------------------------------------------------------------------------------


@transaction.atomic
def change_many(appointments: Sequence[Appointment], slug: str, *, grant: bool, reason: str, actor) -> list[Change]:
    """Give or take one permission of many people: all of them, or nobody when one is refused (I-07).

    Raises:
        Invalid: with the names of those who are refused, or the reason is missing, or they are too many.
        Forbidden: the permission is not the actor's to give.
    """
    reason = checked_reason(reason)
    if not 0 < len(appointments) <= MOST_AT_ONCE:
        raise Invalid(f"Elija de 1 a {MOST_AT_ONCE} personas.")
    permission = BY_SLUG.get(slug)
    if permission is None or not may_grant(permission, actor) or permission.slug == ADMINISTER:
        raise Forbidden("No puede otorgar ni revocar ese permiso.")
    _lock(actor.institution.pk)
    refused, done = [], []
    for appointment in appointments:
        held = set(appointment.grants.values_list("permission", flat=True))
        wanted = held | {slug} if grant else held - {slug}
        try:
            done.append(_change_one(appointment, wanted, held, reason, actor))
        except (Forbidden, NotFound, Invalid):
            refused.append(appointment.person.full_name)
    if refused:
        raise Invalid(f"No se cambió ningún permiso. No se puede cambiar el de: {', '.join(refused)}.")
    return [one for one in done if not one.is_empty]


def _change_one(appointment, wanted, held, reason, actor):
    made = Change(appointment, tuple(sorted(wanted - held)), tuple(sorted(held - wanted)))
    check_target(appointment, actor)
    _check(made, actor)
    _give(appointment, made.given, reason, actor)
    _take(appointment, made.taken, reason, actor)
    if not made.is_empty:
        comment = f"{made.in_words}. {reason}"
        recorder.record(appointment, history.PERMISSIONS, actor=actor, comment=comment)
        telling.tell(appointment, telling.PERMISSIONS)
    return made
