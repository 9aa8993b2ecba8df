"""The offline site as markup: valid, closed to the network, escaped, every link leading somewhere (B-36, B-39)."""

import functools
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import html5lib

from backups.contents import FrozenDocument
from tests.contents import samples

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'"
MENU = ["Información General", "Enviados", "Recibidos", "Reasignados", "Informados"]


def pages(root: Path) -> list[Path]:
    return sorted(root.rglob("*.html"))


@functools.cache
def parse(page: Path):
    """The page's tree; the strict parser refuses anything HTML5 calls an error."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page.read_bytes())


def text_of(element) -> str:
    return " ".join("".join(element.itertext()).split())


def references(page: Path) -> Iterator[str]:
    for element in parse(page).iter():
        for name in ("href", "src", "action", "data"):
            if name in element.attrib:
                yield element.attrib[name]


def test_every_page_is_valid_and_no_identifier_repeats(small):
    for page in pages(small.root):
        ids = [element.attrib["id"] for element in parse(page).iter() if "id" in element.attrib]
        assert len(ids) == len(set(ids)), page
    assert len(pages(small.root)) > 60


def test_every_page_states_the_policy_and_document_pages_allow_no_script(small):
    for page in pages(small.root):
        metas = [element for element in parse(page).iter("meta") if "http-equiv" in element.attrib]
        inside = page.name == "pagina.html"
        expected = POLICY.replace(" script-src 'self';", "") if inside else POLICY
        assert [meta.attrib["content"] for meta in metas] == [expected]


def test_b_36_every_link_is_relative_and_resolves(extracted):
    root, anchors = extracted.root, {}
    for page in pages(root):
        anchors[page.resolve()] = {element.attrib.get("id") for element in parse(page).iter()}
    for page in pages(root):
        for reference in references(page):
            path, _, anchor = reference.partition("#")
            assert ":" not in reference
            assert not reference.startswith("/")
            target = (page.parent / unquote(path)).resolve() if path else page.resolve()
            assert target.is_file(), (page, reference)
            assert not anchor or anchor in anchors[target], (page, reference)


def test_b_36_five_menu_entries_on_every_page(small):
    for page in pages(small.root):
        menu = next(nav for nav in parse(page).iter("nav") if nav.attrib["aria-label"] == "Menú del respaldo")
        assert [text_of(link) for link in menu.iter("a")] == MENU


def test_b_36_the_period_is_the_range_and_each_document_has_its_three_sections(small):
    rows = [[text_of(cell) for cell in row] for row in next(parse(small.root / "index.html").iter("dl"))]
    assert ["Periodo de respaldo", "Desde: 2016-01-04 Hasta: 2016-12-27"] in rows
    for page in small.root.rglob("pagina.html"):
        tree = parse(page)
        assert [text_of(heading) for heading in tree.iter("h2")] == ["Info. General", "Anexos", "Recorrido"]
        assert "Desde: 2016-01-04 Hasta: 2016-12-27" in text_of(tree)


def test_no_two_pages_share_a_title(small):
    titles = [text_of(next(parse(page).iter("title"))) for page in pages(small.root)]
    assert len(set(titles)) == len(titles)


def test_lists_have_the_columns_of_the_specification(small):
    common = ["Fecha", "No. Documento", "De", "Para", "Asunto", "Tipo Documento", "Firma Digital"]
    for slug, label, more in (
        ("recibidos", "Recibidos", []),
        ("enviados", "Enviados", []),
        ("reasignados", "Reasignados", ["Fecha de reasignación", "Reasignado a"]),
    ):
        tree = parse(small.root / f"sitio/{slug}_001.html")
        assert text_of(next(tree.iter("h1"))) == f"Listado de documentos {label}"
        assert [text_of(cell) for cell in next(tree.iter("thead")).iter("th")] == common + more
    empty = parse(small.root / "sitio/informados_001.html")
    assert "No hay documentos en este listado." in text_of(empty)


def test_lists_hold_two_hundred_rows_per_page_and_lead_to_every_page_and_month(extracted):
    rows = []
    for number, expected in ((1, 200), (2, 200), (3, 30)):
        tree = parse(extracted.root / f"sitio/todos_{number:03d}.html")
        ids = [row.attrib["id"] for row in tree.iter("tr") if "id" in row.attrib]
        assert len(ids) == expected
        rows += ids
        months = next(tree.iter("details"))
        assert len(list(months.iter("a"))) == 12
        assert f"Página {number} de 3" in text_of(tree)
    assert rows == [f"d{position:06d}" for position in range(1, 431)]
    links = [text_of(link) for link in parse(extracted.root / "sitio/todos_002.html").iter("a")]
    assert links[-4:] == ["Primera", "Anterior", "Siguiente", "Última"]


def test_an_omitted_document_has_a_row_with_its_reason_and_no_link(small):
    row = next(
        row for row in parse(small.root / "sitio/todos_001.html").iter("tr") if row.attrib.get("id") == "d000013"
    )
    assert "Omitido: El archivo no se encontró en el almacenamiento" in text_of(row)
    assert list(row.iter("a")) == []


def hostile_tree(folder: Path) -> samples.Tree:
    """Every text of the document and of the backup is hostile."""
    value = samples.HOSTILE
    names = dict.fromkeys(samples.party(), value)
    data = samples.signed_metadata(value, subject=value, reference=value, type=value, category=value)
    data |= {"classification": value, "summary": value, "from": [names], "to": [names] * 5, "cc": [names]}
    data |= {
        "answer_to": {"number": value},
        "answers": [{"number": value}],
        "signature": dict.fromkeys(samples.SIGNATURE, value) | {"report": dict.fromkeys(samples.REPORT, value)},
    }
    data |= {"history": [samples.step(value, copy=value, comment=value) | {"from": value, "to": value}]}
    data |= {"reassigned_by_me": {"at": samples.step()["at"], "other": value}}
    data["files"] = [file | {"name": value, "description": value} for file in data["files"]]
    lists = ["enviados", "recibidos", "reasignados", "informados"]
    document = FrozenDocument(1, "000001_X", lists, data, links={value: 1})
    texts = ("institution", "person", "position", "area", "operator_name", "petition")
    return samples.tree(folder, [document], withheld=(value,), **dict.fromkeys(texts, value))


def test_b_39_hostile_text_is_text_everywhere(tmp_path):
    made = hostile_tree(tmp_path)
    for page in pages(made.root):
        tree = parse(page)
        scripts = [element.attrib for element in tree.iter("script")]
        assert scripts == ([{"src": "sitio/busqueda.js", "defer": ""}] if page.name == "index.html" else [])
        assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]
    page = text_of(parse(made.root / "data/documentos/000001_X/pagina.html"))
    assert page.count("<script>alert(1)</script>") > 25
    for name in ("sitio/indice_001.js", "data/metadatos.json", "data/metadatos.csv"):
        assert "<script>alert(1)</script>" in (made.root / name).read_text("utf-8-sig")


def test_a_path_that_looks_like_an_address_stays_a_file(tmp_path):
    files = [samples.file("javascript:alert(1)", role="annex")]
    document = FrozenDocument(1, "000001_X", [], samples.metadata(files=files))
    made = samples.tree(tmp_path, [document])
    page = made.root / "data/documentos/000001_X/pagina.html"
    assert "javascript%3Aalert%281%29" in list(references(page))
