"""Scanners that run."""

import pytest

from tests.scanning.daemons import Speaker


@pytest.fixture
def speaker(settings):
    """A server of clamd's protocol, in use."""
    speaker = Speaker()
    settings.QUIPUX_SCANNER, settings.QUIPUX_CLAMD_ADDRESS = "quipux.scanning.clamd.scan", speaker.address
    yield speaker
    speaker.close()
