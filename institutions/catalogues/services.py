"""Keeping a row of a catalogue, and bringing a file of them; rows are closed, never deleted (institutions §6.5)."""

import csv
import io

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from institutions import history
from institutions.catalogue import BY_CODE
from institutions.models import Institution, Post, RoleTemplate
from institutions.permissions.granting import may_grant
from institutions.scope import require_whole
from quipux.errors import Conflict, Invalid
from quipux.history import recorder

LARGEST, MOST = 1_000_000, 2_000  # bytes and rows of a file
HEADINGS = {Post: ("nombre", "cabecera", "nivel", "activo"), RoleTemplate: ("nombre", "permisos", "activa")}
TAKEN = "Ya existe una fila con ese nombre."


@transaction.atomic
def keep(row: Post | RoleTemplate, *, actor) -> Post | RoleTemplate:
    """Create or change a row of the actor's institution.

    Raises:
        Forbidden: the actor does not administer the whole institution.
        Invalid: a role template has a code that the actor may not give.
        Conflict: the name is taken.
    """
    require_whole(actor)
    Institution.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.institution.pk)
    row.institution = actor.institution
    if isinstance(row, RoleTemplate):
        _require_grantable(row, actor)
    is_new = row.pk is None
    try:
        with transaction.atomic():
            row.full_clean(exclude=["institution"], validate_constraints=False)
            row.save()
    except IntegrityError as error:
        raise Conflict(TAKEN) from error
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    recorder.record(actor.institution, history.CATALOGUE_CHANGED, actor=actor,
                    comment=f"{row._meta.verbose_name.capitalize()}: {row}{' (nueva fila)' if is_new else ''}")  # fmt: skip
    return row


def _require_grantable(row, actor):
    wrong = [code for code in row.codes if code not in BY_CODE or not may_grant(BY_CODE[code], actor)]
    if wrong or not row.codes:
        message = f"No puede otorgar: {', '.join(map(str, wrong))}." if wrong else "Elija al menos un permiso."
        raise Invalid(message, permisos=message)


@transaction.atomic
def bring(model, data: bytes, *, actor) -> int:
    """A CSV with the headings of the export: all its rows or none; a name that is there is changed.

    Returns:
        How many rows it had.

    Raises:
        Forbidden, Invalid: as `keep`, or it is no such file; the line is told.
    """
    require_whole(actor)
    for line, values in enumerate(_read(model, data), start=2):
        try:
            keep(_row(model, values, actor), actor=actor)
        except (Invalid, ValueError) as error:
            raise Invalid(f"Línea {line}: {getattr(error, 'message', 'hay un número que no se entiende.')}") from error
    return line - 1


def _read(model, data) -> list[dict]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("El archivo debe ser CSV en UTF-8.") from error
    separator = ";" if ";" in text.partition("\n")[0] else ","
    rows = list(csv.DictReader(io.StringIO(text), delimiter=separator))
    wanted = set(HEADINGS[model])
    if not rows or not wanted <= set(rows[0]) or len(data) > LARGEST or len(rows) > MOST:
        raise Invalid(f"El archivo tiene hasta {MOST} filas y estas columnas: {', '.join(HEADINGS[model])}.")
    return [{name: (row[name] or "").strip() for name in wanted} for row in rows]


def _row(model, values, actor):
    found = model.objects.filter(institution=actor.institution, name__iexact=values["nombre"]).first()
    row = found or model(name=values["nombre"])
    if model is Post:
        row.heading, row.level = values["cabecera"], int(values["nivel"] or 1)
        row.is_active = _is_yes(values["activo"])
    else:
        row.codes = sorted({int(code) for code in values["permisos"].replace(",", " ").split()})
        row.is_active = _is_yes(values["activa"])
    return row


def _is_yes(text) -> bool:
    return text.casefold() in ("", "sí", "si", "1")
