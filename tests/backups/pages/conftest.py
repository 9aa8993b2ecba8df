import pytest

from backups.models import BackupRequest
from tests.backups import making


@pytest.fixture
def single(ana, bruno) -> BackupRequest:
    """Ana's attended request, one file, built for real."""
    return making.fulfilled(ana, bruno)


@pytest.fixture
def split(ana, bruno, settings) -> BackupRequest:
    """Ana's attended request in three parts: two of documents, and the index."""
    settings.QUIPUX_PART_SIZE = 1_000_000
    making.documents_of_size(ana, bruno, [60_000] * 21)
    request = making.send_request(ana)
    backup = making.build(request)
    assert backup.parts_count == 3
    return BackupRequest.objects.get(pk=request.pk)
