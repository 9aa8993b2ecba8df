"""render(): the same input gives the same bytes, and the file says what it was told."""

import datetime
import io
import subprocess
import sys
from urllib.parse import unquote
from xml.etree import ElementTree

import pikepdf
import pytest

from quipux import pdf
from tests.pdf.samples import ROOT, document, html_of, pool, text_of

SIMPLE = "<html lang=es-EC><title>Prueba</title><h1>Memorando</h1><p>Ñandú, pingüino y €.</p></html>"
NOON = datetime.datetime(2026, 5, 23, 12, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=-5)))


def opened(content):
    return pikepdf.open(io.BytesIO(content))


def test_the_text_layer_holds_the_text_with_its_accents():
    assert "Ñandú, pingüino y €." in text_of(pool().render(SIMPLE))


def test_same_input_gives_same_bytes_whatever_was_rendered_before_and_in_whichever_child():
    page = html_of("memorando", document())
    first = pool().render(page, created=NOON)
    pool().render(SIMPLE)
    other = pdf.Pool()
    try:
        assert first == pool().render(page, created=NOON) == other.render(page, created=NOON)
    finally:
        other.close()


def test_title_and_date_of_the_call_reach_the_file():
    with opened(pool().render(SIMPLE, title="Memorando Nro. 1", created=NOON)) as file:
        assert str(file.docinfo["/Title"]) == "Memorando Nro. 1"
        assert str(file.docinfo["/CreationDate"]) == "D:20260523120000-05'00"


def test_without_a_date_the_file_carries_none():
    with opened(pool().render(SIMPLE)) as file:
        assert "/CreationDate" not in file.docinfo


def test_a_date_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        pool().render(SIMPLE, created=NOON.replace(tzinfo=None))


def test_attachments_are_embedded_with_name_relationship_and_bytes():
    data = pdf.Attachment("datos.json", b'{"a": 1}', "Source", "Datos de origen")
    with opened(pool().render(SIMPLE, attachments=[data], created=NOON)) as file:
        assert file.attachments["datos.json"].get_file().read_bytes() == b'{"a": 1}'
        assert [str(item["/AFRelationship"]) for item in file.Root.AF] == ["/Source"]


def test_the_default_pool_renders_and_reports():
    assert pdf.render(SIMPLE).startswith(b"%PDF-1.7")
    assert {"network_namespace", "landlock", "dies_with_parent", "limits", "notes"} <= pdf.isolation().keys()


@pytest.mark.parametrize("text", ["muchos", "0", "17", "-1", ""])
def test_a_wrong_number_of_children_is_named_with_an_example(text):
    with pytest.raises(ValueError, match="por ejemplo: QUIPUX_PDF_CHILDREN=2"):
        pdf.pool.children_wanted({"QUIPUX_PDF_CHILDREN": text})
    assert pdf.pool.children_wanted({}) == 1


def test_weasyprint_never_enters_this_process_and_django_never_the_child():
    check = "import sys, {0}; sys.exit(sorted({{'weasyprint', 'django'}} & sys.modules.keys()) != {1})"
    for module, loaded in (("quipux.pdf", []), ("quipux.pdf.child, quipux.pdf.typesetting", ["weasyprint"])):
        subprocess.run([sys.executable, "-c", check.format(module, loaded)], cwd=ROOT, check=True)


def test_a_qr_code_is_an_image_without_request():
    uri = pdf.qr_data_uri("https://quipux.example/verificar/?codigo=AAAA-BBBB-CCCC-DDDD")
    drawing = ElementTree.fromstring(unquote(uri.partition(",")[2]))
    assert uri.startswith("data:image/svg+xml")
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    assert not [name for item in drawing.iter() for name in item.attrib if name.endswith("href")]
