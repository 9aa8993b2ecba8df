"""Who decides how an área's numbers are written."""

from institutions.actors import ADMINISTER


def can_configure(area, actor) -> bool:
    """The AIQ, on the áreas that the permission reaches (institutions §3, code 12)."""
    if actor.is_system:
        return True
    if not actor.holds(ADMINISTER) or actor.institution.pk != area.institution_id:
        return False
    return actor.administered_areas is None or area.pk in actor.administered_areas
