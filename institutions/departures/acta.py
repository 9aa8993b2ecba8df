"""The Acta de desvinculación: what was done with everything a post had (institutions §11.5)."""

from django.template.loader import render_to_string

from institutions.catalogue import BY_SLUG
from institutions.charges import in_words
from institutions.departures.checklist import Checklist
from institutions.models import Departure
from quipux import pdf
from quipux.files import store
from quipux.files.models import StoredFile


def keep(case: Departure, outcome, *, reason: str, actor, instant) -> StoredFile:
    """Print the Acta of an end and keep it.

    Args:
        outcome: what the end did (``ending.Outcome``).

    Raises:
        PdfError: it could not be printed; the end is taken back with the transaction.
    """
    html = render_to_string("institutions/departures/acta.html", facts(case, outcome, reason, actor, instant))
    return store.save(pdf.render(html, created=instant), media_type="application/pdf")


def facts(case, outcome, reason, actor, instant) -> dict:
    """Everything printed, in words; of documents only their numbers."""
    post, decisions = case.appointment, Checklist(case)
    who = actor.identity()
    return {
        "title": f"Acta de desvinculación de {post.person.full_name}", "institution": _institution(post.institution),
        "plain": False, "draft": False, "training": post.institution.is_training, "verification": None,
        "rows": [("Persona", post.person.full_name), ("Puesto", post.title), ("Área", post.area.name),
                 ("Período", f"{post.starts_on.isoformat()} a {case.last_day.isoformat()}"),
                 ("Motivo", case.get_reason_display()), ("Acto", case.act_number or "—"), ("Observación", reason),
                 ("Desactivó", f"{who.name}, {who.position}" if who.position else who.name),
                 ("Fecha y hora", in_words(instant)), ("Subrogaciones terminadas", outcome.delegations)],
        "lines": [_line(line) for line in decisions.lines if line.moved or line.lines or line.words],
        "permissions": [BY_SLUG[slug].label for slug in outcome.permissions if slug in BY_SLUG],
    }  # fmt: skip


def _institution(institution):
    return {"name": institution.name, "parent": "", "logo": "", "address": institution.address,
            "phone": institution.phone, "web": "", "phrase": "", "background": ""}  # fmt: skip


def _line(line):
    to = "; ".join(f"{name}: {number}" for name, number in line.received) or "—"
    said = "; ".join(filter(None, [line.words, *line.lines]))
    return f"{line.item.code} {line.item.label}", line.moved or "—", to, said
