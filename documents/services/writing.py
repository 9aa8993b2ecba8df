"""Writing a draft: the document, its parties and its attachments."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from documents import history
from documents.models import Attachment, Copy, Document, DocumentType, Participation, Party
from documents.states import Category, Confidentiality, CopyRole, How, Medium, PartyRole
from documents.text import clean_html
from institutions.models import Appointment
from quipux import clock
from quipux.errors import Invalid
from quipux.files.models import StoredFile
from quipux.history import recorder


@dataclass(frozen=True)
class NewAttachment:
    """An anexo as it is given; ``file`` is None only for a physical one."""

    name: str
    file: StoredFile | None
    description: str = ""


@dataclass(frozen=True)
class Draft:
    """What a person writes.

    Attributes:
        body: HTML as typed; it is sanitised before it is kept.
        to, cc: appointments, in order.
        answer_to: the copy this one answers.
    """

    type: DocumentType
    subject: str
    body: str
    to: Sequence[Appointment]
    cc: Sequence[Appointment] = ()
    attachments: Sequence[NewAttachment] = ()
    reference: str = ""
    category: str = Category.NORMAL
    confidentiality: str = Confidentiality.PUBLIC
    answer_to: Copy | None = None


@transaction.atomic
def write(draft: Draft, *, actor) -> Copy:
    """Keep a draft of the actor, who is its author, its De and its holder.

    Returns:
        The original copy, in state En Edición.

    Raises:
        Invalid: no addressee, no asunto, or somebody named twice.
    """
    people = [*draft.to, *draft.cc]
    _check(draft, people)
    now, author = clock.now(), actor.appointment
    document = Document.objects.create(
        type=draft.type, institution=author.institution, area=author.area, author=author, registered_at=now,
        subject=draft.subject, body=clean_html(draft.body), reference=draft.reference, answer_to=draft.answer_to,
    )  # fmt: skip
    Party.objects.bulk_create(_parties(document, author, draft))
    original = Copy.objects.create(
        document=document, role=CopyRole.ORIGINAL, institution=author.institution, holder=author, category=draft.category,
        confidentiality=draft.confidentiality, arrived_at=now, sort_at=now, is_read=True,
    )  # fmt: skip
    Attachment.objects.bulk_create(attachment_row(document, new, actor, now) for new in draft.attachments)
    Participation.objects.create(appointment=author, document=document, copy=original, how=How.REGISTERED,
                                 document_date=now, at=now)  # fmt: skip
    recorder.record(original, history.REGISTER, actor=actor)
    return original


def _check(draft, people):
    if not draft.subject.strip():
        raise Invalid("Escriba el asunto del documento.", subject="Escriba el asunto del documento.")
    if not draft.to:
        raise Invalid("Elija al menos un destinatario en Para.", to="Elija al menos un destinatario en Para.")
    if len({a.pk for a in people}) != len(people):
        raise Invalid("Una persona aparece dos veces entre Para y Copia. Quite una.")


def _parties(document, author, draft):
    yield Party(document=document, role=PartyRole.FROM, position=1, appointment=author)
    for role, people in ((PartyRole.TO, draft.to), (PartyRole.CC, draft.cc)):
        for position, appointment in enumerate(people, start=1):
            yield Party(document=document, role=role, position=position, appointment=appointment)


def attachment_row(document, new: NewAttachment, actor, now, copy=None) -> Attachment:
    """The unsaved row of an anexo; without ``file`` it is a physical one."""
    medium = Medium.ELECTRONIC if new.file else Medium.PHYSICAL
    return Attachment(document=document, copy=copy, name=new.name, description=new.description, medium=medium,
                      file=new.file, added_by=actor.user.full_name, added_at=now)  # fmt: skip
