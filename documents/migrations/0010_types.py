"""The catalogue of types (documents §3), which every installation has from its first day."""

from django.db import migrations

GREETING = "<p>De mi consideración:</p><p></p><p>Con sentimientos de distinguida consideración.</p>"
AGREES = "<p>CONSIDERANDO:</p><p>Que, </p><p>ACUERDA:</p><p>Artículo 1.- </p>"
RESOLVES = "<p>CONSIDERANDO:</p><p>Que, </p><p>RESUELVE:</p><p>Artículo 1.- </p>"
TYPES = (
    # slug, label, abbreviation, kind, layout, initial text, for internal addressees, active from the start
    ("oficio", "Oficio", "O", "outgoing", "oficio", GREETING, False, True),
    ("externo", "Externo", "E", "incoming", "", "", False, True),
    ("memorando", "Memorando", "M", "outgoing", "memorando", "", True, True),
    ("circular", "Circular", "C", "outgoing", "oficio", "", False, True),
    ("acuerdo", "Acuerdo", "A", "outgoing", "acuerdo", AGREES, False, True),
    ("nota", "Nota", "N", "outgoing", "nota", "", False, False),
    ("carta_ciudadano", "Carta Ciudadano", "", "citizen_letter", "oficio", "", False, True),
    ("resolucion", "Resolución", "R", "outgoing", "resolucion", RESOLVES, False, True),
    ("providencia", "Providencia", "P", "outgoing", "resolucion", "", False, True),
)


def add_types(apps, schema_editor):
    for slug, label, abbreviation, kind, layout, text, internal, active in TYPES:
        apps.get_model("documents", "DocumentType").objects.get_or_create(slug=slug, defaults={
            "label": label, "abbreviation": abbreviation, "kind": kind, "layout": layout, "initial_html": text,
            "internal_only": internal, "is_active": active})  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("documents", "0009_search_of_copies")]
    # Going back keeps them: documents may already be of these types.
    operations = [migrations.RunPython(add_types, migrations.RunPython.noop)]
