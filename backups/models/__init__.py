"""Backup requests, the jobs that fulfil them, what goes in and what comes out (backups §1.1)."""

from backups.models.contents import BackupFile, BackupItem, BackupPart, ManifestEntry, Omission
from backups.models.delivery import PartDownload
from backups.models.requests import Backup, BackupRequest, Night

__all__ = ["Backup", "BackupFile", "BackupItem", "BackupPart", "BackupRequest", "ManifestEntry", "Night", "Omission",
           "PartDownload"]  # fmt: skip
