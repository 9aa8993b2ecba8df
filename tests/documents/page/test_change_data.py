"""Cambios en línea (documents §4.2, D-53)."""

import pytest

from documents import services
from documents.models import Copy, Document
from documents.services import shelve
from documents.services.changes import options_of
from documents.services.data import change_data
from documents.states import Category, Confidentiality
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history.models import Entry
from quipux.notices.models import Notice
from quipux.outbox.models import Mail
from tests import factories
from tests.documents.compose.making import draft, kind, let_write
from tests.documents.window.making import let, registered


@pytest.fixture
def copy(ana, bruno):
    return factories.copy_of(factories.make_document(bruno, to=[ana]), ana)


def test_d_53_the_level_of_one_copy_changes_and_lowering_it_needs_a_reason_and_tells_de(client, ana, bruno, elsa):
    document = factories.make_document(bruno, to=[ana, elsa], subject="Canario")
    copy, other = factories.copy_of(document, ana), factories.copy_of(document, elsa)
    entered, address = client(ana), f"/documentos/{copy.uuid}/datos/"
    assert "solo de esta copia" in entered.get(address).text
    done = entered.post(address, {"confidentiality": "confidential", "notes": ""}, follow=True)
    assert "las demás copias no cambian" in done.text
    entry = Entry.objects.of(copy).first()
    assert (entry.label, entry.comment) == ("Modificación", "Nivel de Seguridad: Público → Confidencial")
    assert entry.details["changes"] == {"confidentiality": ["public", "confidential"]}
    levels = Copy.objects.filter(document=document).exclude(pk=copy.pk).values_list("confidentiality", flat=True)
    assert set(levels) == {Confidentiality.PUBLIC}
    refused = entered.post(address, {"confidentiality": "public", "notes": ""})
    assert refused.status_code == 422
    assert "Escriba en Comentario por qué el documento pasa a Público." in refused.text
    with pytest.raises(Invalid):
        change_data(copy, {"confidentiality": Confidentiality.PUBLIC}, actor=ana.actor)
    assert not Notice.objects.filter(user=bruno.user, text__contains="Público").exists()
    entered.post(address, {"confidentiality": "public", "notes": "", "comment": "Ya se publicó"})
    assert Entry.objects.of(copy).first().comment == "Nivel de Seguridad: Confidencial → Público\nYa se publicó"
    assert Notice.objects.filter(user=bruno.user, text__contains="Nivel de seguridad cambiado a Público").count() == 1
    assert Mail.objects.filter(to=bruno.user.email, subject__contains="cambiado a Público").count() == 1
    assert Copy.objects.get(pk=other.pk).confidentiality == Confidentiality.PUBLIC


def test_each_state_admits_its_own_changes(ana, bruno, copy):
    with pytest.raises(NotAllowedNow, match="«Categoría» ya no se puede cambiar"):
        change_data(copy, {"category": Category.URGENT}, actor=ana.actor)
    change_data(copy, {"notes": "Para el lunes"}, actor=ana.actor)
    assert Entry.objects.of(copy).first().comment == "Notas: vacío → Para el lunes"
    original = factories.original_of(copy.document)
    change_data(original, {"notes": "Enviado"}, actor=bruno.actor)
    with pytest.raises(NotAllowedNow):
        change_data(original, {"confidentiality": Confidentiality.CONFIDENTIAL}, actor=bruno.actor)
    draft = factories.original_of(factories.make_draft(bruno, to=[ana]))
    change_data(draft, {"category": Category.URGENT, "classification": "Informes"}, actor=bruno.actor)
    assert Copy.objects.get(pk=draft.pk).category == Category.URGENT
    with pytest.raises(NotAllowedNow):
        change_data(shelve(copy, actor=ana.actor), {"notes": "Tarde"}, actor=ana.actor)


def test_only_the_holder_changes_data_and_the_same_value_records_nothing(client, ana, bruno, diego, copy):
    with pytest.raises(Forbidden):
        change_data(copy, {"notes": "Ajena"}, actor=bruno.actor)
    assert client(bruno).get(f"/documentos/{copy.uuid}/datos/").status_code == 403
    assert client(diego).get(f"/documentos/{copy.uuid}/datos/").status_code == 404
    entries = Entry.objects.of(copy).count()
    change_data(copy, {"confidentiality": Confidentiality.PUBLIC}, actor=ana.actor)
    assert Entry.objects.of(copy).count() == entries
    assert "Cambiar datos" in client(ana).get(f"/documentos/{copy.uuid}/").text
    assert "Cambiar datos" not in client(bruno).get(f"/documentos/{copy.uuid}/").text


def test_the_type_of_a_draft_changes_on_the_line_and_its_print_options_begin_anew(client, ana, bruno):
    let_write(ana)
    oficio = kind("oficio")
    original = services.create(draft(bruno, options={"farewell": "Saludos,"}), actor=ana.actor)
    entered, address = client(ana), f"/documentos/{original.uuid}/datos/"
    assert f'<option value="{oficio.pk}"' in entered.get(address).text
    data = {"category": "normal", "classification": "Sin tipificación", "confidentiality": "public", "notes": ""}
    assert entered.post(address, data | {"tipo": 0}).status_code == 422
    entered.post(address, data | {"tipo": oficio.pk})
    document = Document.objects.get()
    assert (document.type, document.revision, options_of(document)) == (oficio, 2, {})
    entry = Entry.objects.of(original).first()
    assert (entry.label, entry.comment) == ("Modificación", "Tipo de Documento, Opciones de impresión.")
    sent = factories.original_of(factories.make_document(ana, to=[bruno]))
    assert "Tipo de Documento" not in entered.get(f"/documentos/{sent.uuid}/datos/").text


def test_whom_an_external_is_directed_to_changes_while_it_is_a_draft(client, elsa, ana, bruno):
    let(ana, "receive_directed_external")
    original = registered(elsa, bruno)
    data = {"category": "normal", "classification": "Sin tipificación", "confidentiality": "public", "notes": ""}
    client(elsa).post(f"/documentos/{original.uuid}/datos/", data | {"directed_to": ana.appointment.pk})
    original.refresh_from_db()
    assert original.directed_to == ana.appointment
    assert Entry.objects.of(original).first().comment == "Dirigido a: nadie → Ana Torres, Especialista"
