"""Every page of the product, drawn once and looked at in every way (U-02, U-36, U-37, U-38)."""

import copy
from collections import defaultdict

import pytest
from django.template import engines
from html5lib.html5parser import ParseError

from tests.house import markup, pages
from tests.house.english import english_in

# The form whose errors the frame lists if a page has one, and arguments of components that have a default.
OPTIONAL = {"form", "hint", "note", "pages_label", "table_class", "tracker_label"}


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


def test_u_02_u_36_u_37_u_38_every_page_of_the_product_is_whole_strict_and_in_spanish(office, undefined):
    """One drawing for all that is looked at: to draw and parse every page takes most of a minute."""
    faults, titled, footers = {}, defaultdict(set), set()
    for page in pages.drawn(office, undefined):
        root, found = parsed(page)
        if root is not None and not page.is_admin:
            titled[markup.title_of(root)].add(page.of_one_title)
            footers.add(footer_of(root))
        if found:
            faults[str(page)] = found
    assert faults == {}
    assert {title: where for title, where in titled.items() if len(where) > 1} == {}
    assert len(footers) == 1


def parsed(page) -> tuple:
    """The page's document, None when it does not parse, and what is wrong with it."""
    found = [f"holds {one}" for one in markup.forbidden_in(page.text)]
    try:
        root = markup.parse(page.text)
    except ParseError as error:
        return None, [*found, f"does not parse: {error}"]
    found += [f"says {word}" for word in sorted(english_in(markup.spoken(root)))]
    return root, found if page.is_admin else found + own_faults(page, root)


def own_faults(page, root) -> list[str]:
    """What the product's own pages must have, and Django's need not."""
    found = markup.faults_of(root) + [f"asks for {name}" for name in sorted(page.undefined - OPTIONAL)]
    return found if markup.title_of(root).endswith(" - Quipux") else [*found, "its title does not end with the product"]


def footer_of(root) -> tuple:
    """Where the links of the page's foot lead, in their order."""
    return tuple(link.get("href") for link in markup.found(markup.found(root, "footer")[-1], "a"))


def test_an_undefined_variable_is_noted(undefined):
    engines["django"].from_string("{{ nadie }}{{ nadie.nada }}{% if nunca %}{% endif %}").render()
    assert undefined == {"nadie", "nadie.nada"}


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
