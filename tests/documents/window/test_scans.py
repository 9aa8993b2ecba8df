"""Digitalización and anexos that come later (documents §4.2, §11; D-58)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents import services
from documents.detail import images_of
from documents.models import Attachment, Copy
from documents.states import CopyRole
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history.models import Entry
from tests import factories
from tests.cast import servant
from tests.documents.window.making import registered, sent

pytestmark = pytest.mark.django_db


def scan(name="oficio.pdf", content=factories.TINY_PDF):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.fixture
def marco(elsa):
    """Who only digitises, beside Elsa."""
    return servant(factories.make_servant(elsa.appointment.area, "Marco Vera", permissions=["digitise"]))


def received(original):
    return original.document.copies.get(role=CopyRole.TO)


def test_d_58_a_scan_loaded_after_sending_is_the_image_everybody_has(elsa, marco, ana):
    original = sent(elsa, ana)
    result = services.digitise(original, [scan()], actor=marco.actor)
    [row] = Attachment.objects.filter(document=original.document_id)
    assert (result.kept, row.copy, row.is_document_image) == ([row], None, True)
    for copy in (original, received(original)):
        assert images_of(Copy.objects.select_related("document").get(pk=copy.pk)) == [row]
        assert "Digitalización" in [entry.label for entry in Entry.objects.of(copy)]


def test_d_58_what_is_archived_is_refused(elsa, ana):
    original = sent(elsa, ana)
    services.shelve(received(original), actor=ana.actor)
    with pytest.raises(NotAllowedNow, match="El documento está archivado; debe restaurarlo"):
        services.digitise(original, [scan()], actor=elsa.actor)
    services.unshelve(received(original), actor=ana.actor)
    services.shelve(Copy.objects.get(pk=original.pk), actor=elsa.actor)
    with pytest.raises(NotAllowedNow, match="archivado"):
        services.digitise(original, [scan()], actor=elsa.actor)
    assert not Attachment.objects.exists()


def test_a_scan_before_sending_needs_no_hands_on_the_draft(elsa, marco, ana):
    original = registered(elsa, ana)
    assert services.digitise(original, [scan()], actor=marco.actor).kept
    [entry] = Entry.objects.of(original).filter(action="digitise")
    assert entry.comment == "oficio.pdf"


def test_only_who_digitises_in_the_institution_and_only_externals(elsa, ana, bruno, carla, other_institution):
    original = sent(elsa, ana)
    stranger = servant(factories.make_servant(carla.appointment.area, "Otra Ventanilla", permissions=["digitise"]))
    for person in (ana, stranger):
        with pytest.raises(Forbidden):
            services.digitise(original, [scan()], actor=person.actor)
    with pytest.raises(Forbidden):
        services.digitise(received(original), [scan()], actor=elsa.actor)
    memo = factories.original_of(factories.make_document(ana, to=[bruno]))
    with pytest.raises(Forbidden):
        services.digitise(memo, [scan()], actor=elsa.actor)


def test_anexos_come_later_for_everybody_who_has_the_document(elsa, ana):
    original = sent(elsa, ana)
    services.add_later(original, [scan("anexo.pdf")], actor=elsa.actor)
    services.add_later(original, [], actor=elsa.actor, name="Un CD", medium="physical")
    rows = Attachment.objects.filter(document=original.document_id, copy=None, is_document_image=False)
    assert [row.name for row in rows] == ["anexo.pdf", "Un CD"]
    with pytest.raises(Invalid):
        services.add_later(original, [], actor=elsa.actor)


# Pages ----------------------------------------------------------------------------------------------------------


def test_the_list_is_filtered_by_text_area_person_date_and_image(client, elsa, ana, bruno, area):
    first = sent(elsa, ana, subject="Petición de agua")
    second = sent(elsa, elsa, subject="Petición de luz")
    services.digitise(second, [scan()], actor=elsa.actor)
    desk = client(elsa)

    def numbers(query):
        page = desk.get(f"/ventanilla/digitalizados/?{query}").content.decode()
        return [one.number for one in (first, second) if f">{one.number}<" in page]

    assert numbers("") == [first.number, second.number]
    assert numbers("texto=agua") == [first.number]
    assert numbers(f"area={area.pk}") == [first.number]
    assert numbers("servidor=montero") == [second.number]
    assert numbers("imagen=sin") == [first.number]
    assert numbers("desde=2999-01-01") == []
    assert desk.get("/ventanilla/digitalizados/?desde=ayer").status_code == 422


def test_of_a_confidential_paper_who_digitises_sees_the_number_alone_and_finds_it_by_nothing_else(
    client, elsa, marco, ana
):
    original = sent(elsa, ana, subject="Canario secreto", confidentiality="confidential")
    desk = client(marco)
    for address in ("/ventanilla/digitalizados/", f"/ventanilla/digitalizados/{original.uuid}/"):
        page = desk.get(address).content.decode()
        assert original.number in page
        assert "Documento confidencial" in page
        assert not [word for word in ("Canario", "Ana Torres", "Gina") if word in page.replace("«Canario", "")]
    for query in ("texto=canario", "servidor=torres", f"area={ana.appointment.area_id}"):
        assert original.number not in desk.get(f"/ventanilla/digitalizados/?{query}").content.decode()
    desk.post(f"/ventanilla/digitalizados/{original.uuid}/", {"archivos": [scan()]})
    assert Attachment.objects.get().is_document_image


def test_files_are_loaded_one_by_one_and_each_refusal_is_said(client, elsa, ana):
    original = sent(elsa, ana)
    address = f"/ventanilla/digitalizados/{original.uuid}/"
    answer = client(elsa).post(address, {"archivos": [scan(), scan("virus.exe")]}, follow=True)
    page = answer.content.decode()
    assert "&quot;oficio.pdf&quot; se cargó." in page
    assert "&quot;virus.exe&quot; no se adjuntó: el tipo .exe no está permitido" in page
    assert client(ana).get(f"/documentos/{received(original).uuid}/").content.decode().count("Ver oficio.pdf") == 1


def test_the_lists_take_the_same_number_of_queries_however_long(client, elsa, ana, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    desk, counted = client(elsa), []
    for _ in range(2):
        for _ in range(3):
            sent(elsa, ana)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk.get("/ventanilla/comprobantes/")
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_entries_without_their_permission_are_neither_shown_nor_open(client, ana, elsa):
    assert client(ana).get("/ventanilla/digitalizados/").status_code == 403
    assert "Bandeja de Entrada" not in client(ana).get("/bandejas/recibidos/").content.decode()
    page = client(elsa).get("/bandejas/recibidos/").content.decode()
    for label in ("Registrar", "Comprobante", "Cargar Doc. Digitalizado", "Cargar Anexos al Doc."):
        assert f">{label}" in page.replace("\n", "")
    assert client(elsa).get("/ventanilla/otra-cosa/").status_code == 404
