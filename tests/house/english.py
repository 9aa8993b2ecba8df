"""Which words of a text are English interface words (U-37)."""

import gettext
import re
from functools import cache
from pathlib import Path

from django.apps import apps

from tests.house import source

OWN = source.ROOT / "tests" / "house" / "english.txt"
WORD = re.compile(r"[^\W\d_]+")
# What is left out before words are counted: addresses, file names, commands, digests, codes, placeholders.
APART = re.compile(
    r"\S+@\S+|https?://\S+|\b[\w-]+\.[a-z][\w.]{0,9}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
    r"|\b(?=[a-f]*\d)[0-9a-f]{8,}\b|%\(\w+\)\w|\{\w*\}|&\w+;|<[^>]*>"
)


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


def english_in(text: str) -> set[str]:
    """The English words of ``text``."""
    return words(text) & english()
