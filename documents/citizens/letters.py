"""Carta Ciudadano: what a citizen «con firma» writes, changes, throws away and sends (documents §1, §12).

A letter belongs to its citizen. Its row names the institution of the first Para and the área de recepción there,
because every document has both; its number is of the citizens' series, and each institution adds its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.html import strip_tags

from documents import history, numbering
from documents.attaching import services as attaching
from documents.models import Attachment, Copy, Document, DocumentType, Party, Sending
from documents.numbering.issuing import reception_area
from documents.services.draft_rows import keep_body
from documents.services.sending.requesting import request_sending
from documents.states import CopyRole, CopyState, DocumentKind, PartyRole
from documents.text import clean_html, paragraphs
from institutions.models import Appointment
from institutions.states import AppointmentState, Environment, InstitutionState
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history import recorder
from quipux.workflow import Entry, Move, perform

SLUG = "carta_ciudadano"
RECEIVES = "receive_citizen_documents"
LONGEST_SUBJECT, LONGEST_REFERENCE, MOST_RECIPIENTS = 350, 100, 20  # characters, people
SUSPENDED = "Solo los ciudadanos con firma electrónica autorizada pueden escribir cartas."
NOBODY = "Elija al menos un destinatario."


@dataclass(frozen=True)
class Letter:
    """What the citizen typed; ``text`` is plain."""

    to: Sequence[Appointment]
    subject: str
    text: str
    reference: str = ""
    answer_to: Copy | None = None


def recipients():
    """Appointments that a citizen may write to, in any institution of production (documents §12)."""
    working = Appointment.objects.with_names().filter(
        state__in=AppointmentState.working(), institution__state=InstitutionState.ACTIVE, person__is_active=True,
        institution__environment=Environment.PRODUCTION, grants__permission=RECEIVES)  # fmt: skip
    return working.order_by("institution__name", "person__surnames", "person__given_names", "pk")


def own_letters(citizen):
    """Originals the citizen holds."""
    return Copy.objects.filter(role=CopyRole.ORIGINAL, holder_citizen=citizen.user)


@transaction.atomic
def create(letter: Letter, *, citizen) -> Copy:
    """Registro of a letter, En Edición, with its temporary number.

    Raises:
        Forbidden: the citizen does not sign electronically, or is suspended.
        Invalid: with the sentence of each field that fails.
    """
    check(letter, citizen)
    now, office = clock.now(), letter.to[0].institution
    document = Document.objects.create(
        kind=DocumentKind.CITIZEN_LETTER, type=DocumentType.objects.get(slug=SLUG), institution=office,
        area=reception_area(office), author=None, registered_at=now, revision=1, answer_to=letter.answer_to,
        temporary_number=numbering.next_temporary(None, now.year), **_columns(letter),
    )  # fmt: skip
    _keep_people(document, letter, citizen)
    keep_body(document, citizen, now)
    original = Copy.objects.create(document=document, role=CopyRole.ORIGINAL, holder=None, institution=None,
                                   holder_citizen=citizen.user, arrived_at=now, sort_at=now, is_read=True)  # fmt: skip
    recorder.record(original, history.REGISTER, actor=citizen,
                    comment=f"Documento Temporal No. {document.temporary_number}")  # fmt: skip
    return original


@transaction.atomic
def change(original: Copy, letter: Letter, *, citizen) -> Copy:
    """Modificación of a draft.

    Raises:
        Forbidden, Invalid: as `create`.
        NotAllowedNow: it is no draft any more.
    """
    check(letter, citizen)
    original = Copy.objects.locked(original.pk, "document")
    if original.state != CopyState.DRAFT:
        raise NotAllowedNow(original.refusal_message())
    document, now = Document.objects.select_for_update().get(pk=original.document_id), clock.now()
    for name, value in _columns(letter).items():
        setattr(document, name, value)
    document.institution, document.area = letter.to[0].institution, reception_area(letter.to[0].institution)
    document.revision += 1
    document.save()
    document.parties.all().delete()
    _keep_people(document, letter, citizen)
    keep_body(document, citizen, now)
    [original] = perform(Move(original, "change_data", {"changes": {}}), actor=citizen, subject=original,
                         entries=[Entry(history.MODIFY)])  # fmt: skip
    return original


def _columns(letter):
    return {"subject": letter.subject.strip(), "reference": letter.reference.strip(),
            "body": clean_html(paragraphs(letter.text))}  # fmt: skip


def _keep_people(document, letter, citizen):
    parties = [Party(document=document, role=PartyRole.FROM, position=1, person=citizen.user)]
    parties += [Party(document=document, role=PartyRole.TO, position=position, appointment=post)
                for position, post in enumerate(letter.to, start=1)]  # fmt: skip
    Party.objects.bulk_create(parties)


def check(letter: Letter, citizen) -> None:
    """The rules of every saving.

    Raises:
        Forbidden: the citizen does not sign electronically, or is suspended.
        Invalid: with the sentence of each field that fails.
    """
    if not citizen.signs:
        raise Forbidden(SUSPENDED)
    faults = {}
    if not letter.to:
        faults["para"] = NOBODY
    elif len(letter.to) > MOST_RECIPIENTS:
        faults["para"] = f"Eligió {len(letter.to)} destinatarios; el máximo es {MOST_RECIPIENTS}."
    elif refused := not_receiving(letter.to):
        faults["para"] = f"{refused[0].person.full_name} no recibe cartas de ciudadanos. Escoja a otra persona."
    for name, what, text, limit in (("asunto", "El asunto", letter.subject.strip(), LONGEST_SUBJECT),
                                    ("referencia", "La referencia", letter.reference.strip(), LONGEST_REFERENCE)):  # fmt: skip
        if len(text) > limit:
            faults[name] = f"{what} tiene {len(text)} caracteres; el máximo es {limit}."
    if not letter.subject.strip():
        faults["asunto"] = "Escriba el asunto."
    if faults:
        raise Invalid(next(iter(faults.values())), **faults)


def not_receiving(posts: Sequence[Appointment]) -> list[Appointment]:
    """Those of ``posts`` that a citizen may not write to."""
    able = set(recipients().filter(pk__in=[post.pk for post in posts]).values_list("pk", flat=True))
    return [post for post in posts if post.pk not in able]


@transaction.atomic
def send(original: Copy, *, citizen) -> Sending:
    """Firmar y Enviar, by electronic signature and no other way (documents §12).

    Args:
        original: its text is on the page from which it is sent, which counts as its preview.

    Raises:
        Forbidden: the citizen does not sign electronically, or is suspended.
        Invalid: without text, or somebody in Para does not receive citizens' letters.
        NotAllowedNow: it was sent before.
    """
    if not citizen.signs:
        raise Forbidden(SUSPENDED)
    document = Document.objects.select_for_update().get(pk=original.document_id)
    posts = [party.appointment for party in document.parties.filter(role=PartyRole.TO).select_related(
        "appointment__person")]  # fmt: skip
    if refused := not_receiving(posts):
        raise Invalid(f"{refused[0].person.full_name} no recibe cartas de ciudadanos. Cambie el destinatario.")
    if not strip_tags(document.body).strip():
        raise Invalid("La carta no tiene texto.")
    if document.frozen_at is None:
        document.previewed_revision = document.revision
        document.save(update_fields=["previewed_revision"])
    return request_sending(original, actor=citizen, electronically=True)


def attach(original: Copy, uploads: Sequence[UploadedFile], *, citizen) -> attaching.Result:
    """Adjuntar to a draft; one file that may not be kept leaves the others (documents §6.4).

    Raises:
        Forbidden: the citizen does not sign electronically, or is suspended.
        Invalid: nothing was given.
        NotAllowedNow: it is no draft any more.
    """
    if not citizen.signs:
        raise Forbidden(SUSPENDED)
    _require_draft(original)
    return attaching.attach(uploads, actor=citizen, document=original.document)


def take_off(original: Copy, identifier, *, citizen) -> None:
    """Take an anexo off a draft; one that is not there any more is no error.

    Args:
        identifier: its uuid, None for one that is no uuid.

    Raises:
        NotAllowedNow: it is no draft any more.
    """
    _require_draft(original)
    found = Attachment.objects.filter(document=original.document_id, copy=None, uuid=identifier).first()
    if found is not None:
        attaching.remove(found, actor=citizen)


def _require_draft(original):
    if original.state != CopyState.DRAFT:
        raise NotAllowedNow(original.refusal_message())


def delete(original: Copy, *, citizen) -> Copy:
    """To Eliminados."""
    [original] = perform(Move(original, "delete_draft"), actor=citizen, subject=original,
                         entries=[Entry(history.DELETE)])  # fmt: skip
    return original


def restore(original: Copy, *, citizen) -> Copy:
    """Back to En Elaboración."""
    [original] = perform(Move(original, "restore_deleted"), actor=citizen, subject=original,
                         entries=[Entry(history.RESTORE)])  # fmt: skip
    return original
