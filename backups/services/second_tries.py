"""«Reintentar documento»: an omitted document is read again while its backup is not published (backups §3.11)."""

from django.db import transaction

from backups import history, permissions
from backups.models import Backup, BackupItem, BackupPart, Omission
from backups.querysets import ClockTimestamp
from backups.states import BackupState, OmissionReason, Outcome
from quipux import jobs
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history import recorder

UNPUBLISHED = (BackupState.PENDING, BackupState.RUNNING, BackupState.PAUSED, BackupState.FAILED)
BUSY = "La parte de ese documento se está generando. Intente otra vez en unos minutos."
PUBLISHED = "El respaldo de la solicitud No. {number} ya fue publicado: sus documentos ya no se reintentan."


@transaction.atomic
def retry_document(item: BackupItem, *, actor, reason: str) -> None:
    """Forget why the document was left out and make its part again from the frozen list.

    Raises:
        Forbidden: only operators.
        Invalid: no reason.
        NotAllowedNow: the backup is published, or a worker is at the part or at the close.
    """
    if not permissions.is_operator(None, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    if not reason.strip():
        raise Invalid("Escriba el motivo: queda en el Recorrido.", reason="Escriba el motivo.")
    backup = Backup.objects.select_for_update(of=("self",)).select_related("request").get(pk=item.backup_id)
    if backup.state not in UNPUBLISHED:
        raise NotAllowedNow(PUBLISHED.format(number=backup.request.number))
    _free_part(item, backup)
    Omission.objects.filter(item=item).exclude(reason=OmissionReason.WITHHELD).delete()
    BackupItem.objects.filter(pk=item.pk).update(outcome=Outcome.PENDING, tries=0)
    comment = f"Documento {item.metadata['number']}. Motivo: {reason.strip()}"
    recorder.record(backup.request, history.DOCUMENT_RETRIED, actor=actor, comment=comment)
    if backup.state == BackupState.RUNNING:
        jobs.ring("backups.tasks.build_part", item.part_id)


def _free_part(item, backup):
    """The part is no longer done; whoever works on it or on the close now must end first."""
    now = ClockTimestamp()
    closing = Backup.objects.filter(pk=backup.pk, lease_until__gte=now)
    parts = BackupPart.objects.select_for_update().filter(pk=item.part_id)
    if closing.exists() or parts.filter(lease_until__gte=now).exists():
        raise NotAllowedNow(BUSY)
    parts.update(finished_at=None, bytes=None, sha256="", storage_key="", documents_done=0, bytes_done=0,
                 lease_token=None, lease_until=None)  # fmt: skip
