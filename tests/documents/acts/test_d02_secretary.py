"""A secretary drafts, the Jefe signs (D-02)."""

import pytest

from documents import services
from documents.listing import copies_of_address
from documents.models import Copy
from documents.services import Draft
from documents.trays.counting import counters
from institutions.models import Grant
from quipux import clock
from quipux.errors import Forbidden
from tests import factories

pytestmark = pytest.mark.django_db
DRAFTS = "/bandejas/en-elaboracion/"


def test_d_02_the_draft_leaves_the_secretary_and_only_the_jefe_may_sign_it(ana, bruno, diego):
    Grant.objects.get_or_create(appointment=ana.appointment, permission="create_outgoing")
    wanted = Draft(type=factories.document_type(), subject="Informe", body="<p>Texto.</p>", to=[diego.appointment],
                   sender=bruno.appointment)  # fmt: skip
    draft = services.write(wanted, actor=ana.actor)
    assert list(copies_of_address(DRAFTS, ana.actor)) == [draft]
    assert not copies_of_address(DRAFTS, bruno.actor).exists()
    services.reassign(draft, bruno.appointment, actor=ana.actor, comment="Para su firma")
    assert not copies_of_address(DRAFTS, ana.actor).exists()
    [received] = copies_of_address(DRAFTS, bruno.actor)
    assert (received.is_read, received.previous_holder) == (False, ana.appointment)
    assert counters(ana.actor, clock.today())["reasignados"] == 1
    with pytest.raises(Forbidden):
        services.request_sending(Copy.objects.get(pk=draft.pk), actor=ana.actor, electronically=False)
    assert not Copy.objects.get(pk=draft.pk).number
