"""What the pages of one request show to the SGE."""

from django.urls import reverse

from backups import progress as reading
from backups import room, turns
from backups.admin.acts import can_be_scheduled, possible_acts
from backups.models import BackupRequest, Omission, PendingAct, SupportQuestion
from backups.omissions import observations, summary_of
from backups.page import observation_of, promise_of
from backups.presenters import sheet, tags
from backups.presenters.progress import describe
from backups.presenters.tracker import steps_of
from backups.states import BackupState, DeleteReason, OmissionReason, PartRole, PetitionMatch, RequestState
from backups.validity import last_day
from documents.models import Party
from documents.states import PartyRole
from quipux.history.models import Entry
from quipux.web import formatting
from quipux.web.components import Column, Tab, Tag

HISTORY_COLUMNS = sheet.HISTORY_COLUMNS
OMISSION_COLUMNS = (Column("No. Documento"), Column("Alcance"), Column("Razón"), Column("Intentos", numeric=True))
PART_COLUMNS = (
    Column("Parte"),
    Column("Contenido"),
    Column("Tamaño", numeric=True),
    Column("SHA-256"),
    Column("Estado"),
)
QUESTION_COLUMNS = (Column("Fecha"), Column("Persona"), Column("Motivo"), Column("Respuesta"))


def head_of(found: BackupRequest, *, current: str) -> dict:
    """Title, tags, steps, progress, tabs and acts, common to all the tabs."""
    facts = reading.facts_of(found) if found.state in RequestState.active() else None
    is_ready = found.state == RequestState.FULFILLED
    return {
        "found": found, "tags": sheet.state_tags(found, observations(found.backup) if is_ready else 0),
        "steps": steps_of(found, found.backup, reason=_stop_reason(found, facts)),
        "progress": describe(facts).text if facts else "", "warnings": _warnings(found),
        "summary": summary_of(found.backup) if is_ready else "", "tabs": _tabs(found, current),
        "acts": possible_acts(found), "may_schedule": can_be_scheduled(found),
    }  # fmt: skip


def _tabs(found, current):
    names = (("request", "Información"), ("history", "Recorrido"), ("omissions", "Omisiones"))
    return [Tab(label, reverse(f"admin:sge:{name}", args=[found.uuid]), current == name) for name, label in names]


def _stop_reason(found, facts):
    if found.state == RequestState.DELETED:
        return DeleteReason(found.delete_reason).label if found.delete_reason else ""
    return found.backup.failure or (facts.reason if facts else "")


def _warnings(found):
    told = []
    if found.petition_match == PetitionMatch.MISMATCH:
        told.append("Documento no coincide: la cédula de De no es la del servidor público.")
    if found.state == RequestState.APPROVED and found.backup.state == BackupState.PENDING:
        told += filter(None, [room.shortage(found.backup)])
    pending = PendingAct.objects.filter(request=found, answered_at=None).select_related("asked_by").first()
    if pending:
        told.append(f"{pending.asked_by.full_name} pidió eliminarla; debe confirmarlo otra persona operadora. "
                    f"Motivo: {pending.reason}")  # fmt: skip
    return told


# Información ------------------------------------------------------------------------------------------


def data_of(found: BackupRequest) -> dict:
    """The blocks of «Información»."""
    parts = found.backup.parts.order_by("number")
    questions = SupportQuestion.objects.filter(request=found).select_related("person")
    return {
        "applicant": sheet.applicant_rows(found.person, found.appointment, found.area),
        "data": sheet.request_rows(found, promise_of(found)), "petition": petition_rows(found),
        "execution": sheet.backup_rows(found.backup) + _waiting(found) + _validity(found), "observation": observation_of(found),
        "part_columns": PART_COLUMNS, "parts": [_part(part) for part in parts], "question_columns": QUESTION_COLUMNS,
        "questions": [[q.asked_at, q.person.full_name, q.reason, q.answer or Tag("Descarga Solicitada", "orange")]
                      for q in questions],
    }  # fmt: skip


def petition_rows(found: BackupRequest) -> list[tuple]:
    """Number, date, De and the comparison of the cédula; never the content (backups §3.11)."""
    copy = found.petition
    if copy is None:
        return []
    sender = Party.objects.filter(document=copy.document_id, role=PartyRole.FROM)
    sender = sender.select_related("person", "appointment__person").first()
    colour = "green" if found.petition_match == PetitionMatch.MATCH else "orange"
    return [("Documento", copy.number), ("Fecha", formatting.day_of(copy.sort_at)), ("De", _sender(sender)),
            ("Cédula", Tag(PetitionMatch(found.petition_match).label, colour))]  # fmt: skip


def _sender(party):
    if party is None:
        return ""
    person = party.person or party.appointment.person
    return f"{party.name or person.full_name}, {person.identity_number}"


def _waiting(found):
    why = turns.why_waiting(found.backup)
    return [("En espera", why)] if why else []


def _validity(found):
    end = found.backup.expires_at
    return [("Vigencia", f"hasta el {last_day(end)} 23:59 (GMT-5)")] if end else []


def _part(part):
    size = formatting.size_text(part.bytes) if part.bytes is not None else ""
    return [str(part.number), PartRole(part.role).label, size, part.sha256, part_state(part)]


def part_state(part) -> Tag | str:
    """Whether its bytes are done, sound or damaged, in words."""
    if part.damaged_at:
        return Tag("Dañada", "red")
    if part.checked_at:
        return f"Comprobada {formatting.minute_text(part.checked_at)}"
    return "Terminada" if part.finished_at else "Por terminar"


# Recorrido and omissions ------------------------------------------------------------------------------


def history_entries(found: BackupRequest) -> list[list]:
    """The seven columns, newest first, comments whole."""
    return [[entry.at, entry.label, entry.actor_name, entry.actor_area, tags.recorded_request_tag(entry.state),
             tags.recorded_backup_tag(entry.second_state), entry.comment]
            for entry in Entry.objects.of(found)]  # fmt: skip


def omission_rows(found: BackupRequest) -> list[list]:
    """Number and reason; the names of files are left out."""
    rows = Omission.objects.filter(backup=found.backup).order_by("item__position", "pk")
    return [[row.number, row.get_scope_display(), row.get_reason_display(),
             "" if row.reason == OmissionReason.WITHHELD else row.tries] for row in rows]  # fmt: skip
