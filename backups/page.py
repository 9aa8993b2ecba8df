"""What every page of one request reads: its head, its Recorrido, its observation (backups §3.2, §3.6)."""

from dataclasses import dataclass

from django.urls import reverse

from backups import deliveries, history, permissions, petitions
from backups import progress as reading
from backups.models import BackupRequest, HandOver
from backups.omissions import observations, summary_of
from backups.presenters import sheet, tags
from backups.presenters.progress import Progress, describe
from backups.presenters.sheet import state_tags
from backups.presenters.tracker import steps_of
from backups.presenters.validity import Validity, validity_of
from backups.services import scheduling
from backups.states import BackupState, DeleteReason, Kind, RequestState
from quipux import clock
from quipux.history.models import Entry
from quipux.web.components import Link, Step, Tag

ENDINGS = (history.DELETED, history.EXPIRED)


@dataclass(frozen=True)
class Head:
    """Title, tags, tracker and acts, common to all the tabs of a request.

    Attributes:
        progress: while the request is Aprobada.
        validity: while this person may download.
        summary: what was included and omitted, once generated.
        has_omissions: there is a list of them that this person may read.
        back: the list that the request stands in for this person.
    """

    tags: list[Tag]
    steps: list[Step]
    progress: Progress | None
    validity: Validity | None
    summary: str
    has_omissions: bool
    may_eliminate: bool
    may_ask_again: bool
    may_hand_over: bool
    back: Link


def head_of(found: BackupRequest, actor) -> Head:
    """Read the head of ``found`` as ``actor`` may see it."""
    backup, facts = found.backup, None
    if found.state in RequestState.active():
        facts = reading.facts_of(found)
    ready = found.state == RequestState.FULFILLED
    entitled = ready and permissions.can_download(found, actor)
    return Head(
        tags=state_tags(found, observations(backup) if ready else 0),
        steps=steps_of(found, backup, reason=_stop_reason(found, facts)), progress=describe(facts) if facts else None,
        validity=_validity(found, actor) if entitled else None, summary=summary_of(backup) if ready else "",
        has_omissions=entitled and backup.omissions.exists(),
        may_eliminate=may_eliminate(found, actor), may_ask_again=permissions.can_ask_again(found, actor),
        may_hand_over=permissions.can_hand_over(found, actor) and not HandOver.objects.filter(request=found).exists(),
        back=back_of(found, actor),
    )  # fmt: skip


def back_of(found: BackupRequest, actor) -> Link:
    """The list this person finds the request in: the own one, the drafts to send, or that of the institution."""
    if found.appointment_id == actor.appointment.pk:
        return Link("Mis Solicitudes", reverse("backups:own_list"))
    if found.state == RequestState.DRAFT:
        return Link("Solicitudes por enviar", reverse("backups:institution_drafts"))
    return Link("Listado de Solicitudes", reverse("backups:institution_list"))


def petition_of(found: BackupRequest, actor) -> list[tuple]:
    """«Documento», open to those the documents rules let read it."""
    readable = bool(petitions.readable_ids([found.petition_id], actor))
    return sheet.petition_rows(found.petition, found.petition_match, may_read=readable)


def hand_over_of(found: BackupRequest, actor) -> list[tuple]:
    """ENTREGA AL CIUDADANO, for the AIQ who may take the archive; nothing before it is recorded."""
    if found.kind != Kind.INSTITUTIONAL or not permissions.can_download(found, actor):
        return []
    row = HandOver.objects.select_related("recorded_by__person").filter(request=found).first()
    if row is None:
        return []
    receipt = Link("Descargar el acta firmada (PDF)", reverse("backups:hand_over_receipt", args=[found.uuid]))
    return [("Recibió", row.receiver_name), ("Fecha de entrega", row.handed_on),
            ("Registrada por", row.recorded_by.person.full_name), ("Acta", receipt)]  # fmt: skip


def _validity(found, actor) -> Validity | None:
    if clock.now() >= found.backup.expires_at:
        return None
    missing = deliveries.missing_parts(actor.user, found.backup)
    return validity_of(found.backup.expires_at, clock.today(), missing, found.backup.parts_count)


def _stop_reason(found, facts):
    if found.state == RequestState.DELETED:
        return DeleteReason(found.delete_reason).label if found.delete_reason else ""
    if found.backup.state == BackupState.FAILED:
        return without_code(found.backup.failure)
    return facts.reason if facts else ""


def without_code(text: str) -> str:
    """Reference codes are for SGE only (backups §3.6)."""
    return text.partition(f" {reading.CODE_MARK}")[0]


def may_eliminate(found: BackupRequest, actor) -> bool:
    """T18 or T19 is still possible."""
    waiting = found.state == RequestState.APPROVED and permissions.can_withdraw(found, actor)
    return waiting or permissions.can_discard(found, actor)


def promise_of(found: BackupRequest) -> tuple:
    """The promised working days while the request waits, else nothing."""
    return scheduling.promised(found) if found.state == RequestState.APPROVED else ()


def history_entries(found: BackupRequest) -> list[list]:
    """The Recorrido as rows of its seven columns, newest first by sequence."""
    return [[entry.at, entry.label, entry.actor_name, entry.actor_area, tags.recorded_request_tag(entry.state),
             tags.recorded_backup_tag(entry.second_state), _comment(entry)]
            for entry in Entry.objects.of(found)]  # fmt: skip


def _comment(entry):
    return without_code(entry.comment) if entry.action == history.FAILED else entry.comment


def observation_of(found: BackupRequest) -> list[tuple]:
    """OBSERVACIÓN: why it ended, and the comment of that event; nothing while it lives."""
    if found.state not in RequestState.final():
        return []
    entry = Entry.objects.of(found).filter(action__in=ENDINGS).first()
    rows = [("Observación", DeleteReason(found.delete_reason).label)] if found.delete_reason else []
    if entry:
        rows += [("Por", entry.actor_name), ("Fecha", entry.at), ("Comentario", entry.comment)]
    return rows
