"""INSERT … SELECT for a model: columns that nobody named get the model's own default, as a form would leave them."""

from django.db import models


def insert(model: type[models.Model], columns: dict[str, str], source: str) -> str:
    """The statement.

    Args:
        columns: column → SQL expression.
        source: what follows FROM.
    """
    columns = {**_defaults(model, columns), **columns}
    return (f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "  # noqa: S608 - constants of this package
            f"SELECT {', '.join(columns.values())} FROM {source}")  # fmt: skip


def _defaults(model, named) -> dict[str, str]:
    left = [field for field in model._meta.concrete_fields if field.column not in named and not field.primary_key]
    return {field.column: _literal(field) for field in left if not field.null and not field.has_db_default()}


def _literal(field) -> str:
    """The default as SQL; a field without any is an oversight of whoever named the columns."""
    value = field.get_default()
    if callable(value) or value is None:
        raise ValueError(f"{field} needs a value")
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, str):
        return "'" + str(value).replace("'", "''").replace("%", "%%") + "'"
    if value in ([], {}):
        return f"'{value}'"
    raise ValueError(f"{field} has a default that is no constant")
