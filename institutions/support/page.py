"""What the pages of a case show, in the office and at the SGE."""

from institutions.models import SupportCase, SupportState
from quipux.history.models import Entry
from quipux.web.components import Column, Tag

COLOURS = {SupportState.OPEN_L1: "blue", SupportState.ESCALATED: "purple", SupportState.IN_PROGRESS: "purple",
           SupportState.REOPENED: "orange", SupportState.CLOSED: "grey"}  # fmt: skip
TRAIL = [Column(label) for label in ("Fecha", "Acción", "Usuario", "Estado", "Comentario")]


def tag_of(case: SupportCase) -> Tag:
    return Tag(case.get_state_display(), COLOURS.get(case.state, "green"))


def facts_of(case: SupportCase) -> list[tuple]:
    """Label and value; what is empty is left out."""
    rows = [("Estado", tag_of(case)), ("Institución", case.institution.name if case.institution else ""),
            ("Nombre completo", case.full_name), ("Cargo", case.title), ("Módulo", case.get_module_display()),
            ("Abierto el", case.created_at), ("Descripción", case.description),
            ("Diagnóstico de primer nivel", case.diagnosis), ("Respuesta", case.answer),
            ("Cerrado el", case.closed_at)]  # fmt: skip
    return [row for row in rows if row[1]]


def trail_of(case: SupportCase) -> list[list]:
    """The Recorrido, newest first."""
    return [[entry.at, entry.label, entry.actor_name, entry.state, entry.comment] for entry in Entry.objects.of(case)]
