"""A desk for the tests of the trays, on a day when nothing of it is old."""

from datetime import timedelta

import pytest

from quipux import clock
from tests import factories
from tests.documents.trays.desks import AT, make_desk


@pytest.fixture
def desk(area, other_institution):
    with clock.frozen_at(AT + timedelta(days=10)):
        yield make_desk(area, factories.make_area(other_institution, "Coordinación Técnica", sigla="CT"))
