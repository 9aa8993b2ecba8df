"""A list that holds citizens, put whole into Para (institutions §6.3, documents §6.1)."""

import pytest
from django.http import QueryDict

from accounts.models import CitizenProfile
from documents import services
from documents.acts.forms import InformForm
from documents.composing import lists, payload
from documents.models import Copy
from documents.services.draft_rows import party_key
from documents.states import PartyRole
from institutions.lists import services as of_lists
from institutions.models import DistributionList
from tests import factories
from tests.documents.compose.making import draft, kind, let_write


@pytest.fixture
def gina(db):
    person = factories.make_user("Gina Salazar")
    CitizenProfile.objects.create(person=person)
    return person


@pytest.fixture
def neighbours(ana, bruno, gina):
    made = of_lists.save(DistributionList(name="Vecinos"), actor=ana.actor)
    of_lists.add(made, [bruno.appointment, gina], actor=ana.actor)
    return made


@pytest.fixture
def original(ana, neighbours) -> Copy:
    """A draft of Ana to the whole list."""
    kind("oficio")
    let_write(ana)
    text, elsewhere = lists.put(payload.new(ana.actor, kind("oficio")), neighbours, ana.actor)
    assert elsewhere == 0
    text |= {"asunto": "Reunión de vecinos", "cuerpo": "<p>Les invito.</p>"}
    return services.create(payload.draft_of(text, ana.actor), actor=ana.actor)


def test_the_document_remembers_that_the_citizen_came_with_the_list(original, neighbours, bruno, gina):
    rows = original.document.parties.filter(role=PartyRole.TO)
    assert [(row.appointment, row.person, row.list) for row in rows.order_by("position")] == [
        (bruno.appointment, None, neighbours), (None, gina, neighbours)]  # fmt: skip
    assert payload.of_draft(original)["lista"]["miembros"] == [party_key(bruno.appointment), party_key(gina)]


def test_d_11_a_citizen_who_left_the_list_is_told(original, neighbours, ana, gina):
    of_lists.remove(neighbours, neighbours.members.get(person=gina).pk, actor=ana.actor)
    told = lists.changes(payload.of_draft(original), ana.actor)
    assert (told["sentence"], told["departed"]) == ('La lista "Vecinos" cambió: 1 persona menos.', [party_key(gina)])


def test_d_11_a_citizen_whom_nothing_reaches_any_more_is_told_too(original, ana, gina):
    gina.is_active = False
    gina.save()
    assert lists.changes(payload.of_draft(original), ana.actor)["departed"] == [party_key(gina)]


def test_somebody_typed_into_para_beside_the_list_is_not_of_it(ana, elsa, neighbours, bruno):
    let_write(ana)
    made = services.create(draft(bruno, elsa, list=neighbours, list_version=1,
                                 listed=frozenset({party_key(bruno.appointment)})), actor=ana.actor)  # fmt: skip
    assert made.document.parties.get(appointment=elsa.appointment).list is None
    assert made.document.parties.get(appointment=bruno.appointment).list == neighbours


def test_informing_a_list_reaches_its_servants_alone(ana, bruno, carla, neighbours):
    copy = factories.copy_of(factories.make_document(carla, to=[ana]), ana)
    form = InformForm(QueryDict(f"lists={neighbours.pk}"), actor=ana.actor, copies=[copy])
    assert form.is_valid(), form.errors
    assert form.cleaned_data["targets"] == [bruno.appointment]
