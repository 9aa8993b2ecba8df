"""In which tables a person's data are: what the register of incidents lists (safety §2.10)."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Count


@dataclass(frozen=True)
class PersonalTable:
    """Rows about people.

    Attributes:
        model: label «app.Model», which is also its key.
        label: what it holds, in words.
        person: the field, or path of fields, that leads to the person.
    """

    model: str
    label: str
    person: str


_tables: dict[str, PersonalTable] = {}


def register(*tables: PersonalTable) -> None:
    """Let an app name its tables with data of people."""
    _tables.update({table.model: table for table in tables})


def known() -> list[PersonalTable]:
    """All of them, in the order in which the apps came."""
    return list(_tables.values())


def labels(keys) -> list[str]:
    """The words of some, in the order of all."""
    return [table.label for table in known() if table.model in keys]


def held(people, keys) -> dict[int, list[int]]:
    """How many rows each person has in each table; one statement per table.

    Args:
        people: primary keys of people.
        keys: of tables.

    Returns:
        Person → numbers, in the order of `labels`.
    """
    chosen = [table for table in known() if table.model in keys]
    found = {key: [0] * len(chosen) for key in people}
    for place, table in enumerate(chosen):
        rows = apps.get_model(table.model)._base_manager.filter(**{f"{table.person}__in": list(found)})
        for person, count in rows.values_list(table.person).annotate(Count("pk")).order_by():
            found[person][place] = count
    return found


register(
    PersonalTable("accounts.User", "Nombres, identificación y correos", "pk"),
    PersonalTable("accounts.CitizenProfile", "Datos de contacto de ciudadanos", "person"),
    PersonalTable("accounts.Registration", "Registros de ciudadanos", "person"),
    PersonalTable("accounts.PersonChange", "Cambios de datos pedidos", "person"),
    PersonalTable("accounts.SignatureApplication", "Solicitudes de firma electrónica", "person"),
    PersonalTable("accounts.EmailChange", "Cambios de correo", "person"),
    PersonalTable("accounts.OpenSession", "Sesiones", "person"),
    PersonalTable("accesslog.AccessEntry", "Registro de accesos", "user"),
    PersonalTable("notices.Notice", "Avisos", "user"),
)
