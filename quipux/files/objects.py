"""Bytes in an S3 store: read by ranges, written whole, read back (safety §8)."""

import base64
import hashlib
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.exceptions import BotoCoreError, ClientError
from storages.utils import safe_join

from quipux.files.errors import StoreError
from quipux.files.listing import Leftover, StoredKey, old_folders, remove_folder
from quipux.files.store import StoredBytesMissing

WINDOW = 8 << 20  # bytes of one request: seeking throws away at most the rest of it
BUFFER = 256 << 10
TRIES = 3
STAGING = "quipux-parte-"  # folders of this machine's temporary place
PIECE = 64 << 20  # bytes of one piece of a multipart upload: 10 000 of them hold any part


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

    # --- in -------------------------------------------------------------------------------------
    def make_staging(self, name: str) -> Path:
        """Path of a local file to be written, alone in a new temporary folder."""
        try:
            return Path(tempfile.mkdtemp(prefix=STAGING), Path(name).name)
        except OSError as error:
            raise StoreError(f"{name}: {error.strerror}") from error

    def place(self, staged: Path, key: str, *, size: int, sha256: str) -> None:
        """Upload the staged file whole, then read back what the store says it keeps."""
        expected = _digests(staged)
        if expected[0] != _encoded(bytes.fromhex(sha256)):
            raise StoreError(f"S3: {key}: the staged file is not what was written")
        kept = self._uploaded(staged, key)
        # Some write how many pieces a composite has, «digest-pieces», some leave it out, and some
        # keep no checksum at all: the verifier hashes every part again anyway (backups §9.1 step 6).
        checksum = kept.get("ChecksumSHA256", expected[0]).partition("-")[0]
        if kept["ContentLength"] != size or checksum not in expected:
            self.delete(key)
            raise StoreError(f"S3: {key}: the store keeps something else")

    def _uploaded(self, staged, key):
        """Upload and ask what is there. A failed upload is aborted by the transfer, a killed one by the sweep."""
        transfer = TransferConfig(multipart_threshold=PIECE, multipart_chunksize=PIECE, max_concurrency=2)
        said = {"ContentType": "application/zip", "ChecksumAlgorithm": "SHA256"}
        place = {"Bucket": self._bucket, "Key": self._name(key)}
        try:
            with translated(key):
                self._client.upload_file(str(staged), *place.values(), ExtraArgs=said, Config=transfer)
                return self._client.head_object(**place, ChecksumMode="ENABLED")
        except StoredBytesMissing as error:
            raise StoreError(f"S3: {key}: gone right after its upload") from error

    def clear_staging(self, staged: Path) -> None:
        """Remove what `make_staging` made."""
        remove_folder(staged.parent)

    # --- care -----------------------------------------------------------------------------------
    def delete(self, key: str) -> None:
        """Remove the object; nothing to remove is no error."""
        with translated(key), suppress(StoredBytesMissing):
            self._client.delete_object(Bucket=self._bucket, Key=self._name(key))

    def list_keys(self) -> Iterator[StoredKey]:
        """Every finished object under the storage's prefix."""
        root = self._root
        with translated(root):
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=root)
            for page in pages:
                for entry in page.get("Contents", ()):
                    yield StoredKey(entry["Key"].removeprefix(root), entry["Size"], entry["LastModified"])

    def staging_older_than(self, hours: float) -> Iterator[Leftover]:
        """What a dead worker left: local folders, and uploads neither completed nor aborted."""
        yield from old_folders(Path(tempfile.gettempdir()).glob(f"{STAGING}*"), hours)
        limit = datetime.now(UTC) - timedelta(hours=hours)
        with translated(self._root):
            pages = self._client.get_paginator("list_multipart_uploads").paginate(
                Bucket=self._bucket, Prefix=self._root
            )
            for page in pages:
                for upload in page.get("Uploads", ()):
                    if upload["Initiated"] < limit:
                        yield self._leftover(upload)

    def _leftover(self, upload):
        def remove():
            with translated(upload["Key"]), suppress(self._client.exceptions.NoSuchUpload):
                self._client.abort_multipart_upload(Bucket=self._bucket, Key=upload["Key"], UploadId=upload["UploadId"])

        return Leftover(upload["Key"].removeprefix(self._root), upload["Initiated"], remove)

    def free_bytes(self) -> None:
        """Unknown: the provider's limit is a bill, not a disk."""

    @property
    def _root(self):
        return f"{self._storage.location.strip('/')}/".removeprefix("/")


def _digests(path):
    """The SHA-256 of a file as S3 writes it: of the whole, and of the digests of its pieces."""
    whole, pieces = hashlib.sha256(), []
    with path.open("rb") as file:
        while piece := _piece_digest(file, whole):
            pieces.append(piece)
    composite = hashlib.sha256(b"".join(pieces)).digest()
    return _encoded(whole.digest()), _encoded(composite)


def _piece_digest(file, whole):
    """Digest of the next `PIECE` bytes, in small reads; None at the end."""
    digest, left = hashlib.sha256(), PIECE
    while left and (chunk := file.read(min(left, 1 << 20))):
        digest.update(chunk)
        whole.update(chunk)
        left -= len(chunk)
    return None if left == PIECE else digest.digest()


def _encoded(digest):
    return base64.b64encode(digest).decode()
