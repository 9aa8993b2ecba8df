"""Text people write: what of its HTML is kept (documents §6.3)."""

import nh3

TAGS = {"p", "br", "strong", "b", "em", "i", "u", "s", "sub", "sup", "ul", "ol", "li", "blockquote", "table", "thead",
        "tbody", "tr", "th", "td", "h2", "h3"}  # fmt: skip
ATTRIBUTES = {"th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"}}


def clean_html(html: str) -> str:
    """``html`` without scripts, styles, classes, ids, links and images."""
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, link_rel=None)
