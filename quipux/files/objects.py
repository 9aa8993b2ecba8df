"""Bytes in an S3 store: read by ranges, written whole, read back (safety §8)."""

import io
from contextlib import contextmanager, suppress

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from storages.utils import safe_join

from quipux.files.errors import StoreError
from quipux.files.store import StoredBytesMissing

WINDOW = 8 << 20  # bytes of one request: seeking throws away at most the rest of it
BUFFER = 256 << 10
TRIES = 3


@contextmanager
def translated(key: str):
    """Turn what the S3 client raises into `StoredBytesMissing` or `StoreError`."""
    try:
        yield
    except ClientError as error:
        if is_missing(error):
            raise StoredBytesMissing(key) from error
        raise StoreError(f"S3: {key}") from error
    except (BotoCoreError, Boto3Error) as error:
        raise StoreError(f"S3: {key}") from error


def is_missing(error: ClientError) -> bool:
    """Whether the object is not there; a bucket that is not there is a broken store."""
    return error.response["Error"]["Code"] in ("404", "NoSuchKey", "NotFound")


class RangeReader(io.RawIOBase):
    """Seekable reader of one object, by requests of `WINDOW` bytes, each retried where it broke off."""

    def __init__(self, client, bucket: str, name: str):
        self._client, self._bucket, self._name = client, bucket, name
        self._position, self._body, self._left = 0, None, 0
        with translated(name):
            self.size = client.head_object(Bucket=bucket, Key=name)["ContentLength"]

    def readable(self):
        return True

    def seekable(self):
        return True

    def tell(self):
        return self._position

    def seek(self, offset, whence=io.SEEK_SET):
        position = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        if position < 0:
            raise ValueError("negative position")
        if position != self._position:
            self._hang_up()
            self._position = position
        return position

    def readinto(self, buffer):
        wanted = min(len(buffer), max(self.size - self._position, 0))
        if not wanted:
            return 0
        with translated(self._name):
            chunk = self._read(wanted)
        if not chunk:
            raise StoreError(f"S3: {self._name}: ended at {self._position} of {self.size}")
        buffer[: len(chunk)] = chunk
        self._position += len(chunk)
        self._left -= len(chunk)
        return len(chunk)

    def _read(self, wanted):
        for _ in range(TRIES - 1):
            with suppress(BotoCoreError):
                return self._attempt(wanted)
            self._hang_up()
        return self._attempt(wanted)

    def _attempt(self, wanted):
        if not self._left:
            self._request()
        return self._body.read(min(wanted, self._left))

    def _request(self):
        last = min(self._position + WINDOW, self.size) - 1
        span = f"bytes={self._position}-{last}"
        self._hang_up()
        self._body = self._client.get_object(Bucket=self._bucket, Key=self._name, Range=span)["Body"]
        self._left = last - self._position + 1

    def _hang_up(self):
        if self._body is not None:
            self._body.close()
        self._body, self._left = None, 0

    def close(self):
        self._hang_up()
        super().close()


class Objects:
    """What parts and deliveries need of an S3 storage of django-storages."""

    def __init__(self, storage):
        self._storage, self._bucket = storage, storage.bucket_name

    @property
    def _client(self):
        return self._storage.connection.meta.client  # one per thread, as the storage keeps it

    def _name(self, key):
        return safe_join(self._storage.location, key)

    def open(self, key: str) -> io.BufferedReader:
        """Open for reading; seekable.

        Raises:
            StoredBytesMissing: no such object.
            StoreError: the store does not answer.
        """
        return io.BufferedReader(RangeReader(self._client, self._bucket, self._name(key)), BUFFER)

    def size(self, key: str) -> int:
        """Bytes of the object; errors as `open`."""
        with translated(key):
            return self._client.head_object(Bucket=self._bucket, Key=self._name(key))["ContentLength"]
