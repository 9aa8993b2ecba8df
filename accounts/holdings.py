"""«Descargar mis datos»: everything that is held about a person, her documents apart (accounts-portal §9.3, LOPDP)."""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.template.loader import render_to_string

from accounts.models import User
from quipux import clock
from quipux.accesslog.models import AccessEntry
from quipux.history.models import Entry
from quipux.pdf import render

MOMENT = "%Y-%m-%d %H:%M:%S (GMT-5)"
MOST = 5000  # of the newest entries of the log of accesses
Row = dict[str, object]
_sections: dict[str, Callable[[User], Iterable[Row]]] = {}


def register(label: str, rows: Callable[[User], Iterable[Row]]) -> None:
    """Let an app add what it holds.

    Args:
        label: Spanish heading of the section.
        rows: ``rows(person)`` gives dictionaries of Spanish label → value; nothing of other people, no documents.
    """
    _sections[label] = rows


def of(person: User) -> dict[str, list[dict[str, str]]]:
    """Section → rows, each value as people read it; empty sections too, since «nothing» is an answer."""
    return {
        label: [{name: _said(value) for name, value in row.items()} for row in rows(person)]
        for label, rows in _sections.items()
    }


def _said(value) -> str:
    if isinstance(value, bool):
        return "Sí" if value else "No"
    if isinstance(value, datetime):
        return clock.local(value).strftime(MOMENT)
    return value.isoformat() if isinstance(value, date) else str(value if value is not None else "")


def as_json(person: User) -> bytes:
    """The same for a program."""
    whole = {"generado": clock.now().strftime(MOMENT), "datos": of(person)}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def as_pdf(person: User) -> bytes:
    """The same to be read.

    Raises:
        quipux.pdf.PdfError: it could not be made.
    """
    sections = [(label, [list(row.items()) for row in rows]) for label, rows in of(person).items()]
    context = {"person": person, "sections": sections, "made_at": clock.now().strftime(MOMENT)}
    return render(render_to_string("accounts/pdf/holdings.html", context), created=clock.now())


# What this app holds ----------------------------------------------------------------------------------


def _identity(person):
    yield {"Tipo de identificación": person.get_identity_kind_display(), "Número": person.identity_number,
           "País del pasaporte": person.passport_country, "Nombres": person.given_names, "Apellidos": person.surnames,
           "Título": person.academic_title, "Registrado el": person.created_at}  # fmt: skip


def _addresses(person):
    yield {"Correo principal": person.email, "Confirmado el": person.email_verified_at,
           "De una institución que dejó, desde": person.email_stale_at}  # fmt: skip
    if person.personal_email:
        yield {"Correo personal": person.personal_email, "Confirmado el": person.personal_email_verified_at}
    for one in person.email_changes.order_by("pk"):
        yield {"Cambio pedido el": one.created_at, "Dirección": one.address, "Vía": one.get_way_display(),
               "Confirmado el": one.confirmed_at, "En uso desde": one.applied_at, "Terminó el": one.ended_at}  # fmt: skip


def _credential(person):
    yield {"Estado": person.get_credential_display(), "Contraseña cambiada el": person.password_changed_at,
           "Segundo factor": hasattr(person, "second_factor"),
           "Roles de la plataforma": ", ".join(person.groups.values_list("name", flat=True))}  # fmt: skip


def _preferences(person):
    fields = ("gets_mails", "opens_drafts_to_edit", "opens_file_at_once", "uses_shortcuts", "gets_daily_summary")
    said = {person._meta.get_field(name).verbose_name.capitalize(): getattr(person, name) for name in fields}
    yield said | {"Espacio entre filas": person.get_density_display()}


def _citizen(person):
    profile = getattr(person, "citizen", None)
    if profile:
        yield {field.verbose_name.capitalize(): getattr(profile, field.name) for field in profile._meta.concrete_fields
               if field.name not in ("id", "person", "kind", "state", "origin")} | {
                   "Tipo": profile.get_kind_display(), "Estado": profile.get_state_display(),
                   "Origen": profile.get_origin_display()}  # fmt: skip


def _petitions(person):
    for one in person.data_changes.order_by("pk"):
        yield {"Cambio de datos": one.pk, "Estado": one.get_state_display(), "Pedido el": one.created_at,
               "Datos": ", ".join(map(str, one.proposed.values())), "Motivo": one.reason}  # fmt: skip
    application = getattr(person, "signature_application", None)
    if application:
        yield {"Solicitud de firma electrónica": application.get_state_display()}


def _sessions(person):
    for one in person.open_sessions.order_by("-pk"):
        yield {"Inicio": one.began_at, "Último uso": one.last_used_at, "Fin": one.ended_at, "Red": one.network,
               "Equipo": one.device}  # fmt: skip


def _accesses(person):
    for one in AccessEntry.objects.by(person)[:MOST]:
        yield {"Fecha": one.at, "Evento": one.get_event_display(), "Red": one.network, "Equipo": one.device,
               "Resultado": one.get_result_display()}  # fmt: skip


def _trail(person):
    for one in Entry.objects.of(person):
        yield {"Fecha": one.at, "Acción": one.label, "Comentario": one.comment}


for _label, _rows in (("Identidad", _identity), ("Correos", _addresses), ("Cuenta", _credential),
                      ("Preferencias", _preferences), ("Ciudadano", _citizen), ("Peticiones sobre sus datos", _petitions),
                      ("Sesiones", _sessions), ("Accesos", _accesses), ("Recorrido de la cuenta", _trail)):  # fmt: skip
    register(_label, _rows)
