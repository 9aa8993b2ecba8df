"""The first moment of the stories: a Monday morning of March 2026."""

import pytest

from quipux import clock
from tests.institutions.implantation import making


@pytest.fixture
def march():
    with clock.frozen_at(making.START):
        yield
