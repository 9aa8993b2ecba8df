"""Scans that find their document by the label on their first sheet (documents §11)."""

from io import BytesIO

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from documents.models import Attachment
from documents.rendering.receipts import Shape, receipt
from documents.services import recognising
from quipux.errors import Forbidden
from quipux.history.models import Entry
from tests import factories
from tests.backups.pages.reading import Page
from tests.cast import servant
from tests.documents.window.making import citizen, externo, let, registered, sent

pytestmark = pytest.mark.django_db
PAGE = "/ventanilla/digitalizados/reconocer/"


@pytest.fixture
def marco(elsa):
    """Who only digitises, beside Elsa."""
    return servant(factories.make_servant(elsa.appointment.area, "Marco Vera", permissions=["digitise"]))


def drawn(document, dots: int = 200):
    """The label of a registered document as a scanner sees it, on a sheet."""
    label = pypdfium2.PdfDocument(receipt(document, Shape.LABEL))[0].render(scale=dots / 72).to_pil()
    sheet = Image.new("L", (int(8.27 * dots), int(11.69 * dots)), 255)
    sheet.paste(label, (120, 90))
    return sheet


def file(name, *sheets, kind="PDF", **options):
    written = BytesIO()
    more = {"save_all": True, "append_images": sheets[1:]} if len(sheets) > 1 else {}
    sheets[0].save(written, kind, **more, **options)
    return SimpleUploadedFile(name, written.getvalue())


def test_each_scan_is_the_image_of_the_document_whose_label_it_bears(client, elsa, marco, ana):
    person = citizen()
    first, second = sent(elsa, ana, sender=person), registered(elsa, ana, sender=person)
    blank = Image.new("L", (1654, 2339), 255)
    files = [
        file("uno.pdf", drawn(first.document), blank, resolution=200),
        file("dos.jpg", drawn(second.document).rotate(180), kind="JPEG"),
        file("sin-etiqueta.tif", blank, kind="TIFF"),
    ]
    page = Page(client(marco).post(PAGE, {"archivos": files}, follow=True))
    assert f'"uno.pdf" es ahora imagen del documento {first.number}.' in page.text
    assert f'"dos.jpg" es ahora imagen del documento {second.number}.' in page.text
    assert f'"sin-etiqueta.tif" no se cargó. {recognising.NO_CODE}' in page.text
    assert set(Attachment.objects.filter(is_document_image=True).values_list("document", "name")) == {
        (first.document_id, "uno.pdf"), (second.document_id, "dos.jpg")}  # fmt: skip
    received = first.document.copies.exclude(pk=first.pk).get()
    assert "Digitalización" in {entry.label for entry in Entry.objects.of(received)}


def test_labels_of_others_of_two_documents_and_of_archived_ones_load_nothing(elsa, marco, ana, carla):
    externo()
    let(carla, "register_incoming")
    person = citizen()
    foreign = registered(carla, carla, sender=person)
    first, second = registered(elsa, ana, sender=person), registered(elsa, ana, sender=person)
    both = drawn(first.document)
    both.paste(drawn(second.document).crop((0, 0, 1000, 600)), (100, 1200))
    told = recognising.recognise(
        [file("ajeno.pdf", drawn(foreign.document), resolution=200), file("dos.png", both, kind="PNG"),
         SimpleUploadedFile("nota.docx", b"x")], actor=marco.actor)  # fmt: skip
    assert [one.fault for one in told] == [recognising.UNKNOWN, recognising.SEVERAL, recognising.NO_CODE]
    assert not Attachment.objects.exists()


def test_who_does_not_digitise_is_refused_and_nothing_chosen_is_said(client, ana, marco):
    with pytest.raises(Forbidden):
        recognising.recognise([], actor=ana.actor)
    assert client(ana).get(PAGE).status_code == 403
    assert recognising.NO_FILES in Page(client(marco).post(PAGE, {}, follow=True)).text
