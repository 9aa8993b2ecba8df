"""A place for copies and a key, known by the settings and by whoever restores."""

from pathlib import Path
from typing import NamedTuple

import pytest

from quipux.safekeeping import sealing
from tests.files.conftest import bucket, s3_account, s3_client, s3_endpoint  # noqa: F401 (fixtures)


class Vault(NamedTuple):
    """Where copies go, and the file of the private key."""

    folder: Path
    key: Path


@pytest.fixture
def vault(tmp_path, settings) -> Vault:
    key = tmp_path / "llave"
    settings.QUIPUX_SYSTEM_BACKUP_KEY = sealing.make_key(key)
    settings.QUIPUX_SYSTEM_BACKUP_FOLDER = str(tmp_path / "copias")
    return Vault(tmp_path / "copias", key)
