from datetime import date, timedelta

import pytest

from backups.models import BackupRequest
from tests.backups import making
from tests.factories import make_documents


@pytest.fixture
def single(ana, bruno) -> BackupRequest:
    """Ana's attended request, one file, built for real."""
    return making.fulfilled(ana, bruno)


@pytest.fixture
def split(ana, bruno, settings) -> BackupRequest:
    """Ana's attended request in three parts: two of documents, and the index."""
    settings.QUIPUX_PART_SIZE = 1_000_000
    making.documents_of_size(ana, bruno, [420_000] * 3)
    make_documents(18, ana, to=[bruno], at=making.at_noon(date(2020, 1, 6)) + timedelta(hours=4))
    request = making.send_request(ana)
    backup = making.build(request)
    assert backup.parts_count == 3
    return BackupRequest.objects.get(pk=request.pk)
