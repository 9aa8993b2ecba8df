"""Notices and mails of sending, each with a key that makes the event unrepeatable (documents §16.6)."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from documents.models import Copy, Document, InstitutionSettings
from documents.services.telling import RECEIVED
from documents.states import PartyRole
from institutions.models import Appointment, SharedTray
from quipux import clock
from quipux.notices.models import Notice
from quipux.notices.services import notify_many
from quipux.outbox.models import Mail
from quipux.outbox.services import queue_mail, queue_mails

SENT, SENT_BY_CHIEF, STUCK = "Envío terminado", "Documento enviado por su jefe", "No se pudo generar el PDF"


@dataclass(frozen=True)
class Telling:
    """One event of one copy told to one post."""

    key: str
    event: str
    copy: Copy
    post: Appointment


def received(document: Document, copies: list[Copy]) -> None:
    """To each addressee, and to the members of an addressee's shared tray, who see no confidential document."""
    tellings = [Telling(f"entrega-{copy.uuid}", RECEIVED, copy, copy.party.appointment) for copy in copies]
    open_copies = {copy.party.appointment_id: copy for copy in copies if not copy.is_confidential}
    for chief, member in _members(open_copies):
        copy = open_copies[chief]
        tellings.append(Telling(f"entrega-{copy.uuid}-{member.pk}", RECEIVED, copy, member))
    _tell(document, tellings, by=_signer_words(document))


def received_by_citizens(document: Document, copies: list[Copy]) -> None:
    """To each citizen who holds a copy now; of a confidential one the number alone."""
    for copy in copies:
        _tell_person(copy, copy.holder_citizen, f"entrega-{copy.uuid}", RECEIVED)


def finished(document: Document, original: Copy) -> None:
    """To the signer, and to who works in the signer's shared tray."""
    post = original.holder
    if post is None:
        return _tell_citizen(document, original, SENT)
    tellings = [Telling(f"envio-terminado-{document.uuid}", SENT, original, post)]
    if not original.is_confidential:
        tellings += [Telling(f"envio-del-jefe-{document.uuid}-{member.pk}", SENT_BY_CHIEF, original, member)
                     for _, member in _members([post.pk])]  # fmt: skip
    _tell(document, tellings, by=_signer_words(document))


def _tell_citizen(document, original, event):
    """What becomes of the letter of a citizen, who holds its original."""
    _tell_person(original, original.holder_citizen, f"carta-{document.uuid}-{event}"[:120], event)


def _tell_person(copy, person, key, event):
    url, number = reverse("documents:citizen_document", args=[copy.uuid]), copy.number or copy.document.number
    notify_many([Notice(key=key, user_id=person.pk, context="ciudadano", text=f"{event}: {number}", url=url)])
    if person.gets_mails and person.verified_email:
        queue_mails([Mail(key=key, to=person.verified_email, subject=f"QUIPUX: {event} – {number}",
                          text=f"{event}: {number}\n\n{settings.QUIPUX_PUBLIC_URL}{url}\n")])  # fmt: skip


def stuck(document: Document, original: Copy, reason: str) -> None:
    """To the signer and to the operators: the official PDF could not be made."""
    if original.holder is None:
        return _tell_citizen(document, original, STUCK)
    _tell(document, [Telling(f"sin-pdf-{document.uuid}-{clock.now():%Y%m%d%H%M%S}", STUCK, original, original.holder)],
          by="Sistema")  # fmt: skip
    queue_mail(key=f"alerta-sin-pdf-{document.uuid}", to=settings.QUIPUX_ALERT_EMAIL or "",
               subject="QUIPUX: alerta de documentos: un PDF no se pudo generar",
               text=f"{reason}\nCódigo del documento: {document.uuid}\n")  # fmt: skip


def _members(chiefs):
    rows = SharedTray.objects.in_force().filter(chief__in=chiefs).select_related("member__person").order_by("pk")
    return [(row.chief_id, row.member) for row in rows]


def _signer_words(document):
    sender = document.parties.get(role=PartyRole.FROM)
    return f"{sender.name}, {sender.title}"


def _tell(document, tellings, *, by):
    institutions = {t.copy.institution_id for t in tellings}
    showing = set(InstitutionSettings.objects.filter(institution__in=institutions, subject_in_mails=True)
                  .values_list("institution", flat=True))  # fmt: skip
    notify_many(Notice(key=f"{t.key}-{t.post.pk}"[:120], user_id=t.post.person_id, context=str(t.post.uuid),
                       text=f"{t.event}: {t.copy.number}", url=_address(t.copy)) for t in tellings)  # fmt: skip
    queue_mails(_mail(document, t, by, shows_subject=t.copy.institution_id in showing)
                for t in tellings if t.post.person.gets_mails)  # fmt: skip


def _address(copy):
    return reverse("documents:document", args=[copy.uuid])


def _mail(document, telling, by, *, shows_subject):
    number = telling.copy.number  # the receiving institution's own, where it gave one
    lines = [f"{telling.event}: {number}", f"Fecha: {clock.local(document.document_date):%Y-%m-%d %H:%M}",
             f"De: {by}" if telling.event == RECEIVED else f"Por: {by}"]  # fmt: skip
    if telling.copy.is_confidential:
        lines = [lines[0], lines[1], "Documento confidencial"]
    elif shows_subject:
        lines.append(f"Asunto: {document.subject}")
    lines += ["", f"{settings.QUIPUX_PUBLIC_URL}{_address(telling.copy)}"]
    return Mail(key=telling.key, to=telling.post.notice_address, subject=f"QUIPUX: {telling.event} – {number}",
                text="\n".join(lines))  # fmt: skip
