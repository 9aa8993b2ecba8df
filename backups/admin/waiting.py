"""What waits for the operators of backups."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from backups.models import Backup, PendingAct, SupportQuestion
from backups.states import BackupState
from quipux.administration.waiting import Queue


def of_backups(now: datetime) -> Iterator[Queue]:
    failed = Backup.objects.filter(state=BackupState.FAILED).count()
    asked = SupportQuestion.objects.filter(answered_at=None).count()
    yield Queue(
        "Respaldos por generar", Backup.objects.filter(state=BackupState.PENDING).count(), reverse("admin:sge:queue")
    )
    yield Queue("Respaldos con error", failed, reverse("admin:sge:status"), is_urgent=bool(failed))
    yield Queue("Personas que piden ayuda con la descarga", asked, reverse("admin:sge:status"))
    yield Queue(
        "Actos por confirmar", PendingAct.objects.filter(answered_at=None).count(), reverse("admin:sge:pending_acts")
    )
