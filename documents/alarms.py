"""The alarm about a person who opens more documents in a day than anybody reads (safety §2.3, S-25)."""

import logging
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from accounts import mailing
from institutions.models import Appointment
from institutions.scope import administrators
from quipux import clock
from quipux.limits.services import count_page
from quipux.notices.services import notify
from quipux.outbox.services import queue_mail

logger = logging.getLogger("quipux.security")
MANY, DAY = 5_000, timedelta(days=1)
PAGES, FILES = "documents_opened", "files_opened"
SUBJECT = "QUIPUX: Muchos documentos abiertos en un día"
AUDIT = "audit_institution"


def count_opening(request, what: str = PAGES) -> None:
    """Count a document that this person opened; the one that makes ``MANY`` in a day is told, and none is refused.

    Args:
        what: ``PAGES`` for its page, ``FILES`` for its PDF; each has its own count, so that either way alone is seen.
    """
    count, _ = count_page(what, request.user.pk, period=DAY)
    if count == MANY:
        _alarm(request.actor, f"{what}-{clock.today()}")


def _alarm(actor, event):
    """AIQs and auditors of the institution by notice and mail, the operators by mail; the mails name nobody (S-61)."""
    logger.warning("many_documents_opened", extra={"user": actor.user.pk, "event": event})
    sentence = f"Una persona de la institución abrió {MANY} documentos en un día."
    for post in _watchers(actor.institution):
        key = f"abiertos-{actor.user.pk}-{event}-{post.pk}"
        notify(key=key, user_id=post.person_id, context=str(post.uuid), text=f"{sentence} {actor.label}.")
        mailing.write_to(post.person, key=key, subject=SUBJECT, to=post.notice_address, link_text="Ver sus avisos",
                         lines=[sentence, f"Fecha: {mailing.moment()}.", "En sus avisos consta de quién se trata."],
                         link=settings.QUIPUX_PUBLIC_URL + reverse("documents:notices"))  # fmt: skip
    queue_mail(key=f"alerta-abiertos-{actor.user.pk}-{event}", to=settings.QUIPUX_ALERT_EMAIL or "",
               subject="QUIPUX alerta: muchos documentos abiertos en un día",
               text=f"{sentence}\n\nInstitución: {actor.institution.sigla}. Persona: {actor.user.uuid}.")  # fmt: skip


def _watchers(institution):
    """Whoever administers the whole institution or audits it, each once."""
    auditors = Appointment.objects.working().filter(institution=institution, grants__permission=AUDIT).distinct()
    rows = (administrators(institution), auditors)
    return {post.pk: post for some in rows for post in some.select_related("person")}.values()
