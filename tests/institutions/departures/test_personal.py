"""DV-10: what a post keeps for itself passes on where somebody chose to whom (institutions §11.3)."""

import pytest

from documents.models import CommentPhrase, PersonalLabel, SavedFilter
from institutions.departures import cases, ending
from tests import factories
from tests.institutions.departures.conftest import open_case

pytestmark = pytest.mark.django_db
REASON = "Terminó su contrato con la institución."


@pytest.fixture
def kept(ana, bruno, elsa):
    """A label on a document that stays and on one that passes, a filter with a name that Bruno has too, a phrase."""
    label = PersonalLabel.objects.create(appointment=ana.appointment, name="Urgente")
    old, new = (factories.copy_of(factories.make_document(elsa, to=[ana]), ana) for _ in range(2))
    label.copies.set([old, new])
    factories.reassign(old, elsa, by=ana)
    for person in (ana, bruno):
        SavedFilter.objects.create(
            appointment=person.appointment, tray="recibidos", name="Pendientes", query="q=1", is_default=True
        )
    CommentPhrase.objects.create(
        institution=ana.appointment.institution, appointment=ana.appointment, text="Para su trámite."
    )
    return label


def test_labels_filters_and_phrases_pass_to_who_was_chosen(kept, ana, bruno, diego):
    case = open_case(diego, ana)
    codes = dict.fromkeys(("DV-02", "DV-10b"), bruno.appointment)
    ending.deactivate(cases.decide(case, actor=diego.actor, destinations=codes), reason=REASON, actor=diego.actor)
    kept.refresh_from_db()
    assert kept.appointment == bruno.appointment
    assert {copy.holder for copy in kept.copies.all()} == {bruno.appointment}
    names = SavedFilter.objects.filter(appointment=bruno.appointment).order_by("pk").values_list("name", "is_default")
    assert {is_default for name, is_default in names if name.startswith("Pendientes (")} == {False}
    assert len(names) == 2
    assert CommentPhrase.objects.get().appointment == bruno.appointment
    assert case.decisions.get(code="DV-10b").moved == 3


def test_by_default_they_pass_to_nobody(kept, ana, bruno, diego):
    case = cases.decide(open_case(diego, ana), actor=diego.actor, destinations={}, default=bruno.appointment)
    ending.deactivate(case, reason=REASON, actor=diego.actor)
    kept.refresh_from_db()
    assert kept.appointment == ana.appointment
