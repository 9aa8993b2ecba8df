"""The lines that backups adds to the checklist of a case (institutions §11.3, DV-11 and DV-14)."""

from django.urls import reverse

from backups.models import BackupRequest
from backups.states import Kind, RequestState
from institutions.departures.entries import Item, register
from quipux import clock


def asked_in(case):
    """The personal requests of the post that were sent."""
    found = BackupRequest.objects.filter(appointment=case.appointment, kind=Kind.PERSONAL).exclude(
        state=RequestState.DRAFT
    )
    return found.select_related("backup").order_by("-number")


def _since(case):
    return asked_in(case).filter(requested_at__gte=case.opened_at)


def _said(case) -> str:
    """The number of the request, with the SHA-256 of its manifest once it is there; else the answer."""
    last = _since(case).first()
    if last is None:
        return case.get_backup_answer_display()
    backup = getattr(last, "backup", None)
    manifest = f", SHA-256 {backup.manifest_sha256}" if backup and backup.manifest_sha256 else ""
    return f"Solicitud No. {last.number}, {last.get_state_display()}{manifest}"


def _form(case, actor):
    """«Solicitar respaldo», for the person, with the range of the post filled in."""
    if actor.appointment != case.appointment or _since(case).exists():
        return None
    return "Solicitar respaldo", f"{reverse('backups:request_form')}?rango=puesto"


def waiting(case):
    """Requests that are on their way, or can still be downloaded."""
    return asked_in(case).filter(state__in=(*RequestState.active(), RequestState.FULFILLED))


def _line(request):
    backup = getattr(request, "backup", None)
    until = f", hasta {clock.local(backup.expires_at).date().isoformat()}" if backup and backup.expires_at else ""
    return f"No. {request.number}, {request.get_state_display()}{until}"


register(
    Item("DV-11", "Respaldo de documentos", lambda case: 0, says=_said, link=_form,
         settled=lambda case: bool(case.backup_answer) or _since(case).exists()),
    Item("DV-14", "Respaldos todavía no descargados", lambda case: waiting(case).count(),
         lines=lambda case: [_line(request) for request in waiting(case)]),
)  # fmt: skip
