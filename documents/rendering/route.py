"""Hoja de Ruta: the Recorrido of a copy on paper (documents §5.4)."""

from django.template.loader import render_to_string

from documents.detail.trail import shown_entries
from documents.models import Copy
from documents.rendering.context import institution_values, verification_values
from quipux import clock, pdf


def route_sheet(copy: Copy, with_comments: bool) -> bytes:
    """The PDF of a copy's Recorrido, oldest entry first; the caller has checked that the reader sees it.

    Raises:
        PdfError: the renderer's child failed, was too slow or too big.
    """
    return pdf.render(render_to_string("documents/pdf/route_sheet.html", _context(copy, with_comments)))


def _context(copy, with_comments):
    document = copy.document
    number = copy.number or document.temporary_number or "(borrador)"
    entries = shown_entries(copy)[::-1]
    return {
        "title": f"Hoja de Ruta del documento Nro. {number}",
        "institution": institution_values(copy.institution),
        "plain": False,
        "draft": document.frozen_at is None,
        "training": copy.institution.is_training,
        "verification": verification_values(document),
        "number": number,
        "subject": document.subject,
        "sender": document.from_label,
        "receivers": document.to_label,
        "state": copy.get_state_display(),
        "holder": copy.holder_name,
        "area": copy.holder_area_name,
        "printed_at": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
        "with_comments": with_comments,
        "rows": [_row(entry, entries[0].at) for entry in entries],
    }


def _row(entry, begun):
    """Área, cargo and names are those frozen in the entry."""
    at, target = clock.local(entry.at), entry.target or {}
    return {"at": f"{at:%Y-%m-%d %H:%M}", "action": entry.label, "area": entry.actor_area, "who": entry.actor_name,
            "position": entry.actor_position, "to": target.get("name", ""), "to_position": target.get("position", ""),
            "days": (at.date() - clock.local(begun).date()).days, "comment": entry.comment}  # fmt: skip
