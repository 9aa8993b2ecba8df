"""Parts on S3: pieces, checksums read back, broken connections, unfinished uploads."""

import hashlib
import random
import tempfile
from pathlib import Path

import pytest

from quipux.files import objects
from quipux.files.parts import PartStore, StoreError
from tests.files.conftest import use_storage
from tests.files.cutting_proxy import cutting_proxy
from tests.files.test_parts import DATA, keep

MEGABYTE = 1 << 20


def test_a_part_of_several_pieces_is_uploaded_and_its_checksum_compared(on_s3, s3_client, monkeypatch):
    monkeypatch.setattr(objects, "PIECE", 5 * MEGABYTE)
    data = random.Random(5).randbytes(12 * MEGABYTE)
    key = keep(PartStore(), data)
    kept = s3_client.head_object(Bucket=on_s3, Key=f"respaldos/{key}", ChecksumMode="ENABLED")
    pieces = [
        hashlib.sha256(data[start : start + 5 * MEGABYTE]).digest() for start in range(0, len(data), 5 * MEGABYTE)
    ]
    assert kept["ETag"].endswith('-3"')
    assert kept["ChecksumSHA256"] == objects._encoded(hashlib.sha256(b"".join(pieces)).digest())
    with PartStore().open(key) as file:
        assert file.read() == data


def test_a_staged_file_that_changed_on_this_disk_is_not_uploaded(on_s3):
    parts = PartStore()
    with pytest.raises(StoreError, match="not what was written"):
        keep(parts, b"abc", sha256=hashlib.sha256(b"abd").hexdigest())
    assert list(parts.list_keys()) == []


@pytest.mark.parametrize("cut", [0, 400, 5_000, 300_000])
def test_a_reading_that_breaks_off_goes_on_where_it_was(on_s3, s3_endpoint, settings, cut):
    key = keep(PartStore())
    with cutting_proxy(s3_endpoint) as proxy:
        use_storage(settings, {"kind": "s3", "bucket": on_s3, "endpoint": proxy.url, "region": "us-east-1"})
        with PartStore().open(key) as file:
            proxy.cuts += [cut]
            assert file.read() == DATA
        assert proxy.cuts == []


def test_a_store_that_does_not_answer_is_no_missing_part(settings, monkeypatch, s3_account, unused_port):
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    endpoint = f"http://127.0.0.1:{unused_port}"
    use_storage(settings, {"kind": "s3", "bucket": "nadie", "endpoint": endpoint, "region": "us-east-1"})
    parts = PartStore()
    for act in (
        lambda: parts.open("a/b"),
        lambda: parts.exists("a/b", 1),
        lambda: parts.delete("a/b"),
        lambda: list(parts.list_keys()),
        lambda: keep(parts, b"abc"),
    ):
        with pytest.raises(StoreError):
            act()


def test_a_bucket_that_is_not_there_is_a_broken_store(settings, s3_account, s3_endpoint):
    use_storage(settings, {"kind": "s3", "bucket": "sin-deposito", "endpoint": s3_endpoint, "region": "us-east-1"})
    with pytest.raises(StoreError):
        keep(PartStore(), b"abc")
    with pytest.raises(StoreError):
        list(PartStore().list_keys())


def test_f_15_a_full_local_disk_is_no_document_s_fault(on_s3, tiny_disk, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tiny_disk))
    parts = PartStore()
    with pytest.raises(StoreError) as caught:
        keep(parts, DATA)
    assert caught.value.is_full
    assert list(tiny_disk.iterdir()) == []
    assert list(parts.list_keys()) == []


def test_unfinished_uploads_and_local_files_of_dead_workers_are_swept(on_s3, s3_client, temporary):
    parts = PartStore()
    s3_client.create_multipart_upload(Bucket=on_s3, Key="respaldos/0b1e/muerta")
    s3_client.create_multipart_upload(Bucket=on_s3, Key="documentos/ajena")
    left = Path(tempfile.mkdtemp(prefix=objects.STAGING))
    (left / "parte.zip").write_bytes(b"abc")
    # This S3 says of every upload that it began in 2010.
    assert [leftover.name for leftover in parts.staging_older_than(24)] == ["0b1e/muerta"]
    leftovers = list(parts.staging_older_than(-1))
    assert {Path(leftover.name).name for leftover in leftovers} == {left.name, "muerta"}
    for leftover in leftovers:
        leftover.remove()
        leftover.remove()
    assert list(parts.staging_older_than(-1)) == []
    assert list(temporary.iterdir()) == []


def test_a_committed_part_leaves_nothing_on_this_machine(on_s3, temporary):
    keep(PartStore())
    assert list(temporary.iterdir()) == []


def test_s3_has_no_free_space_to_ask_for(on_s3):
    assert PartStore().free_bytes() is None
