"""Every test here accepts the test authority and may read the trusted roots, unless it says otherwise."""

import pytest


@pytest.fixture(autouse=True)
def _test_authority(settings, db):
    settings.QUIPUX_ACCEPT_TEST_CA = True
