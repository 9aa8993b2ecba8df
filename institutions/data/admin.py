"""The pages of the AGQ about changes of nombre, RUC and sigla (institutions §5.2)."""

from quipux.administration import Page, Section, site

SECTION = Section(
    label="Datos de instituciones", prefix="datos-instituciones", namespace="data_changes", urls="institutions.data.admin_urls",
    pages=(Page("changes", "Cambios solicitados", "Nombre, RUC y sigla que una institución pide cambiar."),),
)  # fmt: skip

site.add(SECTION)
