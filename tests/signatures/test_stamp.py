"""The visible stamp: what it says, that it covers nothing, and that the document stays PDF/A-3 and tagged."""

import io
import subprocess
from itertools import combinations
from xml.etree import ElementTree

import pikepdf
import pytest

from quipux.signatures import test_authority
from quipux.signatures.inside.placing import Box
from quipux.signatures.signing import SigningKey, sign
from tests.pdf.samples import document, html_of, options, pool, text_of
from tests.signatures.material import AT, BRUNO, CARLA, PORTAL, Stamp, official, p12, signed

NAMES = ("memorando", "oficio", "resolucion", "acuerdo", "nota")
LONG = ("0926687856", "María de los Ángeles Güiza Ñáñez de la Torre")
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
WORD = "{http://www.w3.org/1999/xhtml}word"
PRINTED = 4  # bit 3 of the flags of an annotation, ISO 32000-2 table 167


def widgets(content):
    """Page number and widget of every signature."""
    with pikepdf.open(io.BytesIO(content)) as file:
        for number, page in enumerate(file.pages):
            for widget in page.get("/Annots", []):
                if widget.get("/FT") == "/Sig":
                    yield number, widget


def boxes(content):
    return [(number, Box(*map(float, widget.Rect))) for number, widget in widgets(content)]


def words(content):
    """Page number and box of every word of the page, as Poppler sees it; the stamps are not yet there."""
    said = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True).stdout
    root = ElementTree.fromstring(said)
    for number, page in enumerate(root.iter("{http://www.w3.org/1999/xhtml}page")):
        height = float(page.get("height"))
        for word in page.iter(WORD):
            left, top, right, bottom = (float(word.get(name)) for name in ("xMin", "yMin", "xMax", "yMax"))
            yield number, Box(left, height - bottom, right, height - top)


@pytest.mark.parametrize("layout", NAMES)
def test_no_stamp_covers_a_word_or_another_stamp(layout):
    made = official(layout)
    given = list(words(made))
    for person in (BRUNO, CARLA):
        made = signed(made, person)
    stamps = boxes(made)
    assert len(stamps) == 2
    assert not [word for page, word in given for number, box in stamps if page == number and box.meets(word)]
    assert not [pair for pair in combinations(stamps, 2) if pair[0][0] == pair[1][0] and pair[0][1].meets(pair[1][1])]


def test_the_stamp_stands_below_the_words_that_announce_it():
    ((_, stamp),) = boxes(signed(official()))
    announced = [box for _, box in words(official()) if stamp.top < box.bottom < stamp.top + 12]
    assert announced
    assert min(box.left for box in announced) == pytest.approx(stamp.left, abs=1)


def test_a_page_full_of_text_still_gets_a_stamp():
    body = "<p>" + "Texto que llena la hoja. " * 400 + "</p>"
    full = pool().render(html_of("memorando", document(body_html=body, options=options(centred_signature=True))))
    assert len(boxes(signed(full))) == 1


def test_the_stamp_says_who_when_why_and_with_right_accents():
    with SigningKey.from_p12(p12(), test_authority.PASSWORD) as key:
        stamp = Stamp(LONG[1], BRUNO[0], PORTAL, position="Coordinadora de Gestión", training=True)
        made = sign(official(), key, stamp=stamp, reason="Aprobación según acción de personal", at=AT)
    said = " ".join(text_of(made).split())
    for words_of_it in ("Firmado electrónicamente por:", "MARÍA DE LOS ÁNGELES GÜIZA", "1710034065", "FIRMA DE PRUEBA",
                        "4 de mayo de 2026, 10:30", "Razón: Aprobación según acción de personal",
                        "Coordinadora de Gestión", "Certificado de prueba: sin validez legal"):  # fmt: skip
        assert words_of_it in said


def test_a_screen_reader_is_told_whose_signature_it_is():
    ((_, title),) = [(number, str(widget.TU)) for number, widget in widgets(signed(official()))]
    assert title == f"Firma electrónica de {BRUNO[1]}"


@pytest.mark.parametrize("layout", ["memorando", "acuerdo"])
def test_the_document_stays_pdf_a_3_and_tagged(layout):
    with pikepdf.open(io.BytesIO(signed(official(layout)))) as file:
        packet = file.Root.Metadata.read_bytes().split(b"?>", 1)[1].rpartition(b"<?xpacket")[0]
        facts = {n: v for e in ElementTree.fromstring(packet).iter() for n, v in [*e.attrib.items(), (e.tag, e.text)]}
        assert (facts[f"{PDFA}part"], facts[f"{PDFA}conformance"]) == ("3", "A")
        assert facts["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "es-EC"
        assert file.Root.StructTreeRoot.K is not None
        assert file.Root.OutputIntents[0].S == "/GTS_PDFA1"
        (widget,) = [a for page in file.pages for a in page.get("/Annots", []) if a.get("/FT") == "/Sig"]
        assert int(widget.F) & PRINTED
        assert list(fonts(widget.AP.N)), "the stamp has text"
        assert all(is_embedded(font) for font in fonts(widget.AP.N))


def fonts(form):
    """Every font of a form and of the forms inside it."""
    resources = form.get("/Resources", {})
    yield from resources.get("/Font", {}).values()
    for inner in resources.get("/XObject", {}).values():
        if inner.get("/Subtype") == "/Form":
            yield from fonts(inner)


def is_embedded(font):
    descriptor = font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font.FontDescriptor
    return any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))
