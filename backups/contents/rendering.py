"""Templates into bytes. The engine escapes; here goes what HTML cannot hold even escaped."""

import re
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import NamedTuple

from django.template.loader import get_template

from backups.contents.frozen import FrozenBackup
from backups.states import ArchiveList
from quipux.web.formatting import machine_instant, timestamp_text

STATIC = Path(__file__).parent / "static"

# Controls, lone surrogates and noncharacters: parse errors of HTML, and never part of a written text.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_NEWLINES = re.compile(r"\r\n|\r|\n")


@cache
def _template(name: str):
    return get_template(f"backups/sitio/{name}")


def visible(text: str) -> str:
    """`text` with U+FFFD in place of what neither HTML nor UTF-8 can hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def one_line(text: str) -> str:
    """`text` without line breaks nor controls, for plain files."""
    return " ".join(visible(text).split())


def render(name: str, context: dict) -> str:
    """The markup of `templates/backups/sitio/<name>`; the engine escapes every value."""
    return _template(name).render(context)


def render_around_rows(name: str, context: dict) -> tuple[bytes, bytes]:
    """The markup before and after the rows of a page that is streamed."""
    before, after = visible(render(name, context)).split(_ROWS, 1)
    return before.encode(), after.encode()


def render_text(name: str, context: dict) -> bytes:
    """A plain text for every system: UTF-8 with BOM and CRLF, as Windows Notepad needs."""
    text = _NEWLINES.sub("\r\n", visible(render(name, context)).strip() + "\n")
    return b"\xef\xbb\xbf" + text.encode()


def static_file(name: str) -> bytes:
    """A file that goes into the archive as it is."""
    return (STATIC / name).read_bytes()


class Frame(NamedTuple):
    """What stands around a page's content, the same for all pages of a kind: rendered once, cut in three."""

    head: str
    before: str
    after: str

    def around(self, title: str, content: str) -> bytes:
        """A whole page; `content` is markup, `title` is not."""
        head, foot = self.ends(title)
        return head + visible(content).encode() + foot

    def ends(self, title: str) -> tuple[bytes, bytes]:
        """What goes before and after the content of a page that is streamed."""
        return visible(f"{self.head}{escape(title)}{self.before}").encode(), visible(self.after).encode()


def frame(backup: FrozenBackup, *, root: str, current: str = "", scripts: bool = True, search: bool = False) -> Frame:
    """The frame of the pages at one depth.

    `root` is the relative way up to the root folder («», «../»…); `current` the menu entry they
    belong to; `scripts` whether their policy speaks of scripts; `search` loads the search.
    """
    return _frame(root, current, scripts, search, backup.title, backup.training, backup.date_from, backup.date_to,
                  backup.frozen_at, backup.support_email)  # fmt: skip


# Marks written in the templates: no value can hold one, because «<» is always escaped.
_TITLE, _CONTENT, _ROWS = "<!--título-->", "<!--contenido-->", "<!--filas-->"


@lru_cache(maxsize=64)
def _frame(root, current, scripts, search, title, training, date_from, date_to, frozen_at, support_email) -> Frame:
    page = render("base.html", {
        "root": root, "current": current, "scripts": scripts, "search": search, "menu": ArchiveList.choices,
        "backup_title": title, "training": training, "support_email": support_email,
        "period_from": date_from.isoformat(), "period_to": date_to.isoformat(),
        "frozen_text": timestamp_text(frozen_at), "frozen_machine": machine_instant(frozen_at),
    })  # fmt: skip
    head, rest = page.split(_TITLE, 1)
    before, after = rest.split(_CONTENT, 1)
    return Frame(head, before, after)
