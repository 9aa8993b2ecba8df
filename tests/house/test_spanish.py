"""U-37: no page shows an English interface word (ui.md §9)."""

import gettext
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.translation import get_supported_language_variant

from tests.house import markup, pages, source

OWN = source.ROOT / "tests" / "house" / "english.txt"
WORD = re.compile(r"[^\W\d_]+")
# What is left out before words are counted: addresses, file names, commands, digests, codes, placeholders.
APART = re.compile(
    r"\S+@\S+|https?://\S+|\b[\w-]+\.[a-z][\w.]{0,9}\b|\b[0-9a-f]{16,}\b|%\(\w+\)\w|\{\w*\}|&\w+;|<[^>]*>"
)
QUOTED = re.compile(r"`([^`]*)`|\"([^\"\n]*)\"|'([^'\n]*)'")
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*$|\s//\s.*$", re.S | re.M)


def words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(APART.sub(" ", text)) if len(word) > 2}


@cache
def catalogues() -> dict[str, str]:
    """msgid → Spanish, of Django and of every installed app."""
    import django

    folders = [Path(django.__file__).parent / "conf", *(Path(config.path) for config in apps.get_app_configs())]
    found = {}
    for folder in folders:
        for path in sorted(folder.glob("locale/es/LC_MESSAGES/*.mo")):
            with path.open("rb") as file:
                found |= gettext.GNUTranslations(file)._catalog
    return {key if isinstance(key, str) else key[0]: text for key, text in found.items()}


@cache
def english() -> frozenset[str]:
    """Words of the msgids that no translation uses, and those of the list kept here."""
    own = [line for line in OWN.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    msgids, spanish = catalogues().keys(), catalogues().values()
    theirs = {w for text in msgids for w in words(text)} - {w for text in spanish for w in words(text)}
    listed = {word for line in own if line[0] != "=" for word in words(line)}
    return frozenset((theirs | listed) - {word for line in own if line[0] == "=" for word in words(line)})


def test_u_37_the_catalogues_of_django_and_the_apps_were_read():
    assert settings.LANGUAGE_CODE == "es-ec"
    assert get_supported_language_variant("es-ec").startswith("es")
    assert len(catalogues()) > 700
    assert {"password", "submit", "required", "delete", "search"} <= english()


def test_u_37_no_page_shows_an_english_word(office):
    shown = {}
    for page in pages.drawn(office.ask, office):
        found = words(markup.spoken(markup.parse(page.text))) & english()
        if found:
            shown[str(page)] = sorted(found)
    assert not shown, shown


def literals(script: str) -> list[str]:
    """Strings of a script that read like text for people: more than one word, or a capital first."""
    strings = ["".join(groups) for groups in QUOTED.findall(COMMENT.sub(" ", script))]
    return [text for text in strings if re.match(r"[A-ZÁÉÍÓÚÑ¿][^A-Z]|\w+ \w+ \w+", text) and "use strict" not in text]


@pytest.mark.parametrize("path", sorted((source.ROOT / "static" / "js").glob("*.js")), ids=lambda path: path.name)
def test_u_37_no_message_of_a_script_is_english(path):
    text = "\n".join(literals(path.read_text(encoding="utf-8")))
    assert words(text) & english() == set()


def test_u_37_the_search_sees_english_in_text_attributes_buttons_and_scripts():
    head = "<!doctype html><html><head><title>Buscar</title></head><body>"
    for piece in ("<p>Please wait</p>", '<img alt="Search" src="a">', '<input type="submit" value="Submit">',
                  '<button aria-label="Close">Cerrar</button>'):  # fmt: skip
        assert words(markup.spoken(markup.parse(f"{head}{piece}</body></html>"))) & english(), piece
    assert words("\n".join(literals('a.textContent = "Loading more";'))) & english() == {"loading", "more"}


def test_u_37_code_file_names_and_proper_names_may_be_english():
    page = ("<!doctype html><html><head><title>Unir</title></head><body><p>Ejecutar <code>zip --out file.zip</code> en "
            "download.zip, ver https://ejemplo.gob.ec/search</p></body></html>")  # fmt: skip
    assert words(markup.spoken(markup.parse(page))) & english() == set()
