"""Use cases of áreas (institutions §6.1, §9)."""

from django.db import transaction

from institutions import history
from institutions.actors import with_lower_areas
from institutions.areas import uses
from institutions.models import Appointment, Area, AreaVersion, Institution
from institutions.scope import require_administrator
from institutions.states import AppointmentState
from quipux import clock
from quipux.errors import Invalid, NotAllowedNow, NotFound
from quipux.history import recorder
from quipux.web.text import folded

BLANKS = "La sigla no debe contener espacios."
SAME_SIGLA, SAME_NAME = "Ya existe un área activa con esa sigla.", "Ya existe un área activa con ese nombre."
RING = "El área padre no puede ser la misma área ni una de sus subáreas."
TOLD = ("name", "sigla", "city", "code", "email", "archive_area", "template_area", "attached_name", "attached_sigla")


@transaction.atomic
def save_area(area: Area, *, actor) -> Area:
    """Create an área below its parent, or change its data; a new name or sigla opens a dated version.

    Documents already numbered keep what they say. The parent of an existing área changes by `move` only.

    Args:
        area: with its new values; unsaved for a new one.

    Raises:
        Forbidden, NotFound: the área, or the parent of a new one, is not the actor's.
        Invalid: a rule of §6.1, in its own words.
    """
    require_administrator(actor)
    _require_reached([area if area.pk else area.parent], actor)
    _lock(actor.institution)
    area.sigla = area.sigla.upper()
    _check_words(area)
    before = Area.objects.filter(pk=area.pk).first()
    if before is None:
        area.institution = actor.institution
        _inherit(area)
        area.save()
        AreaVersion.objects.create(area=area, name=area.name, sigla=area.sigla, since=clock.now())
        recorder.record(area, history.AREA_CREATED, actor=actor)
        return area
    area.parent_id = before.parent_id
    area.save()
    if (area.name, area.sigla) != (before.name, before.sigla):
        _open_version(area, before)
    recorder.record(area, history.AREA_CHANGED, actor=actor, comment=_told(before, area))
    return area


def _inherit(area):
    """A new área below one of an institución adscrita prints her name too, unless it has its own."""
    if not area.attached_name:
        area.attached_name, area.attached_sigla = area.parent.attached_name, area.parent.attached_sigla


def _lock(institution):
    """Two administrators who save áreas of one institution wait for each other."""
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)


def _require_reached(areas, actor):
    keys = {area.pk for area in areas if area is not None}
    if not keys or Area.objects.administered_by(actor).filter(pk__in=keys).count() != len(keys):
        raise NotFound("El área no está a su alcance.")


def _check_words(area):
    if any(letter.isspace() for letter in area.sigla):
        raise Invalid(BLANKS, sigla=BLANKS)
    others = Area.objects.filter(institution=area.institution_id or area.parent.institution_id, is_active=True)
    others = others.exclude(pk=area.pk)
    if others.filter(sigla=area.sigla).exists():
        raise Invalid(SAME_SIGLA, sigla=SAME_SIGLA)
    if folded(area.name) in {folded(name) for name in others.values_list("name", flat=True)}:
        raise Invalid(SAME_NAME, name=SAME_NAME)


def _open_version(area, before):
    now = clock.now()
    old, _ = AreaVersion.objects.get_or_create(
        area=area, until=None, defaults={"name": before.name, "sigla": before.sigla}
    )
    old.until = now
    old.save(update_fields=["until"])
    AreaVersion.objects.create(area=area, name=area.name, sigla=area.sigla, since=now)


def _told(before, area):
    """«Sigla: DTI → DTIC», for each field that changed."""
    names = ((name, Area._meta.get_field(name).verbose_name) for name in TOLD)
    return "; ".join(f"{label.capitalize()}: {getattr(before, name) or '—'} → {getattr(area, name) or '—'}"
                     for name, label in names if getattr(before, name) != getattr(area, name))  # fmt: skip


# Moving -----------------------------------------------------------------------------------------------


def preview(area: Area) -> list[tuple[str, int]]:
    """What moves with an área: áreas, people and what upper apps count."""
    keys = with_lower_areas(area.institution, {area.pk})
    people = Appointment.objects.filter(area__in=keys).exclude(state=AppointmentState.INACTIVE).count()
    return [("Áreas", len(keys)), ("Servidores públicos", people), *uses.counts_of(keys)]


@transaction.atomic
def move(area: Area, parent: Area, *, actor) -> Area:
    """Put an área, with all below it, under another.

    Raises:
        Forbidden, NotFound: one of the two is not the actor's.
        Invalid: the parent is itself, one below it, or inactive; or it is the root.
    """
    require_administrator(actor)
    _require_reached([area, parent], actor)
    _lock(actor.institution)
    area = Area.objects.select_for_update().get(pk=area.pk)
    if area.parent_id is None:
        raise Invalid(
            "El área raíz de la institución no se mueve.", parent="El área raíz de la institución no se mueve."
        )
    if parent.pk in with_lower_areas(area.institution, {area.pk}):
        raise Invalid(RING, parent=RING)
    if not parent.is_active:
        raise Invalid("El área padre está inactiva.", parent="El área padre está inactiva.")
    old = area.parent
    area.parent = parent
    area.save(update_fields=["parent"])
    recorder.record(area, history.AREA_MOVED, actor=actor, comment=f"{old.name} → {parent.name}")
    return area


# Deactivating -----------------------------------------------------------------------------------------


@transaction.atomic
def deactivate_area(area: Area, *, actor) -> Area:
    """Close an área that holds nobody and that nothing uses.

    Raises:
        Forbidden, NotFound: it is not the actor's.
        NotAllowedNow: a rule of §6.1, with its counts.
    """
    area = _locked(area, actor)
    if not area.is_active:
        return area
    if area.parent_id is None:
        raise NotAllowedNow("El área raíz se desactiva solo con la institución.")
    _check_empty(area)
    area.is_active = False
    area.save(update_fields=["is_active"])
    recorder.record(area, history.AREA_DEACTIVATED, actor=actor)
    return area


def _locked(area, actor):
    require_administrator(actor)
    _require_reached([area], actor)
    _lock(actor.institution)
    return Area.objects.select_for_update(of=("self",)).get(pk=area.pk)


def _check_empty(area):
    if below := area.children.filter(is_active=True).count():
        raise NotAllowedNow(f"El área tiene subáreas activas: {below}.")
    if people := area.appointments.exclude(state=AppointmentState.INACTIVE).count():
        raise NotAllowedNow(f"El área tiene usuarios activos: {people}.")
    if users := uses.dependants_of(area):
        names = ", ".join(one.name for one in users)
        raise NotAllowedNow(f"Otras áreas usan su archivo, plantilla o numeración: {names}.")


@transaction.atomic
def reactivate_area(area: Area, *, actor) -> Area:
    """Open an área again.

    Raises:
        Forbidden, NotFound: it is not the actor's.
        NotAllowedNow: its parent is inactive, or its name or sigla was taken meanwhile.
    """
    area = _locked(area, actor)
    if area.is_active:
        return area
    if area.parent and not area.parent.is_active:
        raise NotAllowedNow("El área padre está inactiva.")
    try:
        _check_words(area)
    except Invalid as error:
        raise NotAllowedNow(error.message) from error
    area.is_active = True
    area.save(update_fields=["is_active"])
    recorder.record(area, history.AREA_REACTIVATED, actor=actor)
    return area
