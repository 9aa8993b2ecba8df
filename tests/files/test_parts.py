"""The store of backup parts, on disk and on S3: the same promises (safety §8)."""

import hashlib
import io
import random
import zipfile

import pytest
from django.core.exceptions import SuspiciousFileOperation

from quipux.files import objects
from quipux.files.parts import PartStore, StoredBytesMissing, StoreError

DATA = random.Random(8).randbytes(700_001)


def keep(parts, data=DATA, key=None, *, size=None, sha256=None):
    """Stage and commit ``data``, as the writer counted and hashed it; its key."""
    sha256 = sha256 or hashlib.sha256(data).hexdigest()
    key = key or f"0b1e/{sha256}"
    with parts.stage("respaldo_41315.z01") as staged:
        staged.file.write(data)
        staged.commit(key, size=len(data) if size is None else size, sha256=sha256)
    return key


def fail_midway(parts):
    with parts.stage("parte.zip") as staged:
        staged.file.write(DATA)
        raise ZeroDivisionError


@pytest.mark.parametrize("size", [0, 1, 700_001])
def test_what_was_committed_is_read_back(parts, size):
    key = keep(parts, DATA[:size])
    with parts.open(key) as file:
        assert file.read() == DATA[:size]
    assert parts.exists(key, size)
    assert not parts.exists(key, size + 1)
    assert not parts.exists("0b1e/otra", size)


def test_a_staged_file_is_a_real_one_that_may_be_read_and_rewritten(parts):
    with parts.stage("parte.zip") as staged:
        with zipfile.ZipFile(staged.file, "w") as archive:
            archive.writestr("a.txt", "hola")
        size = staged.file.tell()
        staged.file.seek(0)
        digest = hashlib.sha256(staged.file.read()).hexdigest()
        staged.commit("0b1e/zip", size=size, sha256=digest)
    with parts.open("0b1e/zip") as file, zipfile.ZipFile(file) as archive:
        assert archive.read("a.txt") == b"hola"


def test_a_part_is_read_from_anywhere_as_a_file_would(parts, monkeypatch):
    monkeypatch.setattr(objects, "WINDOW", 100_000)
    chance, model = random.Random(4), io.BytesIO(DATA)
    with parts.open(keep(parts)) as file:
        for _ in range(30):
            offset, whence, count = chance.randrange(-5_000, 5_000), chance.randrange(3), chance.randrange(150_000)
            position = max({0: 0, 1: model.tell(), 2: len(DATA)}[whence] + offset, 0)
            assert file.seek(position) == model.seek(position)
            assert file.read(count) == model.read(count)
            assert file.tell() == model.tell()


def test_i5_nothing_staged_is_visible_and_nothing_abandoned_stays(parts):
    with parts.stage("parte.zip") as staged:
        staged.file.write(DATA)
        staged.file.flush()
        assert list(parts.list_keys()) == []
    with pytest.raises(ZeroDivisionError):
        fail_midway(parts)
    assert list(parts.list_keys()) == []
    assert list(parts.staging_older_than(-1)) == []
    assert not staged.path.parent.exists()


def test_a_part_of_another_size_than_counted_is_not_kept(parts):
    with pytest.raises(StoreError, match="3 bytes staged, 4 counted"):
        keep(parts, b"abc", size=4)
    assert list(parts.list_keys()) == []


def test_the_same_part_twice_is_kept_once(parts):
    key = keep(parts)
    assert keep(parts) == key
    assert [(found.key, found.size) for found in parts.list_keys()] == [(key, len(DATA))]


def test_the_list_names_every_part_and_a_deleted_one_no_more(parts):
    keys = {keep(parts, DATA[:size], f"{folder}/{size}") for folder in ("a", "b") for size in (5, 10)}
    assert {(found.key, found.size) for found in parts.list_keys()} == {(key, int(key[2:])) for key in keys}
    assert all(found.modified.tzinfo for found in parts.list_keys())
    for key in ("a/5", "a/10", "a/10"):
        parts.delete(key)
    assert {found.key for found in parts.list_keys()} == {"b/5", "b/10"}
    with pytest.raises(StoredBytesMissing):
        parts.open("a/5")


def test_an_empty_store_lists_nothing(parts):
    assert list(parts.list_keys()) == []
    assert list(parts.staging_older_than(0)) == []
    parts.delete("a/5")


@pytest.mark.parametrize("key", ["../secreto", "a/../../secreto"])
def test_no_key_leaves_the_store(parts, key):
    for act in (parts.open, parts.delete, lambda key: parts.exists(key, 1)):
        with pytest.raises((SuspiciousFileOperation, ValueError)):
            act(key)


def test_a_store_answers_for_its_own_prefix_only(on_s3, s3_client):
    s3_client.put_object(Bucket=on_s3, Key="documentos/archivos/aa", Body=b"x")
    s3_client.put_object(Bucket=on_s3, Key="respaldos-viejos/aa", Body=b"x")
    assert list(PartStore().list_keys()) == []
