"""The pages of the SGE about documents: recognised authorities of certification, keys in the server (documents §9)."""

from documents.admin import report_files  # noqa: F401  (it registers itself)
from quipux.administration import Page, Section, site

SECTION = Section(
    label="Firma electrónica", prefix="firma", namespace="firma", urls="documents.admin.urls",
    pages=(
        Page("authorities", "Entidades de certificación", "Las entidades cuyas firmas se aceptan y cada cambio de la lista."),
        Page("server_keys", "Firma en el servidor", "Qué instituciones pueden firmar con un archivo .p12 en el servidor."),
    ),
)  # fmt: skip

site.add(SECTION)
