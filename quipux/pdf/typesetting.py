"""WeasyPrint, loaded only inside the child."""

import logging
import re
from datetime import UTC, datetime
from io import BytesIO

from weasyprint import CSS, HTML
from weasyprint import Attachment as EmbeddedFile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from . import accessibility
from .job import Job

LANGUAGE = "es-EC"
STYLE = re.compile(r"(?is)<style>(.*?)</style>")
SHEETS_KEPT = 16
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
# Every weight, a table, a list, an SVG image and a margin box: what official documents use.
WARM_UP = """<html lang=es-EC><title>x</title><style>@page{@bottom-center{content:counter(page)}}</style>
<h1>Ñandú</h1><p>a <b>b</b> <i>c</i> <b><i>d</i></b></p><ul><li>e</ul><table><tr><th>f<td>g</table>
<img alt=h src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0h9v9z'/></svg>">
<img alt=i src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7">"""


class DataOnlyFetcher(URLFetcher):
    """Follows ``data:`` and nothing else, no redirect.

    A class, not a function: version 70 asks a raising fetcher for an attribute of this one.
    """

    def __init__(self):
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url, headers=None):
        """Return the content of a ``data:`` URI; raise ValueError for any other address."""
        if not url[:5].lower() == "data:":
            raise ValueError("only data: is allowed")
        return super().fetch(url, headers)


class SystemFonts(FontConfiguration):
    """The fonts of the machine and no others: a font of the document would need a folder to write to."""

    def add_font_face(self, rule_descriptors, url_fetcher):
        """Ignore ``@font-face``."""


class Typesetter:
    """Lays out one job after another with one set of fonts."""

    def __init__(self):
        # Messages of the library quote content, and nobody reads them here.
        logging.disable(logging.CRITICAL)
        self.fonts = SystemFonts()
        self.fetcher = DataOnlyFetcher()
        self.sheets: dict[str, CSS] = {}

    def warm_up(self) -> None:
        """Load what WeasyPrint, Pango and fontTools load on first use."""
        self.typeset(Job(WARM_UP))

    def typeset(self, job: Job) -> bytes:
        """Return the PDF of ``job``; any exception means there is none."""
        html, sheets = self._without_style(job.html)
        document = HTML(string=html, url_fetcher=self.fetcher).render(
            stylesheets=sheets, font_config=self.fonts, pdf_variant=job.pdf_variant
        )
        self._describe(document.metadata, job)
        return document.write_pdf(
            pdf_variant=job.pdf_variant,
            attachments=[self._embed(attachment, job) for attachment in job.attachments],
            finisher=accessibility.finish if accessibility.applies(job.pdf_variant) else None,
        )

    def _without_style(self, html):
        """The document without its ``<style>``, and that style parsed: layouts repeat theirs in every document."""
        found = STYLE.search(html)
        if not found:
            return html, []
        text = found.group(1)
        if text not in self.sheets:
            if len(self.sheets) >= SHEETS_KEPT:
                self.sheets.clear()
            self.sheets[text] = CSS(string=text, font_config=self.fonts, url_fetcher=self.fetcher)
        return html[: found.start()] + html[found.end() :], [self.sheets[text]]

    def _describe(self, metadata, job):
        metadata.lang = metadata.lang or LANGUAGE
        metadata.title = job.title or metadata.title
        metadata.generator = "Quipux"
        # Links to attachments in the HTML are not the caller's attachments.
        metadata.attachments = []
        if job.created:
            metadata.created = metadata.modified = job.created

    def _embed(self, attachment, job):
        date = datetime.fromisoformat(job.created).astimezone(UTC) if job.created else UNDATED
        return EmbeddedFile(
            file_obj=BytesIO(attachment.content),
            name=attachment.name,
            description=attachment.description,
            relationship=attachment.relationship,
            created=date,
            modified=date,
            url_fetcher=self.fetcher,
        )
