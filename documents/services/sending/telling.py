"""Notices and mails of sending, each with a key that makes the event unrepeatable (documents §16.6)."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from documents.models import Copy, Document, InstitutionSettings
from documents.services.telling import LETTER_ANSWERED, LETTER_RECEIVED, RECEIVED, tell_citizen
from documents.states import CopyRole, PartyRole
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
    """To each citizen whom a copy reached; whoever wrote what it answers reads that it is the answer."""
    for copy in copies:
        answered = _answered(document, copy.party.person)
        event = LETTER_ANSWERED if answered else RECEIVED
        tell_citizen(copy.party.person, event, copy, key=f"entrega-{copy.uuid}",
                     sentence=f"{event}: {answered}, con el documento {document.number}" if answered else "")  # fmt: skip


def _answered(document, person) -> str:
    """The number that the citizen knows of what the document answers, if it was hers."""
    answered = document.answer_to and document.answer_to.document
    hers = answered and answered.parties.filter(role=PartyRole.FROM, person=person).exists()
    return answered.number if hers else ""


def letter_received(document: Document, given: dict[int, str]) -> None:
    """To the citizen who wrote it: its number in each institution, known before any clerk looks at it (documents §7.9).

    Args:
        given: the number by the key of the institution; that of the citizens' own series has none.
    """
    original = document.copies.select_related("holder_citizen", "document").get(role=CopyRole.ORIGINAL)
    for institution, number in given.items() - {(None, document.number)}:
        tell_citizen(original.holder_citizen, LETTER_RECEIVED, original, key=f"carta-{document.uuid}-{institution}",
                     sentence=f"{LETTER_RECEIVED}: {document.number}, con el número {number}")  # fmt: skip


def finished(document: Document, original: Copy) -> None:
    """To the signer, and to who works in the signer's shared tray; a citizen knows it by the number it was given."""
    post = original.holder
    if post is None:
        return
    tellings = [Telling(f"envio-terminado-{document.uuid}", SENT, original, post)]
    if not original.is_confidential:
        tellings += [Telling(f"envio-del-jefe-{document.uuid}-{member.pk}", SENT_BY_CHIEF, original, member)
                     for _, member in _members([post.pk])]  # fmt: skip
    _tell(document, tellings, by=_signer_words(document))


def stuck(document: Document, original: Copy, reason: str) -> None:
    """To the signer and to the operators: the official PDF could not be made."""
    if original.holder is None:
        return tell_citizen(original.holder_citizen, STUCK, original, key=f"sin-pdf-{document.uuid}")
    _tell(document, [Telling(f"sin-pdf-{document.uuid}-{clock.now():%Y%m%d%H%M%S}", STUCK, original, original.holder)],
          by="Sistema")  # fmt: skip
    queue_mail(key=f"alerta-sin-pdf-{document.uuid}", to=settings.QUIPUX_ALERT_EMAIL or "",
               subject="QUIPUX: alerta de documentos: un PDF no se pudo generar",
               text=f"{reason}\nCódigo del documento: {document.uuid}\n")  # fmt: skip


def _members(chiefs):
    rows = SharedTray.objects.in_force().filter(chief__in=chiefs).select_related("member__person").order_by("pk")
    return [(row.chief_id, row.member) for row in rows]


def _signer_words(document):
    sender = document.sender
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
                text="\n".join(lines), is_training=document.institution.is_training)  # fmt: skip
