"""What the form does on its way to being sent: one per addressee, versions, preview (documents §6; D-07, D-10)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents import services
from documents.models import Attachment, Copy, Document
from documents.states import CopyRole, PartyRole
from quipux import clock
from quipux.files import store
from tests import factories
from tests.documents.compose.browsing import NEW, Browser, choose, typed
from tests.documents.compose.making import draft, kind, let_write


@pytest.fixture(autouse=True)
def writers(ana, bruno):
    kind("memorando")
    kind("oficio")
    let_write(ana, bruno)


@pytest.fixture
def tab(client, ana):
    return Browser(client(ana)).open(f"{NEW}?tipo=memorando")


def test_d_10_one_document_for_each_addressee(tab, ana, bruno, elsa, diego):
    for person in (bruno, elsa, diego):
        choose(tab, "para", person)
    tab.send("ver:anexos", **typed())
    slip = {"ficha": tab.fields["ficha"]}
    tab.client.post("/documentos/nuevo/anexos/", slip | {"medio": "physical", "nombre": "Carpeta"})
    tab.client.post("/documentos/nuevo/anexos/", slip | {"archivos": SimpleUploadedFile("acta.txt", b"Acta")})
    tab.send("ver:opciones", **typed())
    assert "Un documento por destinatario" in tab.page
    options = {"addressing": "one_each", "scale": "100", "signature_at": "left", "uses_background": "on"}
    tab.send("aceptar", seccion="opciones", **options)
    originals = Copy.objects.filter(role=CopyRole.ORIGINAL)
    assert originals.count() == 3
    for original in originals:
        document = original.document
        assert document.parties.filter(role=PartyRole.TO).count() == 1
        assert [a.name for a in document.attachments.all()] == ["Carpeta", "acta.txt"]
        assert document.body == "<p>Uno</p><p>dos &amp; tres</p>"
    assert {o.document.parties.get(role="to").appointment for o in originals} == {
        p.appointment for p in (bruno, elsa, diego)}  # fmt: skip
    assert Document.objects.values("temporary_number").distinct().count() == 3
    [stored] = {row.file for row in Attachment.objects.filter(name="acta.txt")}
    assert store.read(stored) == b"Acta"
    sent = [factories.send(original.document) for original in originals.order_by("pk")]
    assert [one.number[-6:] for one in sent] == ["0001-M", "0002-M", "0003-M"]
    assert {factories.copy_of(one, person).state for one, person in zip(sent, (bruno, elsa, diego), strict=True)} == {
        "in_process"}  # fmt: skip


def test_an_inactive_addressee_is_highlighted_and_refused(client, ana, elsa, diego):
    from institutions import services as institutions
    from quipux.history.recorder import SYSTEM

    original = services.create(draft(elsa, diego), actor=ana.actor)
    institutions.deactivate(diego.appointment, last_day=clock.today(), actor=SYSTEM)
    own = Browser(client(ana)).open(f"/documentos/{original.uuid}/editar/")
    message = "Diego Ponce está inactivo. Retírelo o escoja a otra persona."
    assert message in own.page
    own.send("aceptar", **typed())
    assert (own.answer.status_code, message in own.page) == (422, True)


# Versions, preview --------------------------------------------------------------------------------------


def test_d_07_any_version_is_loaded_into_the_form(client, ana, elsa):
    original = services.create(draft(elsa), actor=ana.actor)
    services.modify(original, draft(elsa, body="<p>Dos</p>"), actor=ana.actor, base=1)
    entered = client(ana)
    page = entered.get(f"/documentos/{original.uuid}/versiones/?ver=1").content.decode()
    assert "Versión 2" in page
    assert "Uno." in page
    compared = entered.get(f"/documentos/{original.uuid}/versiones/?de=1&a=2", follow=True).content.decode()
    assert "De la versión 1 a la versión 2." in compared
    loaded = entered.post(f"/documentos/{original.uuid}/versiones/", {"version": 1}, follow=True)
    assert ">\nUno.</textarea>" in loaded.content.decode()
    assert Document.objects.get().body == "<p>Dos</p>"


def test_the_preview_saves_first_and_notes_the_revision_that_was_seen(tab, elsa):
    choose(tab, "para", elsa)
    tab.send("vista", follow=False, **typed())
    document = Document.objects.get()
    original = Copy.objects.get()
    assert tab.answer["Location"] == f"/documentos/{original.uuid}/vista-previa/"
    assert document.previewed_revision == document.revision == 1
    pdf = tab.client.get(tab.answer["Location"])
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
