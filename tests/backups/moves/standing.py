"""Requests stood in any pair of states, and what a refused move must leave as it is (B-60)."""

from datetime import date, timedelta

from backups.models import Backup, BackupRequest
from quipux import clock
from quipux.history.models import Entry
from quipux.outbox.models import Mail

FIRST, LAST = date(2016, 1, 4), date(2026, 1, 5)
COMMENT = "Porque me retiro"


def put(request: BackupRequest, pair: tuple[str, str]) -> BackupRequest:
    """Stand the request in a pair of states, as if it had come there by itself."""
    state, backup_state = pair
    now = clock.now()
    facts = {"sent_at": now, "approved_at": now, "sent_by": request.created_by} if state != "draft" else {}
    figures = {"preflight_documents": 21, "preflight_bytes": 1, "preflight_parts": 1}
    BackupRequest.objects.filter(pk=request.pk).update(state=state, **facts, **(figures if facts else {}))
    ended = {"expires_at": now + timedelta(days=3), "finished_at": now} if backup_state == "generated" else {}
    night = {"scheduled_for": clock.today()} if state == "approved" and backup_state != "paused" else {}
    Backup.objects.filter(request=request).update(state=backup_state, **ended, **night)
    return BackupRequest.objects.select_related("backup").get(pk=request.pk)


def snapshot(request: BackupRequest) -> tuple:
    """Its row, its backup's, and how many lines and mails there are."""
    row = BackupRequest.objects.filter(pk=request.pk).values().get()
    backup = Backup.objects.filter(request=request).values().get()
    return row, backup, Entry.objects.of(request).count(), Mail.objects.count()
