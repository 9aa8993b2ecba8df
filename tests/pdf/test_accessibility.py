"""Every layout declares PDF/A-3a and PDF/UA-1 and has the structure for it (documents.md 8.3)."""

import io
from xml.etree import ElementTree

import pikepdf
import pytest

from tests.pdf.samples import acta, document, html_of, person, pool, route_sheet

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LONG = "".join(f"<h2>Punto {n}</h2><p>{'Texto de prueba. ' * 60}</p>" for n in range(6))
LAYOUTS = {
    "memorando": document(attachments=["Informe.pdf"], body_html=LONG, draft=True, training=True),
    "oficio": document(type_label="Circular", recipients=[person(n) for n in range(1, 40)], lists_people=True),
    "resolucion": document(type_label="Resolución", signed_electronically=False),
    "acuerdo": document(type_label="Acuerdo"),
    "nota": document(type_label="Nota"),
    "backups/pdf/acta.html": acta(),
    "documents/pdf/route_sheet.html": route_sheet(),
}


@pytest.fixture(params=LAYOUTS)
def file(request):
    content = pool().render(html_of(request.param, LAYOUTS[request.param]))
    with pikepdf.open(io.BytesIO(content)) as opened:
        yield opened


def elements(node):
    """Yield every structure element below ``node``."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid
            yield from elements(kid)


def marked(page):
    """Yield (tag, properties) of each marked-content sequence of the page, and check that they close."""
    depth = 0
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) in {"BDC", "BMC"}:
            depth += 1
            yield str(operands[0]), operands[1] if len(operands) > 1 else {}
        elif str(operator) == "EMC":
            depth -= 1
    assert depth == 0


def test_the_packet_declares_both_standards_in_its_only_rdf(file):
    packet = ElementTree.fromstring(file.Root.Metadata.read_bytes().split(b"?>", 1)[1].rpartition(b"<?xpacket")[0])
    assert len(packet.findall(f"{RDF}RDF")) == 1
    facts = {name: value for item in packet.iter() for name, value in [*item.attrib.items(), (item.tag, item.text)]}
    assert facts["{http://www.aiim.org/pdfa/ns/id/}part"] == "3"
    assert facts["{http://www.aiim.org/pdfa/ns/id/}conformance"] == "A"
    assert facts["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert facts["{http://www.aiim.org/pdfa/ns/schema#}prefix"] == "pdfuaid"


def test_language_title_and_output_intent_are_set(file):
    assert str(file.Root.Lang) == "es-EC"
    assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
    assert bool(file.Root.MarkInfo.Marked)
    assert str(file.docinfo["/Title"])
    assert file.Root.OutputIntents[0].S == "/GTS_PDFA1"
    assert "/ID" in file.trailer


def test_every_font_is_embedded(file):
    fonts = [item for item in file.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"]
    descriptors = [font.FontDescriptor for font in fonts if "/FontDescriptor" in font]
    assert descriptors
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor.keys()) for descriptor in descriptors)


def test_headings_tables_and_figures_are_tagged(file):
    found = list(elements(file.Root.StructTreeRoot.K[0]))
    tags = [str(item.S) for item in found]
    assert tags.count("/H1") == 1
    assert "/P" in tags
    figures = [item for item in found if item.S == "/Figure"]
    assert len(figures) >= 2
    assert all(str(item.Alt) for item in figures)
    if "/Table" in tags:
        assert "/TH" in tags
        assert all("/Headers" in item.A for item in found if item.S == "/TD" and "/A" in item)


def test_all_content_is_tagged_or_an_artefact_and_the_foot_is_read_once(file):
    numbers = file.Root.StructTreeRoot.ParentTree.Nums
    reachable = {item.objgen for item in elements(file.Root.StructTreeRoot.K[0])}
    for page_number, page in enumerate(file.pages):
        parents = numbers[2 * page_number + 1]
        artefacts = 0
        for tag, properties in marked(page):
            if tag == "/Artifact":
                artefacts += properties.get("/Type") == "/Pagination"
            else:
                assert parents[int(properties["/MCID"])].objgen in reachable
        assert (artefacts > 0) is (page_number > 0)


def test_no_action_and_no_script_is_in_the_file(file):
    names = {name for item in file.objects if isinstance(item, pikepdf.Dictionary) for name in dict(item)}
    assert not names & {"/JavaScript", "/JS", "/OpenAction", "/AA", "/Launch"}
