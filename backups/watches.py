"""What the operators of backups are told of when it begins and when it ends (safety §13)."""

from django.conf import settings

from backups import room
from backups.models import Backup, BackupPart
from backups.services import reconciling
from backups.states import BackupState
from quipux import clock
from quipux.alarms.runbooks import Runbook
from quipux.alarms.services import register as watch
from quipux.alarms.watches import LONGEST_PAUSE, Found
from quipux.files.parts import PartStore
from quipux.runs.models import JobRun
from quipux.runs.services import LONGEST_SILENCE


def register() -> None:
    watch("noche", "la noche no comenzó", Runbook.NIGHT, idle_night)
    watch("disco", "poco espacio en el disco", Runbook.DISK, full_disk)
    watch("reservas", "hay trabajo reservado que nadie hace", Runbook.WORKERS, dead_leases)
    watch("integridad", "la comprobación de integridad encontró daño", Runbook.PART, damage)
    watch("sin-comprobar", "la integridad no se comprueba", Runbook.WORKERS, unchecked)
    watch("sin-generar", "un respaldo no se pudo generar", Runbook.BUILD, given_up)


def idle_night() -> Found:
    night = reconciling.idle_night()
    return {str(night): [f"Noche del {night}: hay solicitudes y ninguna comenzó."]} if night else {}


def full_disk() -> Found:
    if not room.is_nearly_full():
        return {}
    free, total = PartStore().free_bytes()
    return {"": [f"Queda libre el {100 * free // total} %; los respaldos nuevos esperan."]}


def dead_leases() -> Found:
    limit = clock.database_now() - LONGEST_PAUSE
    dead = sum(rows.filter(lease_until__lt=limit, lease_token__isnull=False).count()
               for rows in (Backup.objects.running(), BackupPart.objects.all()))  # fmt: skip
    return {"": [f"Reservas vencidas hace más de 5 minutos: {dead}."]} if dead else {}


def damage() -> Found:
    parts = BackupPart.objects.damaged().filter(backup__state=BackupState.GENERATED).count()
    row = JobRun.objects.filter(name="check_integrity").first()
    files = row.result.get("bad_files", 0) if row else 0
    return {"": [f"Partes con daño: {parts}. Archivos guardados con daño: {files}."]} if parts or files else {}


def unchecked() -> Found:
    row = JobRun.objects.filter(name="check_integrity").exclude(last_ended_at=None).first()
    if row is None or row.last_ended_at >= clock.now() - LONGEST_SILENCE:
        return {}
    return {"": ["La última comprobación tiene más de 26 horas."]}


def given_up() -> Found:
    """Each request that failed after its last retry; an operator's new attempt, or its deletion, ends it."""
    failed = Backup.objects.filter(state=BackupState.FAILED, retry_nights__gte=settings.QUIPUX_RETRY_NIGHTS)
    return {str(one.request.uuid): [f"Respaldo No. {one.request.number}: con error después del último intento."]
            for one in failed.select_related("request")}  # fmt: skip
