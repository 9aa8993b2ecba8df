"""What backups add to a copy of the system, and the one that its rehearsal builds (safety §11)."""

import uuid
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Min

from backups import integrity
from backups.models import Backup, BackupRequest
from backups.services import checking, requests, running, scheduling
from backups.services.wishes import Wish
from backups.states import RequestState
from documents.models import Participation
from institutions.actors import Actor
from institutions.models import Appointment
from institutions.states import AppointmentState
from quipux import clock
from quipux.safekeeping import checks, contents
from quipux.safekeeping.errors import SafekeepingError


def _parts() -> Iterator[contents.Content]:
    """The parts people may still download: without them everybody would have to wait again."""
    for part in checking.live_parts():
        for form in integrity.forms_of(part):
            yield contents.Content("backups", form.key, form.bytes, form.sha256)


def _sound_parts() -> tuple[int, list[str]]:
    parts = list(checking.live_parts())
    read = ((part, integrity.fault_in(part)) for part in parts)
    return len(parts), [
        f"Solicitud No. {p.backup.request.number}, parte {p.number}: {fault}" for p, fault in read if fault
    ]


def register() -> None:
    contents.register(_parts)
    checks.register("partes", _sound_parts)


def build_one() -> tuple[int, list[str]]:
    """Ask, build and verify a backup of whoever has most documents; only in a place that is thrown away.

    Raises:
        SafekeepingError: this is no rehearsal, or nobody has documents.
    """
    if not settings.DEMO:
        raise SafekeepingError("Un respaldo de prueba solo se genera en un simulacro.")
    request = _ask()
    scheduling.schedule_requests()
    claimed = running.claim_next(any_night=True, number=request.number)
    running.work_through(claimed)
    backup = Backup.objects.select_related("request").get(pk=claimed)
    fault = integrity.fault_of(backup) if backup.parts_count else "no se pudo generar"
    return backup.documents_packed, [f"Respaldo de prueba: {fault}"] if fault else []


def _ask():
    free = Participation.objects.filter(appointment__state=AppointmentState.ACTIVE).exclude(
        appointment__in=BackupRequest.objects.filter(state__in=RequestState.active()).values("appointment"))  # fmt: skip
    counted = free.values("appointment").annotate(
        documents=Count("document", distinct=True), first=Min("document_date")
    )
    most = counted.order_by("-documents").first()
    if most is None:
        raise SafekeepingError("Nadie tiene documentos con los que generar un respaldo de prueba.")
    post = Appointment.objects.with_names().get(pk=most["appointment"])
    wish = Wish(clock.local(most["first"]).date(), clock.today())
    return requests.send(wish, actor=Actor(post.person, post), declared=True, key=uuid.uuid4())
