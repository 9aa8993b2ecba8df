"""F-21: an S3 that fails one time in five: every part ends whole or with a clean error, and no upload stays behind."""

import hashlib
import random
from contextlib import suppress

import pytest

from quipux.files import objects
from quipux.files.parts import PartStore, StoredBytesMissing, StoreError
from tests.faults.faulty_s3 import KINDS, faulty_s3
from tests.faults.night import NOTHING_WRONG, Figures
from tests.files.conftest import (  # noqa: F401
    _no_request_really_ends,
    bucket,
    on_s3,
    s3_account,
    s3_client,
    s3_endpoint,
    temporary,
    use_storage,
)

MEGABYTE = 1 << 20


def keep(parts: PartStore, data: bytes, key: str) -> bool:
    """Whether the part was kept; a refusal is a `StoreError` and nothing else."""
    try:
        with parts.stage("respaldo_1") as staged:
            staged.file.write(data)
            staged.commit(key, size=len(data), sha256=hashlib.sha256(data).hexdigest())
    except StoreError:
        return False
    return True


def read(parts: PartStore, key: str) -> bytes | None:
    """The bytes; None when the store said that it does not answer."""
    try:
        with parts.open(key) as file:
            return file.read()
    except StoredBytesMissing:
        return b"missing"
    except StoreError:
        return None


def strike(parts, rng, figures, number, size):
    """Write, read and list one part; gives its key if it was kept."""
    data, key = rng.randbytes(size), f"{number}/{rng.randbytes(8).hex()}"
    figures.runs += 1
    kept = keep(parts, data, key)
    if kept and read(parts, key) not in (data, None):
        figures.found["bad"].append(f"{key}: other bytes, or none")
    with suppress(StoreError):  # a list may be old or refused; whatever it says, no key that is kept goes
        list(parts.list_keys())
    return (key, data) if kept else None


def sweep(parts) -> list[str]:
    for leftover in list(parts.staging_older_than(-1)):
        leftover.remove()
    return [leftover.name for leftover in parts.staging_older_than(-1)]


def work_through(proxy, settings, on_s3, figures, rng, times):  # noqa: F811
    use_storage(settings, {"kind": "s3", "bucket": on_s3, "endpoint": proxy.url, "region": "us-east-1"})
    parts = PartStore()
    kept = [one for number in range(times) if (one := strike(parts, rng, figures, number, rng.choice(SIZES)))]
    proxy.is_sound = True
    figures.found["lost"] += [key for key, data in kept if read(parts, key) != data]
    figures.found["bad"] += [f"{name} was left behind" for name in sweep(parts)]
    return len(kept)


SIZES = (1000, MEGABYTE, 12 * MEGABYTE)


@pytest.mark.long
def test_f_21_two_hundred_parts_through_a_store_that_fails_one_time_in_five(
    on_s3, s3_endpoint, settings, monkeypatch, capsys):  # fmt: skip # noqa: F811
    monkeypatch.setattr(objects, "PIECE", 5 * MEGABYTE)
    figures = Figures("F-21", 21)
    with faulty_s3(s3_endpoint, 21) as proxy:
        kept = work_through(proxy, settings, on_s3, figures, random.Random(21), 200)
    assert set(proxy.struck) == set(KINDS)
    assert len(proxy.struck) > proxy.requests * 0.1
    assert kept > 100, "most are kept at the first attempt: the client tries again by itself"
    assert figures.tell(capsys) == NOTHING_WRONG
