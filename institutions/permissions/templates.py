"""Role templates: those of the catalogue, with the copies an institution made of them (institutions §3)."""

from institutions.catalogue import ROLE_TEMPLATES


def templates_of(institution) -> dict[str, tuple[int, ...]]:
    """Name → codes; a copy of the institution takes the place of the one of its name, an inactive one hides it."""
    own = {row.name: row for row in institution.role_templates.all()}
    found = {name: codes for name, codes in ROLE_TEMPLATES.items() if name not in own}
    found |= {name: tuple(row.codes) for name, row in own.items() if row.is_active}
    return dict(sorted(found.items()))
