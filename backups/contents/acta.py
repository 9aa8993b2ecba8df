"""The text of ACTA_RESPALDO.pdf: facts of a finished backup, laid out by `quipux.pdf` (backups §5.1)."""

from collections.abc import Sequence

from django.template.loader import render_to_string

from backups.contents.frozen import FrozenBackup, PartFile, Tally
from backups.states import ArchiveList
from quipux import pdf
from quipux.web.formatting import timestamp_text


def acta_html(backup: FrozenBackup, tally: Tally, parts: Sequence[PartFile], manifest_sha256: str) -> str:
    """HTML for `quipux.pdf.render(html, created=backup.frozen_at)`; the same facts give the same text.

    `parts` are the document parts only: the index part that holds the acta cannot state its own hash.
    """
    return render_to_string("backups/pdf/acta.html", {
        "title": f"Acta de generación de respaldo Nro. {backup.number}",
        "institution": {"name": backup.institution, "parent": "", "logo": "", "address": "", "phone": "", "web": "",
                        "phrase": "", "background": ""},
        "plain": False, "draft": False, "training": backup.training, "verification": _verification(backup),
        "request_number": str(backup.number), "petition": backup.petition,
        "person": backup.person, "cedula": backup.cedula, "position": backup.position, "area": backup.area,
        "date_from": backup.date_from.isoformat(), "date_to": backup.date_to.isoformat(),
        "frozen_at": timestamp_text(backup.frozen_at),
        "counts": [(label, tally.included[slug]) for slug, label in ArchiveList.choices],
        "total": tally.inside, "omitted": tally.omitted, "withheld": tally.withheld,
        "parts": [(part.name, part.bytes, part.sha256) for part in parts],
        "manifest_sha256": manifest_sha256, "verify_url": backup.verify_url,
    })  # fmt: skip


def _verification(backup: FrozenBackup) -> dict | None:
    if not backup.verify_url:
        return None
    return {"code": backup.title, "portal": backup.verify_url, "qr": pdf.qr_data_uri(backup.verify_url)}
