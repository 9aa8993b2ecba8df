"""What a newcomer finds at the window of the demonstration (contract §5)."""

import pytest

from documents.models import Copy, PhysicalLocation
from documents.states import CopyRole, CopyState
from documents.trays.counting import counters
from documents.window.lists import externals
from quipux import clock
from quipux.demo import people, window
from tests.documents.window.making import externo

pytestmark = pytest.mark.django_db


def test_the_window_of_the_demonstration_has_papers_in_every_stage():
    externo()
    cast = people.create("!")
    window.arrange(cast)
    states = externals(cast.elsa).values_list("state", flat=True)
    assert sorted(states) == [CopyState.DRAFT, CopyState.SENT, CopyState.SENT]
    received = Copy.objects.filter(role=CopyRole.TO, holder=cast.bruno.appointment)
    assert received.count() == 2
    assert received.get(directed_to=cast.bruno.appointment).party.appointment == cast.marta.appointment
    assert counters(cast.elsa, clock.today())["en-elaboracion"] == 1
    assert PhysicalLocation.objects.filter(parent__isnull=False).count() == 2
