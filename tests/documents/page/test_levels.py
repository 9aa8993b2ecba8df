"""What each level shows of a document, and the log of what was read and refused (documents §16.2, D-54, D-55)."""

import subprocess
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import InternalError, connection, transaction

from documents import history
from documents.models import Copy, Document
from documents.services import NewAttachment, attach_later, shelve
from institutions.models import Grant
from quipux import clock
from quipux.accesslog.models import AccessEntry, Event, Result
from quipux.files import store
from quipux.history import recorder
from tests import factories
from tests.cast import servant

AT = datetime(2026, 5, 20, 10, 30, tzinfo=clock.GUAYAQUIL)


@pytest.fixture
def letter(ana, bruno):
    """Bruno's memorandum to Ana with text, file and anexo; commented when it was passed on and back."""
    document = factories.make_document(bruno, to=[ana], at=AT, subject="Asunto conocido",
                                       attachments=[("acta.txt", b"Canario del anexo")])  # fmt: skip
    factories.save_texts(document, "<p>uno</p>", "<p>dos</p>")
    copy = factories.reassign(factories.copy_of(document, ana), bruno, comment="Canario del comentario")
    return factories.reassign(copy, ana, comment="Canario de vuelta")


@pytest.fixture
def clerk(institution):
    """Somebody of another área; «Ver todos» and the like are granted by each test."""
    return servant(factories.make_servant(factories.make_area(institution, "Archivo Central"), "Rosa Vera"))


def grant(person, permission):
    Grant.objects.create(appointment=person.appointment, permission=permission)


def addresses(copy: Copy) -> dict[str, str]:
    """Every address that shows content of a copy or of its original."""
    base, original = f"/documentos/{copy.uuid}/", factories.original_of(copy.document)
    annex = copy.document.attachments.get()
    return {"file": f"{base}archivo/", "annexes": f"{base}anexos/", "annex": f"{base}anexos/{annex.uuid}/",
            "text": f"/documentos/{original.uuid}/modificaciones/1/2/", "copies": f"/documentos/{original.uuid}/copias/",
            }  # fmt: skip


def test_d_55_ver_todos_gives_basic_data_and_a_recorrido_without_file_nor_comments(client, clerk, letter):
    grant(clerk, "see_institution_basic")
    entered = client(clerk)
    page = entered.get(f"/documentos/{letter.uuid}/").content.decode()
    assert "Asunto conocido" in page
    for hidden in ("archivo/", "anexos/", "Código de verificación", letter.document.verification_code, "Canario"):
        assert hidden not in page
    trail = entered.get(f"/documentos/{letter.uuid}/recorrido/").content.decode()
    assert "Reasignar" in trail
    assert "Canario" not in trail
    assert 'data-rotulo="Comentario"' not in trail
    for name, address in addresses(letter).items():
        assert (name, entered.get(address).status_code) == (name, 404)


def test_d_55_ver_todos_shows_nothing_of_a_confidential_document(client, clerk, ana, bruno):
    grant(clerk, "see_institution_basic")
    document = factories.make_document(bruno, to=[ana], subject="Canario reservado", confidential=True)
    for copy in document.copies.all():
        for tail in ("", "recorrido/", "archivo/", "anexos/"):
            assert client(clerk).get(f"/documentos/{copy.uuid}/{tail}").status_code == 404


def test_level_two_reads_file_and_anexos_but_no_comment(client, carla, letter, institution, other_institution):
    institution.attached_to = other_institution
    institution.save()
    grant(carla, "search_attached")
    entered = client(carla)
    page = entered.get(f"/documentos/{letter.uuid}/").content.decode()
    assert f"Ver {letter.number}.pdf" in page
    assert "Canario" not in page
    assert b"".join(entered.get(addresses(letter)["annex"]).streaming_content) == b"Canario del anexo"
    assert b"".join(entered.get(addresses(letter)["file"]).streaming_content) == factories.TINY_PDF
    trail = entered.get(f"/documentos/{letter.uuid}/recorrido/").content.decode()
    assert "Canario" not in trail
    assert "Copias" not in page


def test_the_jefe_reads_what_his_area_took_part_in_and_a_colleague_does_not(client, ana, bruno, elsa, area, letter):
    outside = factories.make_document(elsa, to=[ana], subject="Llegado de ventanilla")
    copy = factories.copy_of(outside, ana)
    assert client(bruno).get(f"/documentos/{copy.uuid}/recorrido/").status_code == 200
    colleague = servant(factories.make_servant(area, "Pedro Lugo"))
    assert client(colleague).get(f"/documentos/{copy.uuid}/").status_code == 404


def test_d_54_without_level_every_content_is_the_404_of_an_unknown_uuid_and_leaves_a_row(client, diego, letter):
    entered = client(diego)
    missing = entered.get(f"/documentos/{uuid4()}/archivo/")
    for address in (
        f"/documentos/{letter.uuid}/",
        f"/documentos/{letter.uuid}/recorrido/",
        *addresses(letter).values(),
    ):
        before = AccessEntry.objects.count()
        response = entered.get(address)
        assert (response.status_code, response.content) == (404, missing.content)
        entry = AccessEntry.objects.order_by("-pk").first()
        assert AccessEntry.objects.count() == before + 1
        assert (entry.event, entry.result, entry.user_id) == (Event.DENIED, Result.REFUSED, diego.user.pk)
        assert str(entry.object_uuid) == address.split("/")[2]
        assert entry.context == str(diego.appointment.uuid)


def test_every_download_is_logged_with_person_time_bytes_and_result(client, ana, letter):
    with clock.frozen_at(AT):
        response = client(ana).get(addresses(letter)["file"], headers={"User-Agent": "Navegador de prueba"})
        b"".join(response.streaming_content)
        part = client(ana).get(addresses(letter)["annex"], headers={"Range": "bytes=0-4"})
        b"".join(part.streaming_content)
    whole, ranged = AccessEntry.objects.about("copy", letter.uuid).filter(event=Event.DOWNLOAD).order_by("pk")
    assert (whole.user_id, whole.at, whole.size) == (ana.user.pk, AT, len(factories.TINY_PDF))
    assert (whole.result, whole.network, whole.device) == (Result.DONE, "127.0.0.1", "Navegador de prueba")
    assert ranged.size == 5


def test_opening_a_public_document_leaves_no_row_and_a_confidential_one_does(client, ana, bruno, letter):
    client(ana).get(f"/documentos/{letter.uuid}/")
    assert not AccessEntry.objects.exists()
    copy = factories.copy_of(factories.make_document(bruno, to=[ana], confidential=True), ana)
    client(ana).get(f"/documentos/{copy.uuid}/")
    [entry] = AccessEntry.objects.about("copy", copy.uuid)
    assert (entry.event, entry.result, entry.user_id) == (Event.READ, Result.DONE, ana.user.pk)


@pytest.mark.parametrize("statement", ["UPDATE accesslog_accessentry SET device = ''", "DELETE FROM accesslog_accessentry",
                                       "TRUNCATE accesslog_accessentry"])  # fmt: skip
def test_postgresql_refuses_to_change_the_log_of_accesses(client, diego, letter, statement):
    client(diego).get(f"/documentos/{letter.uuid}/")
    connection.check_constraints()
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AccessEntry.objects.count() == 1


# Recorrido --------------------------------------------------------------------------------------------


def test_d_70_hidden_draft_steps_are_gone_for_readers_and_there_for_auditors(client, ana, bruno, institution):
    document = factories.make_draft(bruno, to=[ana])
    Document.objects.filter(pk=document.pk).update(hide_draft_steps=True)
    original = factories.original_of(document)
    factories.reassign(factories.reassign(original, ana, comment="Canario del borrador"), bruno, comment="Listo")
    assert "Canario del borrador" in client(bruno).get(f"/documentos/{original.uuid}/recorrido/").content.decode()
    factories.send(document)
    shelve(original, actor=bruno.actor)
    page = client(bruno).get(f"/documentos/{original.uuid}/recorrido/").content.decode()
    assert "Reasignar" not in page
    assert "Canario" not in page
    for step in ("Registro", "Firmar y enviar", "Envío Electrónico", "Archivar"):
        assert step in page
    auditor = servant(factories.make_servant(factories.make_area(institution), permissions=["audit_institution"]))
    page = client(auditor).get(f"/documentos/{original.uuid}/recorrido/").content.decode()
    assert "Canario del borrador" in page
    assert "Información General" not in page
    assert client(auditor).get(f"/documentos/{original.uuid}/").status_code == 404


def test_an_auditor_reads_no_comment_of_a_confidential_copy_nor_anything_of_another_institution(
    client, ana, bruno, carla, institution
):
    auditor = servant(factories.make_servant(factories.make_area(institution), permissions=["audit_institution"]))
    document = factories.make_document(bruno, to=[ana], subject="Canario uno", confidential=True)
    copy = factories.reassign(factories.copy_of(document, ana), bruno, comment="Canario dos")
    page = client(auditor).get(f"/documentos/{copy.uuid}/recorrido/")
    assert page.status_code == 200
    assert "Canario" not in page.content.decode()
    foreign = factories.original_of(factories.make_document(carla, to=[ana]))
    assert client(auditor).get(f"/documentos/{foreign.uuid}/recorrido/").status_code == 404


def test_the_recorrido_links_to_the_answer_for_who_may_open_it(client, ana, bruno, elsa):
    asked = factories.copy_of(factories.make_document(bruno, to=[ana]), ana)
    answer = factories.make_document(ana, to=[elsa], answer_to=asked, subject="La respuesta")
    link = f'href="/documentos/{factories.original_of(answer).uuid}/"'
    page = client(ana).get(f"/documentos/{asked.uuid}/recorrido/").content.decode()
    assert link in page
    assert answer.number in page


# Versions, copies, preferences ------------------------------------------------------------------------


def test_two_saved_texts_are_compared_word_by_word(client, bruno, ana):
    document = factories.make_draft(bruno, to=[ana])
    factories.save_texts(document, "<p>El plazo es de cinco días.</p><p>Atentamente</p>",
                         "<p>El plazo es de diez días.</p><p>Atentamente</p><p>Nuevo &lt;b&gt;</p>")  # fmt: skip
    old, new = document.versions.values_list("version", flat=True).order_by("-version")[:2][::-1]
    address = f"/documentos/{factories.original_of(document).uuid}/modificaciones/{old}/{new}/"
    page = client(bruno).get(address).content.decode()
    assert "El plazo es de <del>" in page
    assert "</span>cinco</del>" in page
    assert "</span>diez</ins>" in page
    assert "</span>Nuevo &lt;b&gt;</ins>" in page
    assert '<p class="govuk-body">Atentamente' in page


def test_saved_texts_are_for_readers_of_the_original_and_not_once_hidden(client, ana, bruno, letter):
    received, original = letter, factories.original_of(letter.document)
    tail = "modificaciones/1/2/"
    assert client(bruno).get(f"/documentos/{original.uuid}/{tail}").status_code == 200
    assert client(bruno).get(f"/documentos/{original.uuid}/modificaciones/1/9/").status_code == 404
    assert client(ana).get(f"/documentos/{received.uuid}/{tail}").status_code == 404
    Document.objects.filter(pk=letter.document_id).update(hide_draft_steps=True)
    assert client(bruno).get(f"/documentos/{original.uuid}/{tail}").status_code == 404


def test_copias_tell_of_another_institution_only_state_number_and_answer(client, ana, bruno, carla):
    document = factories.make_document(bruno, to=[ana, carla])
    factories.make_document(carla, to=[bruno], answer_to=factories.copy_of(document, carla))
    page = client(bruno).get(f"/documentos/{factories.original_of(document).uuid}/copias/").content.decode()
    assert "Carla Mena" in page
    assert "Contestado" in page
    assert "Coordinación Técnica" not in page.split("<tbody")[1]
    assert f'href="/documentos/{factories.copy_of(document, ana).uuid}/"' in page
    assert str(factories.copy_of(document, carla).uuid) not in page


def test_the_file_opens_by_itself_only_for_who_prefers_so(client, ana, letter):
    assert "Refresh" not in client(ana).get(f"/documentos/{letter.uuid}/").headers
    type(ana.user).objects.filter(pk=ana.user.pk).update(opens_file_at_once=True)
    response = client(ana).get(f"/documentos/{letter.uuid}/")
    assert response["Refresh"] == f"0;url=/documentos/{letter.uuid}/archivo/"


def test_an_anexo_of_another_copy_is_not_reached_by_level_two(
    client, carla, ana, letter, institution, other_institution
):
    institution.attached_to = other_institution
    institution.save()
    grant(carla, "search_attached")
    original = factories.original_of(letter.document)
    added = attach_later(letter, NewAttachment("propio.txt", store.save(b"propio", media_type="text/plain")),
                         actor=ana.actor)  # fmt: skip
    assert client(carla).get(f"/documentos/{original.uuid}/anexos/{added.uuid}/").status_code == 404


def test_the_recorrido_of_a_draft_leads_to_what_changed_in_its_text(client, bruno, ana):
    original = factories.original_of(factories.make_draft(bruno, to=[ana]))
    details = {"changes": [], "old_version": 1, "new_version": 2}
    recorder.record(original, history.MODIFY, actor=bruno.actor, details=details)
    page = client(bruno).get(f"/documentos/{original.uuid}/recorrido/").content.decode()
    assert f'href="/documentos/{original.uuid}/modificaciones/1/2/">Ver modificaciones en el texto' in page


def test_the_hoja_de_ruta_leaves_with_or_without_comments(client, ana, clerk, letter):
    grant(clerk, "see_institution_basic")
    address = f"/documentos/{letter.uuid}/recorrido/imprimir/"
    spoken, plain = (words_of_pdf(client(ana).get(url)) for url in (f"{address}?comentarios=1", address))
    assert "Canario de vuelta" in spoken
    assert "Canario" not in plain
    assert "Reasignar" in plain
    assert "Canario" not in words_of_pdf(client(clerk).get(f"{address}?comentarios=1"))
    assert AccessEntry.objects.about("copy", letter.uuid).filter(event=Event.DOWNLOAD).count() == 3


def words_of_pdf(response) -> str:
    assert response["Content-Type"] == "application/pdf"
    done = subprocess.run(["pdftotext", "-", "-"], input=response.content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_the_holder_of_a_draft_goes_straight_to_editing_if_preferred(client, ana, bruno):
    original = factories.original_of(factories.make_draft(bruno, to=[ana]))
    address = f"/documentos/{original.uuid}/"
    assert client(bruno).get(address).status_code == 200
    type(bruno.user).objects.filter(pk=bruno.user.pk).update(opens_drafts_to_edit=True)
    assert client(bruno).get(address)["Location"] == f"{address}editar/"
    assert client(bruno).get(address, headers={"Referer": f"http://testserver{address}editar/"}).status_code == 200
