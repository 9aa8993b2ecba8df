"""Notices and mails of what happened to a copy (documents §16.6)."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.urls import reverse

from documents.models import InstitutionSettings
from documents.states import Confidentiality
from institutions.actors import Citizen
from quipux.notices.services import notify
from quipux.outbox.services import queue_or_extend

RECEIVED, REASSIGNED, TAKEN = "Documento recibido", "Documento reasignado", "Documento tomado de su bandeja"
INFORMED, COMMENTED, ANNULLED = "Documento informado", "Comentario", "Documento eliminado de Por Imprimir"
TASK_GIVEN, TASK_FINISHED, TASK_CANCELLED = "Tarea asignada", "Tarea finalizada", "Tarea cancelada"
TASK_REOPENED, TASK_MOVED, TASK_COMMENTED = "Tarea reabierta", "Tarea con fecha editada", "Tarea comentada"
RETURNED = "Devolución"
LETTER_RECEIVED, LETTER_ANSWERED = "Carta recibida", "Carta respondida"
MADE_PUBLIC = "Nivel de seguridad cambiado a Público"
_bulk_key: ContextVar[str] = ContextVar("bulk_key", default="")


@contextmanager
def one_mail_per_person(key: str):
    """While an act on several copies runs, each person gets one mail of it, which grows item by item."""
    token = _bulk_key.set(key)
    try:
        yield
    finally:
        _bulk_key.reset(token)


def tell(post, event: str, copy, *, actor, key: str, deadline=None, url: str = "") -> None:
    """Tell the person of ``post``: a notice always, and a mail unless they chose none.

    Args:
        key: names event and copy once, for example ``reassign-<uuid>-<sequence>``.
        deadline: Fecha Máxima, if the act gave one.
        url: path of the page that it is about; that of the document when empty.
    """
    number = copy.number or copy.document.temporary_number or "borrador"
    url = url or reverse("documents:document", args=[copy.uuid])
    notify(key=f"{key}-{post.pk}", user_id=post.person_id, context=str(post.uuid), text=f"{event}: {number}",
           url=url)  # fmt: skip
    if post.person.gets_mails:
        bulk = _bulk_key.get()
        queue_or_extend(key=f"{event}-{bulk}-{post.pk}"[:120] if bulk else f"{key}-{post.pk}", to=post.notice_address,
                        event=event, number=number, line=_line([f"{event}: {number}", _by(actor)], copy, deadline, url),
                        waits=bool(bulk))  # fmt: skip


def tell_citizen(person, event: str, copy, *, key: str, sentence: str = "") -> None:
    """Tell somebody outside every office, by notice and mail as an official; never who of the office did it.

    Args:
        copy: the one that the citizen may open.
        key: names event, copy and person once.
        sentence: what is told in place of «event: number»; nothing confidential in it.
    """
    number, url = copy.number or copy.document.number, reverse("documents:citizen_document", args=[copy.uuid])
    sentence = sentence or f"{event}: {number}"
    notify(key=key, user_id=person.pk, context=Citizen.context_id, text=sentence, url=url)
    if person.gets_mails and person.verified_email:
        queue_or_extend(key=key, to=person.verified_email, event=event, number=number, waits=False,
                        line=_line([sentence], copy, None, url))  # fmt: skip


def _by(actor):
    who = actor.identity()
    return f"Por: {who.name}, {who.position}" if who.position else f"Por: {who.name}"


def _line(lines, copy, deadline, url):
    if copy.confidentiality == Confidentiality.CONFIDENTIAL:
        lines.append("Documento confidencial")
    elif InstitutionSettings.objects.filter(institution=copy.institution_id, subject_in_mails=True).exists():
        lines.append(f"Asunto: {copy.document.subject}")
    if deadline:
        lines.append(f"Fecha Máxima: {deadline.isoformat()}")
    lines.append(f"{settings.QUIPUX_PUBLIC_URL}{url}")
    return "\n".join(lines)
