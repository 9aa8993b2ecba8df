"""U-37: no English interface word (ui.md §9). The pages themselves are looked at in `test_pages.py`."""

import re

import pytest
from django.conf import settings
from django.utils.translation import get_supported_language_variant

from tests.house import markup, source
from tests.house.english import catalogues, english, english_in

QUOTED = re.compile(r"`([^`]*)`|\"([^\"\n]*)\"|'([^'\n]*)'")
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*$|\s//\s.*$", re.S | re.M)


def test_u_37_the_catalogues_of_django_and_the_apps_were_read():
    assert settings.LANGUAGE_CODE == "es-ec"
    assert get_supported_language_variant("es-ec").startswith("es")
    assert len(catalogues()) > 700
    assert {"password", "submit", "required", "delete", "search"} <= english()


def literals(script: str) -> list[str]:
    """Strings of a script that read like text for people: more than one word, or a capital first."""
    strings = ["".join(groups) for groups in QUOTED.findall(COMMENT.sub(" ", script))]
    return [text for text in strings if re.match(r"[A-ZÁÉÍÓÚÑ¿][^A-Z]|\w+ \w+ \w+", text) and "use strict" not in text]


@pytest.mark.parametrize("path", sorted((source.ROOT / "static" / "js").glob("*.js")), ids=lambda path: path.name)
def test_u_37_no_message_of_a_script_is_english(path):
    text = "\n".join(literals(path.read_text(encoding="utf-8")))
    assert english_in(text) == set()


def test_u_37_the_search_sees_english_in_text_attributes_buttons_and_scripts():
    head = "<!doctype html><html><head><title>Buscar</title></head><body>"
    for piece in ("<p>Please wait</p>", '<img alt="Search" src="a">', '<input type="submit" value="Submit">',
                  '<button aria-label="Close">Cerrar</button>'):  # fmt: skip
        assert english_in(markup.spoken(markup.parse(f"{head}{piece}</body></html>"))), piece
    assert english_in("\n".join(literals('a.textContent = "Loading more";'))) == {"loading", "more"}


def test_u_37_code_file_names_and_proper_names_may_be_english():
    page = ("<!doctype html><html><head><title>Unir</title></head><body><p>Ejecutar <code>zip --out file.zip</code> en "
            "download.zip, ver https://ejemplo.gob.ec/search</p></body></html>")  # fmt: skip
    assert english_in(markup.spoken(markup.parse(page))) == set()


@pytest.mark.parametrize("code", ["12dec3f0-4dec-4add-9dec-0a1b2c3dec4f", "dec0dec1", "0add1dec2" * 4])
def test_u_37_letters_of_identifiers_and_digests_are_no_words(code):
    assert english_in(f"Expediente {code}: ver") == set()
    assert english_in("12 dec") == {"dec"}
