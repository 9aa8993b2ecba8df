"""Templates: all in use, nothing undefined, nothing the policy forbids, and pages that parse (U-02, U-14, U-36, U-38)."""

import ast
import copy
import re
from collections import defaultdict

import pytest
from django.template import engines
from html5lib.html5parser import ParseError

from tests.house import markup, matrix, pages, source
from tests.house.answers import ask

FOLDER = source.ROOT / "templates"
SITE = "backups/sitio/"  # opened from a disk, with its own policy in a meta element
ON_PAPER = "/pdf/"  # typeset by a child process, never shown by a browser
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file())
NAMED = re.compile(r"{%\s*(?:include|extends)\s+[^%]*%}")
QUOTED = re.compile(r"[\"']([\w/.,-]+)[\"']")


# In the source ----------------------------------------------------------------------------------------


def named_in_python() -> list[re.Pattern]:
    """Every string of the product that may be a template's name; what is filled in matches one path segment."""
    found = set()
    for path in source.modules().values():
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.JoinedStr):
                found.add("".join(re.escape(v.value) if isinstance(v, ast.Constant) else "[^/]+" for v in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {re.escape(node.value), re.escape(SITE + node.value)}
    return [re.compile(one) for one in found if one.endswith((r"\.html", r"\.txt", r"\.css"))]


def named_in_templates() -> set[str]:
    found = set()
    for name in TEMPLATES:
        for tag in NAMED.findall((FOLDER / name).read_text(encoding="utf-8")):
            found |= {one for quoted in QUOTED.findall(tag) for one in quoted.split(",")}
    return found


def test_no_template_is_unused():
    patterns, included = named_in_python(), named_in_templates()
    unused = [n for n in TEMPLATES if n not in included and not any(p.fullmatch(n) for p in patterns)]
    assert unused == []


def test_no_template_includes_one_that_does_not_exist():
    named = {name for name in named_in_templates() if name.endswith((".html", ".txt", ".css"))}
    assert {name for name in named if not name.startswith("django/")} <= set(TEMPLATES)


@pytest.mark.parametrize("name", [n for n in TEMPLATES if n.endswith(".html") and ON_PAPER not in n and SITE not in n])
def test_u_38_no_template_holds_what_the_policy_forbids(name):
    assert markup.forbidden_in((FOLDER / name).read_text(encoding="utf-8")) == []


def test_u_14_no_template_nor_widget_asks_for_a_date_of_the_browser():
    written = [(FOLDER / name).read_text(encoding="utf-8") for name in TEMPLATES]
    written += [path.read_text(encoding="utf-8") for path in source.modules().values()]
    assert not any(re.search(r"type=[\"']?date\b|input_type\s*=\s*[\"']date[\"']", text) for text in written)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("<script>let a</script>", "script with content"),
        ('<p class="a" style="x">', "style attribute"),
        ("<b onclick=x>", "handler"),
        ('<a href="javascript:x">', "javascript address"),
        ("<style>", "style element"),
        ("<base href=/>", "base"),
        ('<img src="//otro.ejemplo/a.png">', "foreign address"),
        ('<input type="date">', "date field"),
    ],
)
def test_u_38_the_scan_sees_what_it_looks_for(text, named):
    assert markup.forbidden_in(text) == [named]


# The form whose errors the frame lists if a page has one, and arguments of components that have a default.
OPTIONAL = {"form", "hint", "note", "pages_label", "table_class", "tracker_label"}

# Drawn ------------------------------------------------------------------------------------------------


class Undefined(str):
    """What a template engine puts in place of a variable that nobody gave: nothing, and a note of its name."""

    noted: set[str]

    def __contains__(self, item):
        return True

    def __mod__(self, variable):
        self.noted.add(str(getattr(variable, "var", variable)))
        return ""


@pytest.fixture
def undefined(settings) -> set[str]:
    """The names that templates ask for in vain during the test."""
    strict = copy.deepcopy(settings.TEMPLATES)
    marker = strict[0]["OPTIONS"]["string_if_invalid"] = Undefined("%s")
    marker.noted = set()
    settings.TEMPLATES = strict
    return marker.noted


def test_no_page_of_the_product_asks_for_an_undefined_variable(office, undefined):
    for case in matrix.cases().values():
        for actor in pages.viewers(case) if pages.is_own(case) else ():
            ask(office.enter(actor), "GET", case.address(office.things))
            assert undefined <= OPTIONAL, (case.name, actor)


def test_an_undefined_variable_is_noted(undefined):
    engines["django"].from_string("{{ nadie }}{{ nadie.nada }}{% if nunca %}{% endif %}").render()
    assert undefined == {"nadie", "nadie.nada"}


def test_u_02_every_page_has_its_frame_and_u_36_parses_strictly(office):
    faults = {}
    for page in pages.drawn(office.ask, office):
        if page.is_admin:
            continue
        try:
            found = markup.faults_of(markup.parse(page.text))
        except ParseError as error:
            found = [f"does not parse: {error}"]
        if found:
            faults[str(page)] = found
    assert faults == {}


def test_u_36_the_pages_of_the_administration_parse_strictly(office):
    faults = {}
    for page in pages.drawn(office.ask, office):
        if page.is_admin:
            try:
                markup.parse(page.text)
            except ParseError as error:
                faults[str(page)] = str(error)
    assert faults == {}


def test_u_38_no_drawn_page_holds_what_the_policy_forbids(office):
    held = {str(page): markup.forbidden_in(page.text) for page in pages.drawn(office.ask, office)}
    assert {page: found for page, found in held.items() if found} == {}


def test_u_02_no_two_pages_share_a_title_and_each_ends_with_the_name_of_the_product(office):
    pages_of = defaultdict(set)
    for page in pages.drawn(office.ask, office):
        if not page.is_admin:
            title = markup.title_of(markup.parse(page.text))
            assert title.endswith(" - Quipux"), page
            pages_of[title].add((page.case.split("@")[0], page.status) if page.status == 200 else page.status)
    assert {title: where for title, where in pages_of.items() if len(where) > 1} == {}


def test_u_02_the_footer_has_the_same_links_in_the_same_order_everywhere(office):
    orders = set()
    for page in pages.drawn(office.ask, office):
        if not page.is_admin:
            footer = markup.found(markup.parse(page.text), "footer")[-1]
            orders.add(tuple(link.get("href") for link in markup.found(footer, "a")))
    assert len(orders) == 1


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('<p id="a"></p><p id="a"></p>', "id a stands twice"),
        ("<h1>Otro</h1>", "2 h1"),
        ('<label for="b">B</label>', "for names b, which is not there"),
    ],
)
def test_u_36_the_examination_sees_what_it_looks_for(text, fault):
    page = ('<!doctype html><html lang="es-EC"><head><title>A</title></head><body><a href="#c">Saltar al contenido</a>'
            '<header></header><main id="c"><h1>A</h1>{}</main><footer></footer></body></html>')  # fmt: skip
    assert markup.faults_of(markup.parse(page.format(""))) == []
    assert fault in markup.faults_of(markup.parse(page.format(text)))


def test_u_36_a_badly_nested_element_does_not_parse():
    with pytest.raises(ParseError):
        markup.parse("<!doctype html><html><head><title>A</title></head><body><p><div></p></body></html>")
