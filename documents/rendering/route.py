"""Hoja de Ruta: the Recorrido of a copy on paper (documents §5.4)."""

from django.template.loader import render_to_string

from documents.detail.copies import copies_of
from documents.detail.trail import shown_entries
from documents.models import Copy, Document
from documents.rendering.context import institution_values, verification_values
from documents.states import PartyRole
from quipux import clock, pdf


def route_sheet(copy: Copy, with_comments: bool, *, reads: bool) -> bytes:
    """The PDF of a copy's Recorrido, oldest entry first; the caller has checked that the reader sees it.

    Args:
        reads: its reader reads the copy whole, and so sees its other copies and its answers (documents §14).

    Raises:
        PdfError: the renderer's child failed, was too slow or too big.
    """
    return pdf.render(render_to_string("documents/pdf/route_sheet.html", _context(copy, with_comments, reads)))


def _context(copy, with_comments, reads):
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
        "copied": ", ".join(parties_by_name(document, PartyRole.CC)),
        "copies": [_copy(one) for one in copies_of(copy)] if reads and copy.is_original else [],
        "answers": [_answer(one) for one in _answers(copy)] if reads else [],
        "state": copy.get_state_display(),
        "holder": copy.holder_name,
        "area": copy.holder_area_name,
        "printed_at": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
        "with_comments": with_comments,
        "rows": [_row(entry, entries[0].at) for entry in entries],
    }


def parties_by_name(document, role) -> list[str]:
    """Frozen names in their order; none of a draft."""
    return list(document.parties.filter(role=role).exclude(name="").order_by("position", "pk").values_list(
        "name", flat=True))  # fmt: skip


def _copy(copy):
    """Of another institution only number, state and answer (documents §16.2)."""
    return {"name": copy.party.name, "number": copy.number, "state": copy.get_state_display(),
            "answered": "Contestado" if copy.answered else "Sin respuesta"}  # fmt: skip


def _answers(copy):
    """What was sent in answer to this copy; to any copy of an original."""
    answered = {"answer_to__document": copy.document_id} if copy.is_original else {"answer_to": copy}
    return Document.objects.filter(**answered, frozen_at__isnull=False).order_by("document_date", "pk")


def _answer(document):
    """Whose it is, and for whom, is told on its own page to who may open it (documents §13.5)."""
    return {"number": document.number, "at": f"{clock.local(document.document_date):%Y-%m-%d}"}


def _row(entry, begun):
    """Área, cargo and names are those frozen in the entry."""
    at, target = clock.local(entry.at), entry.target or {}
    return {"at": f"{at:%Y-%m-%d %H:%M}", "action": entry.label, "area": entry.actor_area, "who": entry.actor_name,
            "position": entry.actor_position, "to": target.get("name", ""), "to_position": target.get("position", ""),
            "days": (at.date() - clock.local(begun).date()).days, "comment": entry.comment}  # fmt: skip
