"""What a saving changes of a draft, field by field, as its Recorrido tells it (documents §4.2, Editar)."""

from datetime import datetime

from documents.models import PrintOptions
from documents.services.draft_rows import columns_of, copy_columns_of, name_of, parties_of
from documents.states import PartyRole
from quipux import clock

LABELS = {
    "subject": "Asunto", "attachments_description": "Descripción de anexos", "list": "Lista de envío",
    "hide_draft_steps": "Borrar recorrido luego de la firma", "antecedent": "Antecedente",
    "category": "Categoría", "confidentiality": "Nivel de seguridad", "classification": "Tipificación",
    "notes": "Notas", "reference": "No. Referencia", "summary": "Resumen", "document_date": "Fecha del documento",
    "directed_to": "Dirigido a",
}  # fmt: skip
ROLES = {PartyRole.FROM: "De", PartyRole.TO: "Para", PartyRole.CC: "Copia"}


def between(original, document, draft, body: str) -> list[dict]:
    """``[{"field", "old", "new"}]`` in words; empty when the draft says what was there already."""
    found = [_change("Tipo de Documento", str(document.type), str(draft.type))]
    for row, new in ((document, columns_of(draft)), (original, copy_columns_of(draft))):
        found += [_change(LABELS[name], *_both(row, name, value)) for name, value in new.items() if name in LABELS]
    found += _people(document, draft)
    found.append(_change("Opciones de impresión", options_of(document), dict(draft.options)))
    if document.list_version != columns_of(draft)["list_version"]:
        found.append({"field": "Versión de la lista", "old": str(document.list_version or ""),
                      "new": str(draft.list_version or "")})  # fmt: skip
    if body != document.body:
        found.append({"field": "Texto", "old": "", "new": ""})
    return [change for change in found if change]


def _both(row, name, value):
    old = getattr(row, name)
    choices = dict(row._meta.get_field(name).choices or ())
    words = {True: "Sí", False: "No", None: ""}
    return tuple(words[v] if v in (True, False, None) else str(choices.get(v, _day(v))) for v in (old, value))


def _day(value):
    return clock.local(value).date() if isinstance(value, datetime) else value


def _change(field, old, new):
    return {"field": field, "old": _words(old), "new": _words(new)} if old != new else None


def _words(value):
    return ", ".join(f"{name}: {one}" for name, one in value.items()) if isinstance(value, dict) else value


def _people(document, draft):
    rows = list(document.parties.select_related("appointment__person", "person"))
    new = parties_of(document, draft)
    for role, label in ROLES.items():
        yield _change(label, _row_names(rows, role), _row_names(new, role))
    printed = [{_row_key(row): _printed(row) for row in side if any(_printed(row))} for side in (rows, new)]
    yield {"field": "Datos impresos de destinatarios", "old": "", "new": ""} if printed[0] != printed[1] else None


def _row_key(row):
    return row.appointment_id, row.person_id


def _row_names(rows, role):
    rows = sorted((row for row in rows if row.role == role), key=lambda row: row.position)
    return ", ".join(name_of(row.appointment or row.person) for row in rows)


def _printed(row):
    return (row.override_academic_title, row.override_title, row.override_institution, row.override_place)


def options_of(document) -> dict:
    """Fields of PrintOptions of a document that are not the default."""
    row = PrintOptions.objects.filter(document=document).first()
    fields = [f for f in PrintOptions._meta.concrete_fields if f.name not in ("id", "document")]
    return {f.name: getattr(row, f.name) for f in fields if getattr(row, f.name) != f.get_default()} if row else {}


def sentence(found: list[dict], versions: dict) -> str:
    """«Asunto, Para. Texto: versión 1 → 2.»"""
    named = [change["field"] for change in found if change["field"] != "Texto"]
    parts = [f"{', '.join(named)}."] if named else []
    if versions:
        parts.append(f"Texto: versión {versions['old_version']} → {versions['new_version']}.")
    return " ".join(parts)
