"""Scanners that run: the real ClamAV, one per run, and a server of its protocol."""

import pytest

from tests.scanning.daemons import CLAMD, Clamd, Speaker


@pytest.fixture(scope="session")
def _daemon():
    if CLAMD is None:
        pytest.skip("clamd is missing: apt-get install clamav-daemon")
    daemon = Clamd()
    daemon.start()
    yield daemon
    daemon.close()


@pytest.fixture
def clamd(_daemon, settings):
    """A running ClamAV in use by the product; a test may stop it."""
    settings.QUIPUX_SCANNER, settings.QUIPUX_CLAMD_ADDRESS = "quipux.scanning.clamd.scan", _daemon.address
    yield _daemon
    if not _daemon.is_running():
        _daemon.start()


@pytest.fixture
def speaker(settings):
    """A server of clamd's protocol, in use."""
    speaker = Speaker()
    settings.QUIPUX_SCANNER, settings.QUIPUX_CLAMD_ADDRESS = "quipux.scanning.clamd.scan", speaker.address
    yield speaker
    speaker.close()
