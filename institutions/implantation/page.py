"""What the pages of a case show: the seven steps of seed 002, what lacks, what happened."""

from django.urls import reverse

from institutions.implantation.forms import ReasonForm, SubmitForm
from institutions.implantation.states import STEP_OF, WHO_ACTS, CaseState
from institutions.implantation.steps import STEPS
from quipux.history.models import Entry
from quipux.web.components import Column, Link, Tag, tracker_steps

# Short name and what happens in it, in the words of seed 002.
PHASES = (
    ("Solicitud", "La máxima autoridad remite un oficio al Subsecretario de Gobierno Electrónico con los datos de la "
     "institución y designa un Administrador Institucional Quipux (AIQ)."),
    ("Cursos", "El AIQ asiste a los cursos de Bandeja de entrada, Bandeja de salida y Administración: 12 horas en "
     "total, en las fechas que le avisamos por correo."),
    ("Ambiente de capacitación", "Creamos la institución, la cuenta del AIQ y la plantilla de seguimiento en el "
     "ambiente de capacitación, y se lo avisamos al AIQ."),
    ("Parametrización", "En 15 días el AIQ parametriza el ambiente de capacitación, capacita a los usuarios focales "
     "y crea el correo de soporte de la institución."),
    ("Paso a producción", "Con la parametrización y las personas listas, el AIQ solicita el paso a producción."),
    ("Verificación", "Revisamos la parametrización con la plantilla de seguimiento y aprobamos el paso a producción."),
    ("Producción", "El AIQ parametriza el ambiente de producción, comunica el correo de la mesa de ayuda y la "
     "institución empieza a trabajar."),
)  # fmt: skip
SHORT = tuple(label for label, _ in PHASES)
TRAIL = [Column("Fecha"), Column("Acción"), Column("Usuario"), Column("Estado"), Column("Comentario")]
GREEN = (CaseState.OPERATING, CaseState.APPROVED)
RED = (CaseState.REJECTED, CaseState.NOT_ELIGIBLE, CaseState.WITHDRAWN, CaseState.LAPSED, CaseState.DEADLINE_PASSED)


def tag_of(case) -> Tag:
    """Its state as a coloured word."""
    colour = "green" if case.state in GREEN else "red" if case.state in RED else "blue"
    return Tag(case.get_state_display(), colour)


def steps_of(case):
    """The seven steps of seed 002 with the one that is being done."""
    ended = case.state in CaseState.final() and case.state != CaseState.OPERATING
    reached = STEP_OF.get(case.state, 1) - 1
    stopped = case.get_state_display() if ended else ""
    return tracker_steps(reached, labels=SHORT, finished=case.state == CaseState.OPERATING, stopped=stopped)


def facts_of(case) -> list[tuple]:
    """The data of the request, label and value; what is empty is left out."""
    rows = [("Institución", case.name), ("RUC", case.ruc), ("Sigla", case.sigla), ("Teléfono", case.phone),
            ("Dirección", case.address), ("Función o tipo", case.get_function_display()),
            ("Máxima autoridad", _named(case.authority_name, case.authority_title)),
            ("Oficio", " del ".join(filter(None, [case.letter_number, str(case.letter_date or "")]))),
            ("Áreas declaradas", case.declared_areas), ("Servidores declarados", case.declared_people),
            *((one.get_role_display(), _named(one.full_name, one.title)) for one in case.people.all())]  # fmt: skip
    return [row for row in rows if row[1]]


def _named(name, title):
    return f"{name}, {title}" if title else name


def trail_of(case) -> list[list]:
    """The Recorrido, newest first."""
    return [[entry.at, entry.label, entry.actor_name, entry.state, entry.comment] for entry in Entry.objects.of(case)]


def of_applicant(case, token, form=None) -> dict:
    """Everything of the page of who applies."""
    draft, observed = case.state == CaseState.DRAFT, case.state == CaseState.OBSERVED
    pages = [(step, reverse("institutions:application_step", args=[token, step.slug]), _situation(step, case))
             for step in STEPS.values()] if draft or observed else []  # fmt: skip
    return {
        "case": case, "token": token, "pages": pages, "is_draft": draft, "tag": tag_of(case),
        "is_ready": all(tag.colour == "green" for _, _, tag in pages), "steps": steps_of(case),
        "who_acts": WHO_ACTS[case.state], "rows": facts_of(case), "columns": TRAIL,
        "entries": [] if draft else _public_trail(case), "form": form,
        "observations": list(case.observations.filter(answered_at=None)) if observed else [],
        "submit": form if isinstance(form, SubmitForm) else SubmitForm(),
        "reason": form if isinstance(form, ReasonForm) else ReasonForm(),
        "may_give_up": case.state in CaseState.by_applicant(),
    }  # fmt: skip


def _public_trail(case):
    """Names of the people of the SGE are not told outside."""
    return [[at, label, "Solicitante" if who == "Solicitante" else "Quipux", state, comment]
            for at, label, who, state, comment in trail_of(case)]  # fmt: skip


def _situation(step, case) -> Tag:
    if step.is_complete(case):
        return Tag("Opcional" if step.is_optional and not any(step.load(case).values()) else "Completo", "green")
    return Tag("Por completar", "grey")


def link_to(case) -> Link:
    """The case in a list of the SGE."""
    return Link(case.number or "Borrador", reverse("admin:implantation:case", args=[case.uuid]))
