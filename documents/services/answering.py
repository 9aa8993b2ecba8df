"""Responder, Responder a Todos and Copiar: a new draft and its traces in one transaction (documents §6.5)."""

from collections.abc import Sequence
from html import escape

from django.db import transaction

from documents import history, permissions
from documents.composing import rules
from documents.models import Attachment, Copy, DocumentType, Task
from documents.services import routing
from documents.services.draft_rows import Draft, NewAttachment, party_key
from documents.services.writing import write
from documents.states import CopyRole, CopyState, DocumentKind, PartyRole, ScanState, TaskState
from institutions.models import Appointment
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history import recorder


@transaction.atomic
def answer(copy: Copy, actor, to_all: bool = False, attachments: Sequence[Attachment] = ()) -> Copy:
    """Begin the answer to a received copy, which stays where it is.

    Args:
        to_all: whether the other recipients receive it too (Responder a Todos).
        attachments: anexos of the answered copy that the draft takes along, the same stored files.

    Returns:
        The original of the new draft, held by the actor.

    Raises:
        NotAllowedNow: the copy is not En Trámite any more.
        Forbidden: it is not the actor's to answer.
        Invalid: there is nobody to answer to.
    """
    copy = _locked(copy)
    if copy.state != CopyState.IN_PROCESS:
        raise NotAllowedNow(copy.refusal_message())
    _require(permissions.can_answer(copy, actor))
    if permissions.can_take(copy, actor) and not permissions.has_pending_task(copy, actor):
        routing.take(copy, actor=actor)
    document = copy.document
    to, cc = _recipients(document, actor, to_all)
    kind = answer_type(document, actor)
    draft = Draft(
        type=kind, subject=document.subject, body=_beginning(copy, kind, actor), to=to, cc=cc, notes=copy.notes,
        reference=copy.number, confidentiality=copy.confidentiality, answer_to=copy, antecedent=document,
        attachments=[_again(one) for one in readable_attachments(copy) if one in attachments],
    )  # fmt: skip
    original = write(draft, actor=actor)
    _trace(copy, original, history.ANSWER, actor, both=True)
    for task in Task.objects.filter(copy=copy, assigned_to=actor.appointment, state=TaskState.PENDING):
        task.answers.add(original.document)
    return original


@transaction.atomic
def duplicate(copy: Copy, actor) -> Copy:
    """Copiar: a new draft with the asunto, text and type of a document; without people, anexos nor links.

    Raises:
        Forbidden: the actor does not read it whole, or may not create documents.
    """
    copy = _locked(copy)
    _require(permissions.can_duplicate(copy, actor))
    kind = _type_or_first(copy.document.type, actor)
    draft = Draft(type=kind, subject=copy.document.subject, body=copy.document.body, to=[])
    original = write(draft, actor=actor, whole=False)
    _trace(copy, original, history.DUPLICATE, actor, both=False)
    return original


def readable_attachments(copy: Copy):
    """Anexos that an answer may take along: of the document or of this copy, and found clean."""
    of_copy = Attachment.objects.filter(document=copy.document_id, copy__in=[copy])
    whole = Attachment.objects.filter(document=copy.document_id, copy=None)
    return (of_copy | whole).filter(removed_at=None, scan_state=ScanState.CLEAN).select_related("file")


def answer_type(document, actor) -> DocumentType:
    """Oficio for an Externo, else the same type if the actor may make it, else the first he may.

    Raises:
        Forbidden: he may make none.
    """
    if document.kind == DocumentKind.INCOMING or document.institution_id != actor.institution.pk:
        oficio = next((kind for kind in rules.types_for(actor) if kind.slug == "oficio"), None)
        if oficio:
            return oficio
    return _type_or_first(document.type, actor)


def _type_or_first(kind, actor):
    allowed = rules.types_for(actor)
    _require(bool(allowed))
    return kind if kind in allowed else allowed[0]


def _require(allowed):
    if not allowed:
        raise Forbidden("No tiene permiso para esta acción.")


def _locked(copy):
    return Copy.objects.locked(copy.pk, "document__type", "document__institution", "holder")


def _recipients(document, actor, to_all):
    """Para and Copia of the answer: the sender, and with ``to_all`` the others; never the actor."""
    parties = list(document.parties.select_related("appointment__person", "appointment__area",
                                                   "appointment__institution", "person"))  # fmt: skip
    people = {role: [p.appointment or p.person for p in sorted(parties, key=lambda p: p.position) if p.role == role]
              for role in PartyRole}  # fmt: skip
    to = people[PartyRole.FROM] + (people[PartyRole.TO] if to_all else [])
    to, cc = _without(to, actor), _without(people[PartyRole.CC] if to_all else [], actor)
    if not to:
        raise Invalid("Usted es el remitente de este documento: no hay a quién responder.")
    return to, cc


def _without(people, actor):
    mine = party_key(actor.appointment)
    return [p for p in people if party_key(p) != mine and not _is_same_person(p, actor)]


def _is_same_person(somebody, actor):
    return not isinstance(somebody, Appointment) and somebody.pk == actor.user.pk


def _beginning(copy, kind, actor):
    initial = rules.initial_html(kind, actor.institution)
    if kind.slug != "oficio":
        return initial
    return f"<p>En respuesta al Documento No. {escape(_own_number(copy))}</p>{initial}"


def _own_number(copy) -> str:
    """How its sender calls it: what came from outside, or from another institution, has a reference of its own."""
    outside = copy.document.kind == DocumentKind.INCOMING or copy.shown_type_id
    return (copy.reference if outside else "") or copy.number


def _again(attachment):
    return NewAttachment(attachment.name, attachment.file, attachment.description)


def _trace(copy, original, action, actor, *, both):
    """The entry on the copy, and with ``both`` on its original, each leading to the new draft."""
    details = {"draft": str(original.uuid)}
    comment = f"Documento Temporal No. {original.document.temporary_number}"
    recorder.record(copy, action, actor=actor, details=details, comment=comment)
    source = Copy.objects.filter(document=copy.document_id, role=CopyRole.ORIGINAL).exclude(pk=copy.pk).first()
    if both and source:
        recorder.record(source, action, actor=actor, details=details, comment=comment)
