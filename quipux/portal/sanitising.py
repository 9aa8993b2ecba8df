"""What of an operator's HTML is kept, on saving and again on display (accounts-portal §11.1)."""

import re
from html import unescape
from urllib.parse import urlsplit

import nh3

from quipux.errors import Invalid

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "h2", "h3", "h4", "a", "table", "thead", "tbody", "tr", "th", "td"}
DROPPED = {"script", "style", "title", "template", "noscript", "svg", "math", "iframe", "object", "textarea", "select"}
LARGEST = 60  # KB of HTML; the first visit of the portal weighs as much


def clean(html: str) -> str:
    """``html`` without styles, classes, ids, scripts nor addresses that are neither the web's nor our own.

    Raises:
        Invalid: it is larger than a page of the portal may be.
    """
    if len(html.encode()) > LARGEST * 1024:
        raise Invalid(f"El texto ocupa más de {LARGEST} KB.", texto=f"El texto ocupa más de {LARGEST} KB.")
    return nh3.clean(
        html, tags=TAGS, clean_content_tags=DROPPED, attributes={"a": {"href"}}, attribute_filter=_kept,
        url_schemes={"http", "https", "mailto"}, link_rel=None, strip_comments=True,
    ).strip()  # fmt: skip


def _kept(_tag, _name, value):
    return value if _leads_somewhere(value) else None


def _leads_somewhere(address):
    """An own path, a mail address or a web address with a host."""
    if any(letter in address for letter in "<>\\ \t\n"):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return bool(parts.hostname)
    return parts.scheme == "mailto" or (address.startswith("/") and not address.startswith("//"))


_ENDS = re.compile(r"</(?:p|li|h[234]|tr)>|<br>")
_TAG = re.compile(r"<[^>]*>")


def lines(html: str) -> list[str]:
    """The words of a cleaned text, one block per line, for comparing two of them."""
    plain = unescape(_TAG.sub(" ", _ENDS.sub("\n", html)))
    return [" ".join(line.split()) for line in plain.splitlines() if line.strip()]
