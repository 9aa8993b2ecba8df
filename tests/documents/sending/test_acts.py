"""Firmar/Enviar, Por Imprimir and No Enviados on the frame of acts (documents §4.2, §9.1)."""

import pytest

from documents.models import Document, IssuedNumber, Sending
from documents.services import number_and_freeze, request_sending
from documents.states import CopyState
from institutions.models import Grant
from tests import factories
from tests.cast import servant


def address(slug, *copies) -> str:
    return f"/documentos/acciones/{slug}/?" + "&".join(f"copia={copy.uuid}" for copy in copies)


def confirm(client, slug, *copies, **fields):
    """Press the button of the confirmation page and follow to the result."""
    data = {"copia": [str(copy.uuid) for copy in copies], "confirmar": "1", "volver": "/bandejas/recibidos/"} | fields
    return client.post(f"/documentos/acciones/{slug}/", data, follow=True)


@pytest.fixture
def draft(ana, bruno):
    """A draft of Ana that nobody saw printed yet."""
    Grant.objects.create(appointment=ana.appointment, permission="create_outgoing")
    return factories.original_of(factories.make_draft(ana, to=[bruno]))


def test_the_confirmation_renders_the_preview_and_says_when_it_arrives(client, ana, draft):
    page = client(ana).get(address("firmar", draft)).content.decode()
    assert ("El documento no llegará a sus destinatarios hasta que la secretaría de Dirección Nacional de Provisión lo "
            "imprima y lo envíe desde Por Imprimir.") in page  # fmt: skip
    assert "¿Firmar electrónicamente?" not in page
    document = Document.objects.get(pk=draft.document_id)
    assert document.previewed_revision == document.revision
    result = confirm(client(ana), "firmar", draft).content.decode()
    assert "ACCIÓN REQUERIDA COMPLETADA" in result
    assert "Número MINEJ-DNP-2026-0001-M" in result
    assert Sending.objects.get().document == document


def test_who_may_sign_electronically_is_told_what_unticking_it_means(client, ana, draft):
    Grant.objects.create(appointment=ana.appointment, permission="sign_electronically")
    page = client(ana).get(address("firmar", draft)).content.decode()
    assert "¿Firmar electrónicamente?" in page
    assert "checked" in page
    assert ("Si quita la marca, el documento no llegará a sus destinatarios hasta que la secretaría de Dirección Nacional "
            "de Provisión lo imprima y lo envíe desde Por Imprimir.") in page  # fmt: skip


def test_d_16_each_of_three_has_its_own_result(client, ana, bruno, luis, draft):
    blank = factories.original_of(factories.make_draft(ana, to=[bruno], body="<p> </p>"))
    gone = factories.original_of(factories.make_draft(ana, to=[luis]))
    client(ana).get(address("firmar", blank, gone, draft))
    result = confirm(client(ana), "firmar", blank, gone, draft).content.decode()
    assert "No realizados: 2" in result
    assert "El documento no tiene texto." in result
    assert "No se puede enviar a Luis Vaca" in result
    assert "Realizados: 1" in result
    assert IssuedNumber.objects.count() == 1


def test_a_text_that_changed_after_the_page_was_opened_gets_no_number(client, ana, draft):
    client(ana).get(address("firmar", draft))
    Document.objects.filter(pk=draft.document_id).update(revision=9)
    assert "después de su vista previa" in confirm(client(ana), "firmar", draft).content.decode()
    assert not IssuedNumber.objects.exists()


def test_the_answered_document_is_shelved_only_if_asked(client, ana, bruno):
    Grant.objects.create(appointment=ana.appointment, permission="create_outgoing")
    answered = factories.copy_of(factories.make_document(bruno, to=[ana]), ana)
    for wanted, state in (("", CopyState.IN_PROCESS), ("on", CopyState.SHELVED)):
        answer = factories.original_of(factories.make_draft(ana, to=[bruno], answer_to=answered))
        assert "Archivar el documento respondido" in client(ana).get(address("firmar", answer)).content.decode()
        confirm(client(ana), "firmar", answer, **({"shelve_answered": wanted} if wanted else {}))
        answered.refresh_from_db()
        assert answered.state == state


@pytest.fixture
def rosa(area):
    return servant(factories.make_servant(area, "Rosa Lema", title="Secretaria", permissions=["print_dispatch"]))


def test_the_secretary_prints_sends_and_takes_out_confidential_papers_without_reading_them(
    client, ana, bruno, elsa, rosa, ready, work
):
    sending = request_sending(ready(ana, to=[bruno, elsa], confidential=True), actor=ana.actor, electronically=False)
    document = work(sending).document
    first, second = (factories.copy_of(document, person) for person in (bruno, elsa))
    assert client(rosa).get(address("imprimir", first)).status_code == 422
    assert "Realizados: 1" in confirm(client(rosa), "enviar", first, carrier="Mensajería propia").content.decode()
    assert "Realizados: 1" in confirm(client(rosa), "eliminar-copia", second).content.decode()
    assert client(elsa).get(address("enviar", second)).status_code == 404
    assert "Realizados: 1" in confirm(client(ana), "restaurar", second).content.decode()
    second.refresh_from_db()
    assert second.state == CopyState.TO_PRINT
    printed = client(ana).get(address("imprimir", second))
    assert (printed.status_code, printed["Content-Type"]) == (200, "application/pdf")


def test_no_enviados_offers_paper_and_annulment_with_a_reason(client, ana, bruno, ready):
    original = ready(ana, to=[bruno])
    number_and_freeze(original, actor=ana.actor)
    assert confirm(client(ana), "anular", original).status_code == 422
    assert "Realizados: 1" in confirm(client(ana), "anular", original, comment="Equivocado").content.decode()
    other = ready(ana, to=[bruno])
    number_and_freeze(other, actor=ana.actor)
    assert "Realizados: 1" in confirm(client(ana), "envio-manual", other).content.decode()
    assert Sending.objects.get(document=other.document).route == "manual"


def test_the_secretary_reads_for_whom_each_sheet_is(client, ana, bruno, elsa, rosa, ready, work):
    sending = request_sending(ready(ana, to=[bruno, elsa]), actor=ana.actor, electronically=False)
    document = work(sending).document
    tray = client(rosa).get("/bandejas/por-imprimir/").content.decode()
    page = client(rosa).get(address("enviar", factories.copy_of(document, bruno))).content.decode()
    assert all(f'qx-de__n">{name}</span>' in tray for name in ("Bruno Salas", "Elsa Montero"))
    assert f"{document.number}, para Bruno Salas" in page
    assert "Elsa Montero" not in page
