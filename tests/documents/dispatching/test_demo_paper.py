"""What a newcomer finds on paper in the demonstration (contract §5)."""

import pytest

from documents.models import DocumentType, PaperDispatch
from documents.services.paper import to_print
from documents.states import DispatchState
from quipux.demo import paper, people
from quipux.history import chain
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_demonstration_has_paper_in_every_stage():
    factories.external_type()
    DocumentType.objects.get_or_create(
        slug="oficio", defaults={"label": "Oficio", "abbreviation": "O", "layout": "oficio"}
    )
    cast = people.create("!")
    paper.arrange(cast)
    assert sorted(PaperDispatch.objects.values_list("state", flat=True)) == [
        DispatchState.DELIVERED,
        DispatchState.RETURNED,
    ]
    assert PaperDispatch.objects.get(state=DispatchState.DELIVERED).evidence.name == "guia_MP-2026-031.pdf"
    assert [copy.party.name for copy in to_print(cast.rosa).select_related("party")] == ["Gina Salazar León"]
    assert chain.verify_all()[1] == []
