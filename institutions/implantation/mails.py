"""What is mailed about an implantation: number, state, date and link, one key for each mail (institutions §15)."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from institutions.implantation import links
from institutions.models import ImplantationCase
from quipux.outbox.services import queue_mail
from quipux.web.formatting import timestamp_text

ACCEPTED = "QUIPUX: Solicitud de implantación aceptada"
DATES = "QUIPUX: Fechas de capacitación"
TRAINING = "QUIPUX: Ambiente de capacitación creado"
REMINDER, PASSED = "QUIPUX: Recordatorio de plazo", "QUIPUX: Plazo vencido"
PRODUCTION, DESK = "QUIPUX: Usuario de producción", "QUIPUX: Mesa de ayuda de su institución"


def of_state(case: ImplantationCase) -> str:
    """The subject of a mail that tells a new state."""
    return f"QUIPUX: Solicitud de implantación {case.number} {case.get_state_display()}"


def tell(case: ImplantationCase, event: str, to: str, *, subject: str = "", lines=(), link: str = "") -> None:
    """Queue one mail.

    Args:
        event: names it among all those of the case; a second call with the same event and address adds nothing.
        to: an address; nothing is queued without one.
        subject: that of the new state when omitted.
        lines: paragraphs after the one with number, state and date.
        link: whole address of the page that has the rest.
    """
    context = {"case": case, "lines": lines, "link": link,
               "due": timestamp_text(case.due_at) if case.due_at else ""}  # fmt: skip
    queue_mail(key=key_of(case, event, to), to=to, subject=subject or of_state(case),
               text=render_to_string("institutions/mail/case.txt", context),
               html=render_to_string("institutions/mail/case.html", context))  # fmt: skip


def key_of(case: ImplantationCase, event: str, to: str) -> str:
    return f"imp-{case.uuid.hex}-{event}-{to}"[:120]


def tell_applicant(case, event, *, subject="", lines=()) -> None:
    """Who applied, with the link to her page."""
    tell(case, event, case.applicant_email, subject=subject, lines=lines, link=links.address_of(case))


def tell_authority(case, event, *, subject="", lines=()) -> None:
    tell(case, event, case.authority_email, subject=subject, lines=lines)


def tell_aiq(case, event, *, subject="", lines=()) -> None:
    """The AIQ, at the address of the request: with an account, to the page of the case inside Quipux."""
    page = (
        settings.QUIPUX_PUBLIC_URL + reverse("institutions:my_implantation")
        if case.training_id or case.production_id
        else ""
    )
    if case.aiq is not None:
        tell(case, event, case.aiq.email, subject=subject, lines=lines, link=page)


def tell_reviewer(case, event, *, subject="", lines=()) -> None:
    """The AGQ who took it, or the central mailbox."""
    to = (case.assignee.verified_email if case.assignee else "") or settings.QUIPUX_SUPPORT_EMAIL
    tell(case, event, to, subject=subject, lines=lines, link=page_of(case))


def tell_support(case, event, *, subject="", lines=()) -> None:
    """The central mailbox (seed 002, step 5)."""
    tell(case, event, settings.QUIPUX_SUPPORT_EMAIL, subject=subject, lines=lines, link=page_of(case))


def page_of(case: ImplantationCase) -> str:
    """Where the SGE attends the case."""
    return settings.QUIPUX_PUBLIC_URL + reverse("admin:implantation:case", args=[case.uuid])
