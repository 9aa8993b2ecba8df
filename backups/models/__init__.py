"""Backup requests, the jobs that fulfil them, what goes in and what comes out (backups §1.1)."""

from backups.models.contents import BackupFile, BackupItem, BackupPart, ManifestEntry, Omission, PartDirectory
from backups.models.delivery import DownloadTicket, HandOver, PartCheck, PartDownload, SupportQuestion
from backups.models.nights import Night, PendingAct, Worker
from backups.models.requests import Backup, BackupRequest

__all__ = [
    "Backup", "BackupFile", "BackupItem", "BackupPart", "BackupRequest", "DownloadTicket", "HandOver", "ManifestEntry",
    "Night", "Omission", "PartCheck", "PartDirectory", "PartDownload", "PendingAct", "SupportQuestion", "Worker",
]  # fmt: skip
