"""Prints the manuals of the portal as PDF, with their pictures inside (accounts-portal §11)."""

import base64
import json
import re

from django.core.management.base import BaseCommand
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from quipux import pdf
from quipux.portal.manuals import FOLDER, LICENCE, MANIFEST, MANUALS

_SOURCE = re.compile(r'src="[^"]*manuales/([\w-]+)\.png" alt="([^"]*)" loading="lazy"')


class Command(BaseCommand):
    help = "Imprime los manuales del portal como PDF."

    def handle(self, **options):
        for manual in MANUALS.values():
            text = mark_safe(_SOURCE.sub(_embedded, manual.text))  # noqa: S308 (our own template)
            html = render_to_string("portal/pdf/manual.html", {"manual": manual, "text": text, "licence": LICENCE})
            manual.pdf.write_bytes(pdf.render(html, title=manual.title, pdf_variant="pdf/ua-1"))
            self.stdout.write(manual.pdf.name)
        digests = {slug: manual.digest for slug, manual in MANUALS.items()}
        MANIFEST.write_text(json.dumps(digests, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _embedded(found):
    picture = base64.b64encode((FOLDER / f"{found[1]}.png").read_bytes()).decode()
    return f'src="data:image/png;base64,{picture}" alt="{found[2]}"'
