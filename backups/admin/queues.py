"""The lists «SGE all», «SGE calendar» and «SGE status»: rows, columns in order, values (backups §3.5)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html_join

from backups import listing
from backups.admin import reads
from backups.listing import Heading
from backups.models import BackupRequest
from backups.presenters.tags import backup_tag, omissions_tag, request_tag
from backups.presenters.wording import EMPTY_INSTANT
from backups.states import BackupState, PetitionMatch, RequestState
from quipux.web import formatting
from quipux.web.components import Link, Tag
from quipux.web.templatetags.quipux import cell, count, day_zone

B = BackupState
# «Estado de los respaldos»: word → states of the backup it stands for.
STATUS = {"Pendiente": (B.PENDING, B.PAUSED), "En Ejecución": (B.RUNNING,), "Con error": (B.FAILED,),
          "Finalizado": (B.GENERATED,), "Eliminado": (B.DELETED, B.REJECTED)}  # fmt: skip
STATUS_SLUGS = {"pendiente": "Pendiente", "en-ejecucion": "En Ejecución", "con-error": "Con error",
                "finalizado": "Finalizado", "eliminado": "Eliminado"}  # fmt: skip
STATUS_COLOURS = {"En Ejecución": "blue", "Con error": "red", "Finalizado": "green"}

BACKUP_STATE = Heading("Estado Resp.", "respaldo", "Estado del respaldo")
COUNT = Heading("Cant.", "cantidad", "Cantidad de documentos", numeric=True)
NIGHT = Heading("Ejecución", "ejecucion", "Noche en que se ejecuta")
INSTITUTION = Heading("Institución", "institucion")
REMOVE = Heading("Eliminar")


@dataclass(frozen=True)
class Queue:
    """One list.

    Attributes:
        caption: of the table.
        scope: the query set without filters.
        values: from a row, and the keys of those that an operator moved, to its cells, as many as ``headings``.
        states, backup_states: choices of the filter of states, of the request or of the backup.
        condition: from the chosen state of the backup to a filter.
        is_selectable: each row can be ticked for «Calendarizar».
    """

    name: str
    title: str
    caption: str
    headings: tuple[Heading, ...]
    scope: Callable
    values: Callable[[BackupRequest, set[int]], list]
    states: tuple = ()
    backup_states: tuple = ()
    condition: Callable[[str], Q] = Q
    is_selectable: bool = False


# Cells ------------------------------------------------------------------------------------------------


def _tags(*tags):
    return format_html_join(" ", "{}", ((cell(tag),) for tag in tags if tag))


def _number(found):
    return Link(str(found.number), reverse("admin:sge:request", args=[found.uuid]))


def petition_cell(found):
    """Number and date; never a link: the SGE does not open documents (backups §8)."""
    if found.petition is None:
        return ""
    mark = Tag(PetitionMatch.MISMATCH.label, "orange") if found.petition_match == PetitionMatch.MISMATCH else None
    words = f"{found.petition.number} de {formatting.day_of(found.petition.sort_at)}"
    return _tags(words, mark)


def _applicant(found):
    post = found.appointment
    works = "Activo" if post.is_working else "Inactivo"
    return [found.person.full_name, post.get_profile_display(), works, petition_cell(found)]


def _period(found):
    return [day_zone(found.date_from), day_zone(found.date_to)]


def _states(found):
    is_ready = found.state == RequestState.FULFILLED
    observed = omissions_tag(found.observations) if is_ready else None
    return [_tags(request_tag(found.state), observed), backup_tag(found.backup.state)]


def _moved(found, moved):
    return Tag("Movida", "blue", "calendar") if found.pk in moved else ""


def _remove(found):
    if found.state in RequestState.final():
        return ""
    url = reverse("admin:sge:act", args=[found.uuid, "eliminar"])
    return Link("Eliminar", url, f"la solicitud {found.number}")


def _status(found):
    word = next(word for word, states in STATUS.items() if found.backup.state in states)
    extra = backup_tag(B.PAUSED) if found.backup.state == B.PAUSED else None
    return _tags(Tag(word, STATUS_COLOURS.get(word, "grey")), extra)


def _asks_help(found):
    if not found.asks_help:
        return ""
    url = reverse("admin:sge:act", args=[found.uuid, "responder"])
    return Link("Descarga Solicitada", url, f"en la solicitud {found.number}")


# Lists ------------------------------------------------------------------------------------------------


def _everything(found, moved):
    return [_number(found), found.requested_at, *_applicant(found), *_period(found), *_states(found), count(found.count),
            found.institution.name]  # fmt: skip


def _to_schedule(found, moved):
    return [_moved(found, moved), _number(found), found.requested_at, *_applicant(found), *_period(found), *_states(found),
            count(found.count), found.backup.scheduled_for or EMPTY_INSTANT, found.institution.name, _remove(found)]  # fmt: skip


def _of_status(found, moved):
    return [found.requested_at, _number(found), found.person.full_name, found.institution.name,
            found.backup.scheduled_for or EMPTY_INSTANT, count(found.count), _status(found), _asks_help(found),
            _remove(found)]  # fmt: skip


def _choices(every, states):
    return (("", every), *((state.value, state.label) for state in states))


EVERYTHING = Queue(
    "queue", "Listado de Solicitudes de Respaldo", "Solicitudes de respaldo",
    (*listing.WHO, *listing.WHY, *listing.WHAT, BACKUP_STATE, COUNT, INSTITUTION), reads.requests, _everything,
    states=_choices("<< Todos >>", (RequestState.APPROVED, RequestState.FULFILLED, RequestState.DELETED)))  # fmt: skip
TO_SCHEDULE = Queue(
    "to_schedule", "Listado de Solicitudes de Respaldo a Calendarizar", "Solicitudes a calendarizar",
    (Heading("*", long="Movida por una persona operadora"), *listing.WHO, *listing.WHY, *listing.WHAT, BACKUP_STATE,
     COUNT, NIGHT, INSTITUTION, REMOVE), lambda: reads.requests().filter(state=RequestState.APPROVED), _to_schedule,
    backup_states=_choices("<< Todos >>", (B.PENDING, B.RUNNING, B.PAUSED, B.FAILED)),
    condition=lambda state: Q(backup__state=state), is_selectable=True)  # fmt: skip
OF_STATUS = Queue(
    "status", "Estado de los respaldos", "Estado de cada respaldo",
    (Heading("Fecha Solicitud", "fecha"), Heading("Solicitud", "numero"), Heading("Usuario", "solicitante"), INSTITUTION,
     Heading("Fecha a Ejecutar", "ejecucion"), Heading("No. Documentos", "cantidad", numeric=True),
     Heading("Estado", "respaldo"), Heading("Descarga Solicitada", "descarga"), REMOVE), reads.requests, _of_status,
    backup_states=(("", "<< Todos los Estados >>"), *STATUS_SLUGS.items()),
    condition=lambda slug: Q(backup__state__in=STATUS[STATUS_SLUGS[slug]]))  # fmt: skip
QUEUES = {queue.name: queue for queue in (EVERYTHING, TO_SCHEDULE, OF_STATUS)}
