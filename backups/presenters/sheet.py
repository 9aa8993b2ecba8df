"""Rows of read-only data and tabs of a request (backups §3.2)."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from backups.presenters.tags import backup_tag, match_tag, omissions_tag, request_tag
from backups.presenters.wording import EMPTY_INSTANT, plural
from backups.states import ArchiveList, Kind, PetitionMatch, RequestState
from quipux.web import formatting
from quipux.web.components import Column, Link, Tab

HISTORY_COLUMNS = (
    Column("Fecha"), Column("Acción"), Column("Usuario"), Column("Área"), Column("Estado Sol.", "Estado de la solicitud"),
    Column("Estado Resp.", "Estado del respaldo"), Column("Comentario"),
)  # fmt: skip

DOCUMENT_COLUMNS = (Column("No. Documento"), Column("Fecha"), Column("Asunto"))


NEW = {Kind.PERSONAL: ("backups:request_form", "backups:new_history"),
       Kind.INSTITUTIONAL: ("backups:institution_form", "backups:institution_new_history")}  # fmt: skip


def tabs(request, *, current: str, kind: str = Kind.PERSONAL) -> list[Tab]:
    """«Información del Docu.» and «Recorrido»; ``request`` is None for one of ``kind`` that nobody saved."""
    urls = dict(zip(("detail", "history"), map(reverse, NEW[kind]), strict=True))
    if request is not None:
        urls = {name: reverse(f"backups:{name}", args=[request.uuid]) for name in urls}
    return [Tab("Información del Docu.", urls["detail"], current == "detail", "Información del documento"),
            Tab("Recorrido", urls["history"], current == "history")]  # fmt: skip


def applicant_rows(person, appointment, area=None) -> list[tuple]:
    """DATOS DE SOLICITANTE.

    Args:
        area: as it was when the request was sent; the appointment's own when omitted.
    """
    return [
        ("Cédula", person.identity_number), ("Nombre", person.given_names), ("Apellido", person.surnames),
        ("Institución", appointment.institution.name), ("Área", (area or appointment.area).name),
        ("Puesto", appointment.title), ("Perfil", appointment.get_profile_display()),
    ]  # fmt: skip


def new_request_rows(draft, today: date) -> list[tuple]:
    """DATOS DE SOLICITUD above the fields: today and nothing while new."""
    asked, state = (draft.requested_at, request_tag(draft.state)) if draft else (today, "")
    return [("Fecha Solic.", asked, "Fecha de la solicitud"), ("Estado", state)]


def period_rows(wish) -> list[tuple]:
    rows = [("Fecha Inicio", wish.date_from), ("Fecha Fin", wish.date_to)]
    return [*rows, ("Comentario", wish.comment)] if wish.comment else rows


def document_rows(documents) -> list[list]:
    """The documents that are too few for a backup."""
    return [[document.number, formatting.day_of(document.document_date), document.subject] for document in documents]


def preflight_rows(outlook) -> list[tuple]:
    """DOCUMENTOS ENCONTRADOS (backups §4.4)."""
    figures = outlook.figures
    rows = [(label, formatting.count_text(figures.per_list[name])) for name, label in ArchiveList.choices]
    total = f"{formatting.count_text(figures.documents)} (un documento puede estar en varias listas)"
    rows += [("Total", total), ("Retenidos", formatting.count_text(figures.withheld)),
             ("Tamaño", f"{formatting.size_text(figures.bytes)}, {plural(figures.parts, 'archivo', 'archivos')}")]  # fmt: skip
    if outlook.night:
        first, last = outlook.promise
        ready = outlook.night.fromordinal(outlook.night.toordinal() + 1)
        rows += [("Noche", f"{outlook.night}; lista la mañana del {ready}"),
                 ("Fecha ofrecida", f"entre el {first} y el {last}")]  # fmt: skip
    return rows


def petition_rows(petition, match: str, *, may_read: bool = False) -> list[tuple]:
    """«Documento» of an institutional request: number, date, and whether De is the servant; none, nothing.

    Args:
        petition: the copy, or None.
        may_read: the number opens it, which the documents rules let this person do.
    """
    if petition is None:
        return []
    words = f"{petition.number}, {formatting.day_of(petition.document.document_date)}"
    if may_read:
        words = Link(words, reverse("documents:document", args=[petition.uuid]))
    rows = [("Documento", words)]
    return [*rows, ("Remitente", match_tag(match))] if match != PetitionMatch.NONE else rows


def request_rows(request, promise: Iterable[date] = (), petition: Iterable[tuple] = ()) -> list[tuple]:
    """DATOS DE SOLICITUD of a request that is no longer edited."""
    rows = [
        *petition,
        ("Fecha Solic.", request.requested_at, "Fecha de la solicitud"), ("Estado", request_tag(request.state)),
        ("Fecha Inicio", request.date_from), ("Fecha Fin", request.date_to), ("Comentario", request.comment),
    ]  # fmt: skip
    if request.preflight_documents is not None:
        rows.append(("Documentos al enviar", formatting.count_text(request.preflight_documents)))
    if promise:
        first, last = promise
        rows.append(("Fecha ofrecida", f"entre el {first} y el {last}"))
    return rows


def backup_rows(backup) -> list[tuple]:
    """DATOS DE RESPALDO, from Aprobada on."""
    return [
        ("Estado", backup_tag(backup.state)), ("Fecha Ejecución", backup.scheduled_for or EMPTY_INSTANT),
        ("Fecha Inicio", backup.started_at or EMPTY_INSTANT), ("Fecha Fin", backup.finished_at or EMPTY_INSTANT),
    ]  # fmt: skip


def state_tags(request, omissions: int) -> list:
    """The tags beside the title."""
    observed = omissions_tag(omissions) if request.state == RequestState.FULFILLED else None
    return [tag for tag in (request_tag(request.state), observed) if tag]
