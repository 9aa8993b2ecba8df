"""What backups keeps of a training tenant: after the files of every backup went by their own term (institutions §12.8)."""

from backups import models
from institutions.purging.rows import Rows, register, register_wait

REQUEST, BACKUP = ("request__institution",), ("backup__request__institution",)
PART = ("part__backup__request__institution",)


def has_files(institution: int) -> bool:
    """Whether a backup of it is stored still; the validity of each ends by itself."""
    kept = models.Backup.objects.filter(request__institution=institution, purged_at=None)
    return kept.exclude(parts=None).exists()


register(
    Rows(models.PartDownload, PART),
    Rows(models.PartDirectory, PART),
    Rows(models.PartCheck, PART),
    Rows(models.Worker, PART),
    Rows(models.BackupFile, ("item__backup__request__institution",)),
    Rows(models.Omission, BACKUP),
    Rows(models.BackupItem, BACKUP),
    Rows(models.ManifestEntry, BACKUP),
    Rows(models.BackupPart, BACKUP),
    Rows(models.DownloadTicket, BACKUP),
    Rows(models.SupportQuestion, REQUEST),
    Rows(models.HandOver, REQUEST),
    Rows(models.PendingAct, REQUEST),
    Rows(models.Backup, REQUEST),
    Rows(models.BackupRequest, ("institution",)),
)  # fmt: skip
register_wait(has_files)
