"""Comprobante: what is printed can be read again by a scanner (documents §11; D-56)."""

import shutil
import subprocess
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from documents.consulting import code_for
from documents.rendering.receipts import Shape, address, receipt, users_of
from institutions.models import Institution
from quipux import clock
from tests.documents.window.making import citizen, registered

pytestmark = pytest.mark.django_db
MILLIMETRE = 72 / 25.4  # points
SIZES = {Shape.LABEL: (100, 50), Shape.SHEET: (210, 297), Shape.TICKET: (80, 170)}
LONG = "Secretaría de Derechos Humanos, Diversidades, Interculturalidad y Participación Ciudadana"


@pytest.fixture
def original(elsa, ana, institution):
    Institution.objects.filter(pk=institution.pk).update(phone="(02) 200-0000", name=LONG)
    found = registered(elsa, ana, sender=citizen(password="una-clave-de-prueba"))
    found.document.institution.refresh_from_db()
    return found


@pytest.mark.parametrize("shape", Shape)
def test_d_56_the_comprobante_carries_all_it_must_on_one_page_of_its_size(original, shape):
    document = original.document
    reader = PdfReader(BytesIO(receipt(document, shape)))
    [page] = reader.pages
    assert [round(float(side) / MILLIMETRE) for side in page.mediabox[2:]] == list(SIZES[shape])
    text = " ".join(page.extract_text().split())
    [user] = users_of(document)
    for words in (document.number, "Elsa Montero", code_for(document), user, "(02) 200-0000", "Sin anexos",
                  f"{clock.local(document.registered_at):%Y-%m-%d %H:%M}", "/tramites/"):  # fmt: skip
        assert words in text


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="needs Poppler")
@pytest.mark.parametrize("shape", Shape)
def test_d_56_bar_code_and_qr_are_read_at_the_resolution_of_a_label_printer(original, shape, tmp_path):
    (tmp_path / "c.pdf").write_bytes(receipt(original.document, shape))
    subprocess.run(["pdftoppm", "-r", "203", "-png", "-singlefile", "c.pdf", "c"], cwd=tmp_path, check=True)
    read = {code.format.name: code.text for code in zxingcpp.read_barcodes(Image.open(tmp_path / "c.png"))}
    assert read == {"Code128": original.number, "QRCode": address(original.document)}


def test_the_code_travels_where_no_server_receives_it(original):
    before, _, behind = address(original.document).partition("#")
    assert code_for(original.document) not in before
    assert behind == code_for(original.document)


def test_the_same_comprobante_is_printed_again(original):
    assert receipt(original.document, Shape.LABEL) == receipt(original.document, Shape.LABEL)


def test_who_has_no_account_has_no_user_on_it(elsa, ana):
    assert users_of(registered(elsa, ana).document) == []
