"""A list defined by a rule is resolved again on the sending page, which shows the difference and asks (documents §6.1)."""

import pytest

from documents import services
from documents.models import Copy, Document, IssuedNumber
from documents.services.draft_rows import party_key
from documents.states import PartyRole
from institutions.models import Appointment, DistributionList
from quipux.history.models import Entry
from tests.documents.compose.making import draft, kind, let_write
from tests.documents.sending.test_acts import address, confirm
from tests.documents.window.making import registered


@pytest.fixture
def to_all_chiefs(ana, bruno, elsa):
    """A draft of Ana to «Todos los jefes», of which Bruno is not one any more and Elsa is."""
    kind("memorando")
    let_write(ana)
    chiefs = DistributionList.objects.create(institution=ana.appointment.institution, owner=ana.appointment,
                                             name="Todos los jefes", includes_all_chiefs=True)  # fmt: skip
    original = services.create(draft(bruno, list=chiefs, list_version=1, listed=frozenset({party_key(bruno.appointment)})),
                               actor=ana.actor)  # fmt: skip
    Appointment.objects.filter(pk=bruno.appointment.pk).update(profile=Appointment.Profile.NORMAL)
    Appointment.objects.filter(pk=elsa.appointment.pk).update(profile=Appointment.Profile.CHIEF)
    return original


def addressees(original):
    return {party.appointment for party in original.document.parties.filter(role=PartyRole.TO)}


def test_d_11_the_difference_is_shown_by_name_and_nothing_is_sent_without_an_answer(client, ana, to_all_chiefs):
    told = ("La lista &quot;Todos los jefes&quot; cambió: 1 persona menos, 1 más. Ya no constan: Bruno Salas. "
            "Se suman: Elsa Montero.")  # fmt: skip
    assert told in client(ana).get(address("firmar", to_all_chiefs)).content.decode()
    answer = confirm(client(ana), "firmar", to_all_chiefs)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "Elija qué hacer con los destinatarios de la lista." in answer.content.decode()
    assert not IssuedNumber.objects.exists()


def test_d_11_with_consent_it_goes_to_who_is_in_the_list_at_that_moment(client, ana, elsa, diego, to_all_chiefs):
    client(ana).get(address("firmar", to_all_chiefs))
    Appointment.objects.filter(pk=diego.appointment.pk).update(profile=Appointment.Profile.CHIEF)
    page = confirm(client(ana), "firmar", to_all_chiefs, lists="actualizar").content.decode()
    assert "Realizados: 1" in page
    assert addressees(to_all_chiefs) == {elsa.appointment, diego.appointment}
    assert Copy.objects.filter(document=to_all_chiefs.document_id).count() == 3
    assert "Modificación" in [entry.label for entry in Entry.objects.of(to_all_chiefs)]


def test_d_11_without_it_the_addressees_stay(client, ana, bruno, to_all_chiefs):
    client(ana).get(address("firmar", to_all_chiefs))
    page = confirm(client(ana), "firmar", to_all_chiefs, lists="mantener").content.decode()
    assert "Realizados: 1" in page
    assert addressees(to_all_chiefs) == {bruno.appointment}


def test_a_list_of_names_is_not_asked_about_on_sending(client, ana, to_all_chiefs):
    DistributionList.objects.update(includes_all_chiefs=False)
    page = client(ana).get(address("firmar", to_all_chiefs)).content.decode()
    assert "La lista" not in page
    assert Document.objects.get().list is not None


@pytest.fixture
def external_to_chiefs(elsa, ana, bruno, diego):
    """What Elsa registered for «Todos los jefes», of which Bruno is not one any more and Diego is."""
    chiefs = DistributionList.objects.create(institution=elsa.appointment.institution, owner=elsa.appointment,
                                             name="Todos los jefes", includes_all_chiefs=True)  # fmt: skip
    original = registered(elsa, bruno, list=chiefs, list_version=1, listed=frozenset({party_key(bruno.appointment)}))
    Appointment.objects.filter(pk=bruno.appointment.pk).update(profile=Appointment.Profile.NORMAL)
    Appointment.objects.filter(pk=diego.appointment.pk).update(profile=Appointment.Profile.CHIEF)
    return original


def test_d_11_the_window_is_asked_too_before_it_sends_what_came_from_outside(client, elsa, diego, external_to_chiefs):
    told = "Ya no constan: Bruno Salas. Se suman: Diego Ponce."
    assert told in client(elsa).get(address("enviar-externo", external_to_chiefs)).content.decode()
    answer = confirm(client(elsa), "enviar-externo", external_to_chiefs)
    assert answer.status_code == 422
    assert Copy.objects.get(pk=external_to_chiefs.pk).state == "draft"
    confirm(client(elsa), "enviar-externo", external_to_chiefs, lists="actualizar")
    assert addressees(external_to_chiefs) == {diego.appointment}
    assert Copy.objects.get(document=external_to_chiefs.document_id, role="to").holder == diego.appointment


def test_d_11_the_window_may_keep_the_addressees(client, elsa, bruno, external_to_chiefs):
    confirm(client(elsa), "enviar-externo", external_to_chiefs, lists="mantener")
    assert Copy.objects.get(document=external_to_chiefs.document_id, role="to").holder == bruno.appointment
