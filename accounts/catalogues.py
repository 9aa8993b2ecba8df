"""Keeping the catalogues of the whole platform, and bringing a file of one (institutions §6.5)."""

import csv
import io

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import history
from accounts.models import CatalogueEntry, CatalogueKind
from quipux.errors import Conflict, Invalid
from quipux.history import recorder

LARGEST, MOST = 1_000_000, 2_000  # bytes and rows of a file
HEADINGS = ("pertenece_a", "nombre", "femenino", "abreviatura", "activo")
TAKEN = "Ya existe una fila con ese nombre."
NO_PARENT = "Elija a qué {} pertenece."


@transaction.atomic
def keep(entry: CatalogueEntry, *, actor) -> CatalogueEntry:
    """Create or change a row; who may is asked by the pages of the SGE.

    Raises:
        Invalid: it stands under nothing, or under a row of another kind.
        Conflict: the name is taken under its parent.
    """
    above = CatalogueKind(entry.kind).above
    if (entry.parent.kind if entry.parent else None) != above:
        message = NO_PARENT.format(above.label.lower()) if above else "Esta fila no pertenece a otra."
        raise Invalid(message, parent=message)
    is_new = entry.pk is None
    try:
        with transaction.atomic():
            entry.full_clean(validate_constraints=False)
            entry.save()
    except IntegrityError as error:
        raise Conflict(TAKEN) from error
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    recorder.record(entry, history.ENTRY_ADDED if is_new else history.ENTRY_CHANGED, actor=actor, comment=str(entry))
    return entry


@transaction.atomic
def bring(kind: str, data: bytes, *, actor) -> int:
    """A CSV with the headings of the export: all its rows or none; a name that is there is changed.

    Returns:
        How many rows it had.

    Raises:
        Invalid, Conflict: as `keep`, or it is no such file; the line is told.
    """
    rows = _read(data)
    for line, values in enumerate(rows, start=2):
        try:
            keep(_row(kind, values), actor=actor)
        except (Invalid, Conflict) as error:
            raise Invalid(f"Línea {line}: {error.message}") from error
    return len(rows)


def _read(data) -> list[dict]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("El archivo debe ser CSV en UTF-8.") from error
    separator = ";" if ";" in text.partition("\n")[0] else ","
    rows = list(csv.DictReader(io.StringIO(text), delimiter=separator))
    if not rows or not set(HEADINGS) <= set(rows[0]) or len(data) > LARGEST or len(rows) > MOST:
        raise Invalid(f"El archivo tiene hasta {MOST} filas y estas columnas: {', '.join(HEADINGS)}.")
    return [{name: (row[name] or "").strip() for name in HEADINGS} for row in rows]


def _row(kind, values) -> CatalogueEntry:
    above = CatalogueKind(kind).above
    parent = CatalogueEntry.objects.filter(kind=above, name__iexact=values["pertenece_a"]).first() if above else None
    row = CatalogueEntry.objects.filter(kind=kind, parent=parent, name__iexact=values["nombre"]).first()
    row = row or CatalogueEntry(kind=kind, parent=parent, name=values["nombre"])
    row.feminine, row.abbreviation = values["femenino"], values["abreviatura"]
    row.is_active = values["activo"].casefold() in ("", "sí", "si", "1")
    return row
