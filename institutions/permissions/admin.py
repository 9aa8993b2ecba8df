"""The pages of the AGQ about the permissions that only it gives (institutions §3)."""

from quipux.administration import Page, Section, site

SECTION = Section(
    label="Permisos de puestos", prefix="permisos", namespace="grants", urls="institutions.permissions.admin_urls",
    pages=(Page("posts", "Permisos que otorga el AGQ", "26, 36, 101 y 103, en cualquier institución."),),
)  # fmt: skip

site.add(SECTION)
