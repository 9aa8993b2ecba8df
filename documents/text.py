"""Text people write: what of its HTML is kept, and how much of it (documents §6.3)."""

import ipaddress
import re
import socket
from collections import Counter
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import urlsplit
from uuid import UUID

import nh3

from quipux.errors import Invalid

SANITISER = 2  # written beside every version of a text; grows when the rules below change
TAGS = {"p", "br", "strong", "em", "u", "ol", "ul", "li", "table", "thead", "tbody", "tr", "td", "th", "h2", "h3", "h4",
        "blockquote", "a", "img"}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}}
SCHEMES = {"http", "https", "mailto", "qx-img"}
# What is thrown away with its content; the rest loses its tag and keeps its words.
DROPPED = {"script", "style", "title", "template", "noscript", "svg", "math", "iframe", "object", "xml", "textarea",
           "select", "head"}  # fmt: skip
# Tags of other editors that mean one of ours.
SYNONYMS = {"b": "strong", "i": "em", "div": "p", "h1": "h2", "h5": "h4", "h6": "h4"}
IMAGE = "qx-img:"
PASSES = 20  # a text settles in two or three; what does not is not kept

LARGEST = 400  # KB of HTML
MOST_CELLS = 3_000
MOST_IMAGES = 40
DEEPEST = 50
_CELL = re.compile(r"<t[dh][ >]")
_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_EMPTY = ("br", "img")
_IMAGE = re.compile(r'<img (?=[^>]*\bsrc="qx-img:([0-9a-f-]{36})")[^>]*>')
_ALTERNATIVE = re.compile(r'\balt="([^"]*)"')
_RAW_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)")
# Tags that another one closes by itself, and those without end: they do not nest.
_UNNESTED = {"p", "li", "td", "th", "tr", "thead", "tbody", "tfoot", "dd", "dt", "option", "br", "img", "hr", "input",
             "meta", "link", "col", "wbr", "area", "embed", "param", "source", "track"}  # fmt: skip
RAW_LARGEST = 4 * 1024  # KB as typed or pasted, before it is cleaned
RAW_DEEPEST = 300  # a parser takes the square of it
# Tags that a parser opens again in every block while nobody closes them, and how many such openings are read.
_REOPENED = {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
RAW_REOPENINGS = 1_000_000
_SYNONYM = re.compile(rf"<(/?)({'|'.join(SYNONYMS)})>")
_PLAIN = re.compile(r"\s*(?:<p>(?:[^<]|<br>)*</p>\s*)*")


def clean_html(html: str) -> str:
    """``html`` with the tags of documents §6.3 only; cleaning it again gives the same text.

    Raises:
        Invalid: what was pasted is so big, or so deep, that reading it would take other people's time.
    """
    _check_raw(html)
    for _ in range(PASSES):
        cleaned = _clean_once(html)
        if cleaned == html:
            return html
        html = cleaned
    return paragraphs(words_of_html(html))


def _check_raw(html):
    if len(html) > RAW_LARGEST * 1024:
        raise _too_large(f"lo que pegó ocupa {len(html) // 1024} KB y el máximo es {LARGEST} KB.")
    open_tags, depth, again, work = Counter(), 0, 0, 0
    for closing, name in _RAW_TAG.findall(html.lower()):
        work += again
        if name not in _UNNESTED and (open_tags[name] or not closing):
            step = -1 if closing else 1
            open_tags[name] += step
            depth += step
            again += step if name in _REOPENED else 0
        if depth > RAW_DEEPEST or work > RAW_REOPENINGS:
            raise _too_large(
                f"tiene más de {RAW_DEEPEST} niveles de formato, uno dentro de otro, y el máximo es {DEEPEST}."
            )


def _clean_once(html):
    html = nh3.clean(
        html.replace("\r\n", "\n").replace("\r", "\n"), tags=TAGS | SYNONYMS.keys(), clean_content_tags=DROPPED,
        attributes=ATTRIBUTES, attribute_filter=_kept, url_schemes=SCHEMES, link_rel=None, strip_comments=True,
    )  # fmt: skip
    html = re.sub(r"<img(?: alt=\"[^\"]*\")?>", "", html)  # what lost its source
    return _SYNONYM.sub(lambda found: f"<{found[1]}{SYNONYMS[found[2]]}>", html)


def _kept(tag, name, value):
    if name == "href":
        return value if _leads_outside(value) else None
    if name == "src":
        return value if _is_image(value) else None
    return value.replace("<", "").replace(">", "")


def _is_image(value):
    try:
        return value.startswith(IMAGE) and str(UUID(value.removeprefix(IMAGE))) == value.removeprefix(IMAGE)
    except ValueError:
        return False


def _leads_outside(address):
    """A mail address, or a web address that is not of a machine inside: nothing typed may point to our own network."""
    if any(letter in address for letter in "<>\\ \t\n"):
        return False
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return True
    return parts.scheme in ("http", "https") and not _is_inside(host)


def _is_inside(host):
    if not host or host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        try:
            found = ipaddress.ip_address(socket.inet_aton(host))  # 127.1, 0x7f000001, 2130706433
        except OSError:
            return False
    mapped = getattr(found, "ipv4_mapped", None) or found
    return not mapped.is_global


# Size ---------------------------------------------------------------------------------------------------


def check_size(html: str) -> None:
    """Whether a cleaned text is small enough to be kept and printed.

    Raises:
        Invalid: it is not; the message says which limit it passes.
    """
    size = -(-len(html.encode()) // 1024)
    if size > LARGEST:
        raise _too_large(f"ocupa {size} KB y el máximo es {LARGEST} KB.")
    cells = len(_CELL.findall(html))
    if cells > MOST_CELLS:
        raise _too_large(f"sus tablas tienen {cells} celdas y el máximo es {MOST_CELLS}.")
    images = html.count("<img ")
    if images > MOST_IMAGES:
        raise _too_large(f"tiene {images} imágenes y el máximo es {MOST_IMAGES}.")
    depth = _depth(html)
    if depth > DEEPEST:
        raise _too_large(f"tiene {depth} niveles de formato, uno dentro de otro, y el máximo es {DEEPEST}.")


def _too_large(reason):
    message = f"El texto es demasiado grande: {reason}"
    return Invalid(message, cuerpo=message)


def _depth(html):
    deepest = depth = 0
    for closing, name in _TAG.findall(html):
        if name not in _EMPTY:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


# Images ---------------------------------------------------------------------------------------------------


def images_of(html: str) -> list[UUID]:
    """The images that a cleaned text shows, each once, in order."""
    return list(dict.fromkeys(UUID(found[1]) for found in _IMAGE.finditer(html)))


def with_images(html: str, source: Callable[[UUID], str | None]) -> str:
    """A cleaned text whose images come from elsewhere.

    Args:
        source: address of an image by its UUID; an image that gets none is left out.
    """

    def one(found):
        address, alternative = source(UUID(found[1])), _ALTERNATIVE.search(found[0])
        return f'<img src="{address}" alt="{alternative[1] if alternative else ""}">' if address else ""

    return _IMAGE.sub(one, html)


# Without scripts ------------------------------------------------------------------------------------------


def paragraphs(text: str) -> str:
    """Plain text as HTML: blank lines begin a paragraph, other line ends stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    parts = [part.strip("\n") for part in re.split(r"\n[ \t]*\n", text)]
    return "".join(f"<p>{escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in parts if part.strip())


def as_plain(html: str) -> str | None:
    """The text of HTML that has paragraphs and line ends only; None if it has more, which plain text would lose."""
    if not _PLAIN.fullmatch(html):
        return None
    return "\n\n".join(unescape(part.replace("<br>", "\n")) for part in re.findall(r"<p>(.*?)</p>", html, re.DOTALL))


def words_of_html(html: str) -> str:
    """What is read, without tags: for excerpts and to know whether there is any text."""
    spaced = re.sub(r"</(?:p|li|h[234]|tr|blockquote)>|<br>", "\n", html)
    return unescape(re.sub(r"<[^>]*>", " ", spaced)).strip()
