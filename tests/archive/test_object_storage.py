"""Sources and targets may live in object storage: the bytes are those of the disk."""

import io

import boto3
import pytest
from moto import mock_aws

from backups.archive.members import SourceMember
from backups.archive.reader import verify_set
from backups.archive.writer import write_part

from .tools import WHEN, file_member, noise, prose, write_set

PIECE = 5 * 1024 * 1024  # bytes: the least S3 takes for a piece but the last


class Upload:
    """A part uploaded in pieces, as it is written."""

    def __init__(self, client, key):
        self.client, self.where = client, {"Bucket": "parts", "Key": key}
        self.number = client.create_multipart_upload(**self.where)["UploadId"]
        self.waiting, self.pieces = bytearray(), []

    def write(self, data):
        self.waiting += data
        if len(self.waiting) >= PIECE:
            self.send()

    def send(self):
        count = len(self.pieces) + 1
        upload = {**self.where, "UploadId": self.number}
        answer = self.client.upload_part(**upload, PartNumber=count, Body=bytes(self.waiting))
        self.pieces.append({"PartNumber": count, "ETag": answer["ETag"]})
        self.waiting.clear()

    def complete(self):
        self.send()
        upload = {**self.where, "UploadId": self.number}
        self.client.complete_multipart_upload(**upload, MultipartUpload={"Parts": self.pieces})


class Ranged(io.RawIOBase):
    """An object read by ranges."""

    def __init__(self, client, key):
        self.get = lambda span: client.get_object(Bucket="parts", Key=key, Range=span)["Body"].read()
        self.size = client.head_object(Bucket="parts", Key=key)["ContentLength"]
        self.position = 0

    def readable(self):
        return True

    def seek(self, offset, whence=io.SEEK_SET):
        self.position = offset + (self.size if whence == io.SEEK_END else 0)
        return self.position

    def readinto(self, buffer):
        count = min(len(buffer), self.size - self.position)
        if count > 0:
            end = self.position + count
            buffer[:count] = self.get(f"bytes={self.position}-{end - 1}")
            self.position = end
        return max(count, 0)


@pytest.fixture
def s3(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket="parts")
        yield client


def test_object_storage_and_disk_give_the_same_part(s3, tmp_path):
    documents = {"scan.pdf": noise(6_000_000), "memo.txt": prose(40_000), "empty": b""}
    for name, data in documents.items():
        (tmp_path / name).write_bytes(data)
        s3.put_object(Bucket="parts", Key=name, Body=data)
    stored = [
        SourceMember(
            name=name, mtime=WHEN, size=len(data), open=lambda n=name: s3.get_object(Bucket="parts", Key=n)["Body"]
        )
        for name, data in documents.items()
    ]
    upload = Upload(s3, "part")
    record = write_part(upload, stored, first=True)
    upload.complete()
    with (tmp_path / "part").open("w+b") as target:
        assert write_part(target, [file_member(tmp_path / name) for name in documents], first=True) == record
    assert s3.get_object(Bucket="parts", Key="part")["Body"].read() == (tmp_path / "part").read_bytes()


def test_a_set_is_verified_where_it_is_stored(s3, tmp_path):
    write_set(tmp_path, "N", [[SourceMember.from_bytes("a", noise(300_000), WHEN)]], [])
    for name in ("N.z01", "N.zip"):
        s3.upload_file(str(tmp_path / name), "parts", name)

    def open_part(name):
        return Ranged(s3, name)

    assert verify_set("N.zip", open_part=open_part).entries == 1
