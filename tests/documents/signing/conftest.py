"""What the tests of the signature share: people with certificates, and the worker's part."""

import pytest

from tests.documents.sending.conftest import ready, work
from tests.documents.signing import making

__all__ = ["ready", "work"]


@pytest.fixture(autouse=True)
def _test_authority_counts(settings):
    """Certificates of the test authority are accepted, as in the demonstration."""
    settings.QUIPUX_ACCEPT_TEST_CA = True


@pytest.fixture
def opened(ana, bruno):
    """Maker of sessions of Ana: ``opened(2)`` gives the session, its token and its originals."""

    def make(number=1, **fields):
        return making.open_session(ana, [making.factories.make_unsigned(ana, to=[bruno], **fields)
                                         for _ in range(number)])  # fmt: skip

    return make
