"""The pages of the SGE about documents: recognised authorities of certification (documents §9.2)."""

from quipux.administration import Page, Section, site

SECTION = Section(
    label="Firma electrónica", prefix="firma", namespace="firma", urls="documents.admin.urls",
    pages=(
        Page("authorities", "Entidades de certificación", "Las entidades cuyas firmas se aceptan y cada cambio de la lista."),
    ),
)  # fmt: skip

site.add(SECTION)
