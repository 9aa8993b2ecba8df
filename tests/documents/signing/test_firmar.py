"""Firmar/Enviar and Envío Electrónico lead to a session with what could be numbered (D-16, D-27, documents §4.2, §9.1)."""

import pytest

from documents.models import Document, IssuedNumber, Sending, SigningSession
from documents.services.sending import run_to_the_end
from documents.signing import sessions
from documents.signing.providers import DESKTOP
from documents.states import CopyRole, CopyState
from institutions.models import Grant
from quipux.files import store
from tests import factories
from tests.documents.signing import making

pytestmark = pytest.mark.django_db
BOMB = "<div>" * 900 + "x" + "</div>" * 900  # the renderer gives up


@pytest.fixture
def signer(ana):
    for permission in ("create_outgoing", "sign_electronically"):
        Grant.objects.get_or_create(appointment=ana.appointment, permission=permission)
    return ana


def press(client, person, slug, originals, **fields):
    """Open the confirmation page, as everybody must, and press its button."""
    browser = client(person)
    copies = [str(original.uuid) for original in originals]
    browser.get(f"/documentos/acciones/{slug}/", {"copia": copies})
    data = {"copia": copies, "confirmar": "1", "volver": "/bandejas/en-elaboracion/"} | fields
    return browser.post(f"/documentos/acciones/{slug}/", data, follow=True)


def print_all(originals):
    """What the worker does with each; the renderer has its own tests."""
    for original in originals:
        stored = store.save(factories.tiny_pdf(f"Documento {original.pk}"), media_type="application/pdf")
        Document.objects.filter(pk=original.document_id, frozen_at__isnull=False).update(official_pdf=stored)
        for sending in Sending.objects.filter(document=original.document_id):
            run_to_the_end(sending.pk)


def session_of(person, originals) -> making.Signing:
    return making.Signing(SigningSession.objects.get(user=person.user), "", list(originals))


def test_d_16_of_three_selected_only_the_correct_one_is_numbered_and_offered(client, signer, bruno, luis):
    blank = factories.original_of(factories.make_draft(signer, to=[bruno], body="<p> </p>"))
    gone = factories.original_of(factories.make_draft(signer, to=[luis]))
    sound = factories.original_of(factories.make_draft(signer, to=[bruno]))
    page = press(client, signer, "firmar", [blank, gone, sound], electronically="on").content.decode()
    assert "No realizados: 2" in page
    assert "El documento no tiene texto." in page
    assert "No se puede enviar a Luis Vaca: ya no recibe documentos." in page
    assert [number.text for number in IssuedNumber.objects.all()] == ["MINEJ-DNP-2026-0001-M"]
    print_all([sound])
    signing = session_of(signer, [sound])
    DESKTOP.receive(signing.request(), making.signed_by(signer, signing.given()))
    print_all([sound])
    assert factories.copy_of(sound.document, bruno).state == CopyState.IN_PROCESS


def test_d_27_nineteen_of_twenty_are_offered_and_three_of_them_signed(client, signer, bruno, ready):
    sound = [ready(signer, to=[bruno]) for _ in range(19)]
    bomb = factories.original_of(factories.make_draft(signer, to=[bruno]))
    Document.objects.filter(pk=bomb.document_id).update(body=BOMB)
    page = press(client, signer, "firmar", [*sound, bomb], electronically="on").content.decode()
    assert "No realizados: 1" in page
    assert (IssuedNumber.objects.count(), SigningSession.objects.get().requests.count()) == (19, 19)
    bomb.refresh_from_db()
    assert (bomb.state, bomb.number) == (CopyState.DRAFT, "")
    print_all(sound)
    signing = session_of(signer, sound)
    for place in (0, 7, 18):
        DESKTOP.receive(signing.request(place), making.signed_by(signer, signing.given(place)))
    assert "Firmados 3 de 19." in client(signer).get(signing.page()).content.decode()
    closed = client(signer).post(f"{signing.page()}cerrar/", follow=True).content.decode()
    assert "16 documentos quedaron sin firmar en No Enviados, con su número." in closed
    assert "La sesión terminó: 3 de 19 firmados." in closed
    print_all([sound[0], sound[7], sound[18]])
    states = [factories.original_of(original.document).state for original in sound]
    assert (states.count(CopyState.SENT), states.count(CopyState.UNSENT_ORIGINAL)) == (3, 16)
    delivered = [original.document.copies.get(role=CopyRole.TO).state for original in sound]
    assert delivered.count(CopyState.IN_PROCESS) == 3
    assert Sending.objects.filter(failure=sessions.CLOSED).count() == 16


def test_without_the_mark_it_goes_by_paper_and_no_session_is_opened(client, signer, bruno, ready):
    page = press(client, signer, "firmar", [ready(signer, to=[bruno])]).content.decode()
    assert "ACCIÓN REQUERIDA COMPLETADA" in page
    assert not SigningSession.objects.exists()


def test_envio_electronico_opens_another_session_for_the_same_number(client, signer, opened):
    first = opened()
    sessions.close(first.session)
    page = press(client, signer, "envio-electronico", first.originals).content.decode()
    assert "MINEJ-DNP-2026-0001-M" in page
    assert SigningSession.objects.count() == 2
    assert IssuedNumber.objects.count() == 1


def test_more_than_fifty_are_refused_with_their_number(client, signer, bruno, ready):
    originals = [ready(signer, to=[bruno]) for _ in range(51)]
    answer = press(client, signer, "firmar", originals, electronically="on")
    assert answer.status_code == 422
    assert "Puede firmar electrónicamente hasta 50 documentos a la vez. Eligió 51." in answer.content.decode()
    assert not IssuedNumber.objects.exists()


def test_pressing_twice_leads_to_the_same_session(client, signer, bruno, ready):
    originals, key = [ready(signer, to=[bruno])], {"clave": "6d3b0b1e-55c6-4f0e-9a57-0d6a3a2f9a11"}
    pages = [press(client, signer, "firmar", originals, electronically="on", **key) for _ in range(2)]
    assert pages[0].request["PATH_INFO"] == pages[1].request["PATH_INFO"]
    assert SigningSession.objects.count() == 1


def test_a_session_is_of_one_person_in_one_post(client, signer, bruno, opened):
    signing = opened()
    for address in ("", "avance/", f"{signing.originals[0].uuid}/subir/", f"{signing.originals[0].uuid}/pdf/"):
        assert client(bruno).get(f"{signing.page()}{address}").status_code == 404
    assert client(bruno).post(f"{signing.page()}cerrar/").status_code == 404
    assert client(signer).get(f"{signing.page()}avance/").json()["text"].startswith("Firmados 0 de 1.")


def test_the_page_waits_for_the_pdf(client, signer, bruno, ready):
    page = press(client, signer, "firmar", [ready(signer, to=[bruno])], electronically="on").content.decode()
    assert "Preparando los PDF: 0 de 1 listos." in page
    assert "Abrir el programa de firma" not in page
