"""From an address to a request that the SGE may see: all that were sent (backups §8)."""

from backups.admin import reads
from backups.models import BackupRequest
from quipux.errors import NotFound


def request_of(uuid) -> BackupRequest:
    """The request with its names, or NotFound; drafts are their makers' alone."""
    found = reads.requests().filter(uuid=uuid).first()
    if found is None:
        raise NotFound("No encontramos esa solicitud.")
    return found
