"""The rehearsal of a plan: what it will touch, and what clashes at the destination (institutions §10.3)."""

from institutions.actors import with_lower_areas
from institutions.areas.services import RING
from institutions.models import Appointment, Area, AreaVersion, Grant, PlanKind, ReorganisationPlan
from institutions.reorganisation.cuts import Cut, expected
from institutions.scope import administrators
from quipux.web.text import folded


def rehearse(plan: ReorganisationPlan, decisions: dict) -> tuple[dict, list[dict]]:
    """Counts by code, and the clashes that are left after ``decisions``.

    Args:
        decisions: new name and sigla by the key of an área, as text.

    Returns:
        A clash is a dict of ``area`` (its key, or None where a decision does not help) and ``text``.
    """
    plan.decisions = decisions
    cut = Cut(plan)
    clashes = [*_places(plan), *(_between(cut) if cut.leaves_institution else ())]
    return expected(cut), clashes


def _places(plan):
    origin, destination = plan.origin, plan.destination
    if plan.kind != PlanKind.MERGE and origin.parent_id is None:
        yield _clash("El área raíz de la institución no se mueve.")
    if destination.pk in with_lower_areas(origin.institution, {origin.pk}):
        yield _clash(RING)
    if not (origin.is_active and destination.is_active):
        yield _clash("El área que se mueve y la de destino deben estar activas.")
    if plan.kind != PlanKind.INSIDE and origin.institution.environment != destination.institution.environment:
        yield _clash("Las dos instituciones deben ser del mismo ambiente.")


def _between(cut):
    yield from _names(cut)
    yield from _last_aiq(cut)
    leaving = Appointment.objects.filter(pk__in=cut.people.values("pk"), state="leaving").count()
    if leaving:
        yield _clash(f"Hay casos de desvinculación abiertos en las áreas que se mueven: {leaving}.")


def _names(cut):
    """Name and sigla free among the active áreas of the destination, and siglas that never gave a number there."""
    there = cut.institution.areas.exclude(pk__in=cut.successors.values())
    active = list(there.filter(is_active=True).values_list("name", "sigla"))
    names, siglas = {folded(name) for name, _ in active}, {sigla for _, sigla in active}
    used = siglas | set(there.values_list("sigla", flat=True))
    used |= set(AreaVersion.objects.filter(area__in=there).values_list("sigla", flat=True))
    rows = Area.objects.in_bulk(cut.olds)
    for old in (rows[key] for key in cut.olds):
        decided = cut.plan.decisions.get(str(old.pk), {})
        name, sigla = decided.get("name") or old.name, decided.get("sigla") or old.sigla
        if folded(name) in names:
            yield _clash(f"{old.name}: ya existe un área activa con ese nombre en el destino.", old)
        if sigla in siglas:
            yield _clash(f"{old.name}: ya existe un área activa con la sigla {sigla} en el destino.", old)
        elif sigla in used:
            yield _clash(f"{old.name}: la sigla {sigla} ya dio números en el destino.", old)
        names.add(folded(name))
        siglas.add(sigla)
        used.add(sigla)


def _last_aiq(cut):
    """An institution that stays keeps an AIQ."""
    if cut.plan.kind == PlanKind.MERGE:
        return
    aiqs = administrators(cut.plan.origin.institution)
    if not aiqs.exclude(pk__in=cut.people.values("pk")).exists():
        yield _clash("Debe existir al menos un AIQ activo fuera de las áreas que se mueven.")


def _clash(text, area=None) -> dict:
    return {"area": area.pk if area else None, "text": text}


def notes(plan: ReorganisationPlan) -> list[str]:
    """What happens by itself and who decides should know."""
    cut = Cut(plan)
    if not cut.leaves_institution:
        return []
    held = Grant.objects.filter(appointment__in=cut.people.values("pk"))
    found = []
    if held.filter(permission="institutional_admin").exists() or held.filter(
            permission="administer", areas__isnull=True).exists():  # fmt: skip
        found.append("Quienes administran la institución de origen dejan de hacerlo: no administran la de destino.")
    if held.filter(permission="skip_structure").exists():
        found.append("«Omitir estructura orgánica» se conserva solo si nadie lo tiene en el destino.")
    return found
