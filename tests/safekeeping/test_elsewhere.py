"""Copies of the system in a bucket of another site: the same sealed files, brought back by whoever has the key (safety §11)."""

import shutil
from datetime import date, timedelta

import pytest

from quipux import clock
from quipux.files import store
from quipux.files.models import StoredFile
from quipux.safekeeping import elsewhere, making, restoring, sealing
from quipux.safekeeping.errors import Misused, SafekeepingError
from quipux.safekeeping.manifest import MANIFEST, SHARED, shared_path
from tests.backups.making import at_noon
from tests.factories import make_document

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def far(vault, settings, bucket, s3_endpoint, s3_client, ana, bruno):
    """What the bucket holds: key → bytes, asked anew each time."""
    make_document(ana, to=[bruno])
    settings.QUIPUX_SYSTEM_BACKUP_BUCKET = {
        "kind": "s3",
        "bucket": bucket,
        "endpoint": s3_endpoint,
        "region": "us-east-1",
    }

    def found() -> dict[str, bytes]:
        listed = s3_client.list_objects_v2(Bucket=bucket).get("Contents", [])
        return {entry["Key"].removeprefix("copias/"): s3_client.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read()
                for entry in listed}  # fmt: skip

    return found


def near(folder) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.age")}


def test_a_copy_lies_in_the_bucket_sealed_byte_for_byte_and_nothing_is_sent_twice(vault, far):
    first = making.make_copy()
    assert far() == near(vault.folder)
    assert first.sent == len(far()) == 3 + StoredFile.objects.count()
    assert all(content.startswith(b"age-encryption.org/v1\n") for content in far().values())
    store.save(b"nuevo", media_type="text/plain")
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        assert making.make_copy().sent == 4
    assert far() == near(vault.folder)
    assert elsewhere.copies().keys() == making.copies(vault.folder).keys()


def test_a_copy_is_brought_back_with_all_it_names_although_the_folder_is_lost(vault, far, tmp_path):
    made, before = making.make_copy(), near(vault.folder)
    shutil.rmtree(vault.folder)
    key = sealing.read_key(vault.key)
    copy = elsewhere.fetch(made.path.name, tmp_path / "otra", key)
    assert near(tmp_path / "otra") == before
    assert restoring.read_manifest(copy, key) == made.manifest
    alone = elsewhere.fetch(made.path.name, tmp_path / "sola", key, whole=False)
    assert [path.name for path in alone.parent.rglob("*.age")] == [MANIFEST]


def test_a_folder_that_begins_again_never_empties_the_bucket_and_old_copies_go_by_the_same_rule(vault, far, settings):
    settings.QUIPUX_SYSTEM_BACKUP_KEEP = (2, 1, 1)
    passing = store.save(b"de paso", media_type="text/plain")
    with clock.frozen_at(at_noon(date(2026, 3, 2))):
        making.make_copy()
    store.remove(passing)
    shutil.rmtree(vault.folder)
    with clock.frozen_at(at_noon(date(2026, 3, 3))):
        making.make_copy()
    of_passing = shared_path(vault.folder, passing.sha256).relative_to(vault.folder).as_posix()
    assert of_passing in far(), "the first copy is still there and names it"
    assert len(elsewhere.copies()) == 2
    for day in (4, 5):
        with clock.frozen_at(at_noon(date(2026, 3, day))):
            making.make_copy()
    assert [at.day for at in sorted(elsewhere.copies())] == [4, 5]
    assert far() == near(vault.folder)
    assert {key.partition("/")[0] for key in far()} == {SHARED, *elsewhere.copies().values()}


def test_a_bucket_that_is_away_leaves_a_whole_copy_in_the_folder_and_says_so(vault, far, settings):
    settings.QUIPUX_SYSTEM_BACKUP_BUCKET = settings.QUIPUX_SYSTEM_BACKUP_BUCKET | {"bucket": "no-existe"}
    with pytest.raises(SafekeepingError, match="no llegó al depósito"):
        making.make_copy()
    [copy] = making.copies(vault.folder).values()
    assert restoring.read_manifest(copy, sealing.read_key(vault.key)).faults == []
    settings.QUIPUX_SYSTEM_BACKUP_BUCKET = None
    with pytest.raises(Misused, match="Falta QUIPUX_SYSTEM_BACKUP_BUCKET"):
        elsewhere.copies()
