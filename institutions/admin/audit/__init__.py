"""Audit pages: searching and verifying, changing nothing, never a document's content (accounts-portal §12)."""

from quipux.administration import Page, Section, site

SECTION = Section(
    label="Auditoría", prefix="auditoria", namespace="audit", urls="institutions.admin.audit.urls",
    pages=(
        Page("accesses", "Accesos", "Quién ingresó, leyó, descargó o fue rechazado: por persona, evento y fecha."),
        Page("trails", "Recorridos", "Qué se hizo con cada cosa, por persona o por número, y comprobar su cadena.",
             ("recorridos/",)),
        Page("anchors", "Anclas", "La huella de cada día de todos los Recorridos, y la última comprobación."),
    ),
)  # fmt: skip

site.add(SECTION)
