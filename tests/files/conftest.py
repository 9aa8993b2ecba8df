"""Stores of both kinds and a real server."""

import socket
import subprocess
import tempfile
from uuid import uuid4

import boto3
import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from moto.server import ThreadedMotoServer

from quipux import configuration
from quipux.files.parts import PartStore
from tests.files.server import Server


@pytest.fixture(autouse=True)
def _no_request_really_ends():
    """Closing an answer tells Django that a request ended, and it looks at connections these tests may not use."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """One gunicorn for all tests of this process."""
    server = Server(tmp_path_factory.mktemp("served"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def s3_endpoint():
    """The address of a private S3."""
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    yield "http://{}:{}".format(*moto.get_host_and_port())
    moto.stop()


@pytest.fixture
def s3_account(monkeypatch, s3_endpoint):
    """Credentials, as production gives them: in the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "clave")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secreto")


@pytest.fixture
def s3_client(s3_account, s3_endpoint):
    client = boto3.client("s3", endpoint_url=s3_endpoint, region_name="us-east-1")
    yield client
    client.close()


@pytest.fixture
def bucket(s3_client):
    """The name of an empty bucket."""
    name = f"respaldos-{uuid4().hex}"
    s3_client.create_bucket(Bucket=name)
    return name


@pytest.fixture
def on_disk(settings, tmp_path):
    """`STORAGES["backups"]` in a folder, which is returned."""
    return use_storage(settings, {"kind": "file", "path": str(tmp_path)}) and tmp_path / "respaldos"


@pytest.fixture
def temporary(monkeypatch, tmp_path):
    """The folder where this machine stages what goes to S3; nobody else's."""
    folder = tmp_path / "temporal"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def on_s3(settings, bucket, s3_endpoint, temporary):
    """`STORAGES["backups"]` in a bucket, whose name is returned."""
    place = {"kind": "s3", "bucket": bucket, "endpoint": s3_endpoint, "region": "us-east-1"}
    return use_storage(settings, place) and bucket


@pytest.fixture(params=["disk", "s3"])
def parts(request) -> PartStore:
    """The store of parts, once on each kind of storage."""
    request.getfixturevalue(f"on_{request.param}")
    return PartStore()


@pytest.fixture
def tiny_disk(tmp_path):
    """A file system of 300 KB."""
    folder = tmp_path / "lleno"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k,mode=755", "tmpfs", str(folder)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def use_storage(settings, place: dict) -> bool:
    """Point `STORAGES["backups"]` to ``place``, as `STORAGE_URL` would."""
    settings.STORAGES = settings.STORAGES | {"backups": configuration.storage(place, prefix="respaldos")}
    return True


@pytest.fixture
def unused_port():
    """A port of the loopback that refuses connections for as long as the test lasts."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # bound and not listening: nobody else gets it
        yield bound.getsockname()[1]
