"""From what was typed to a draft: Aceptar and its consequences, once each (documents §6.2, §6.6)."""

import uuid
from dataclasses import replace

from django.db import transaction

from documents import services
from documents.attaching.services import adopt
from documents.composing import payload, rules, sessions
from documents.models import Attachment, ComposeSession, Copy, DocumentType
from documents.services.incoming import check, questions
from documents.states import Addressing, CopyRole
from quipux.errors import Invalid

EACH = Addressing.ONE_EACH


class Asked(Invalid):
    """The person has to confirm something first; ``questions`` are the sentences."""

    def __init__(self, questions: list[str]):
        super().__init__(questions[0])
        self.questions = questions


@transaction.atomic
def accept(session: ComposeSession, actor, *, confirmed: bool = False) -> list[Copy]:
    """Save the text as a draft, or as what the draft says from now on; a second press finds it done.

    Args:
        confirmed: the person answered the questions that the text holds under «preguntas», and no others.

    Returns:
        The originals: one, or one for each Para with «un documento por destinatario».

    Raises:
        Forbidden, NotAllowedNow, Stale, Invalid: as the services of writing.
        Asked: what came from outside is old, or seems to be registered already.
    """
    session = ComposeSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if session.closed_at is not None:
        return [original_of(session)] if session.document_id else []
    original = original_of(session) if session.document_id else None
    draft = payload.draft_of(session.payload, actor, original=original)
    if original is None:
        rules.require_maker(actor, draft.type)  # before anything is counted or numbered
    if draft.is_incoming:
        _ask(session, original, draft, actor, confirmed)
    if draft.options.get("addressing") == EACH and len(draft.to) > 1:
        originals = _one_for_each(session, original, draft, actor)
    else:
        originals = [_one(session, original, draft, actor)]
    sessions.close(session, originals[0].document)
    return originals


@transaction.atomic
def change_type(original: Copy, kind: DocumentType, actor) -> Copy:
    """The draft as it was saved, of another type: an untouched initial text follows it, print options begin anew.

    Raises:
        Forbidden, NotAllowedNow: it is not the actor's draft, or the type not the actor's to make.
        Invalid: somebody named in it cannot be reached any more.
    """
    if original.document.type_id == kind.pk:
        return original
    rules.require_maker(actor, kind)
    text = payload.of_draft(original)
    draft = payload.draft_of(text | payload.with_type(text, kind.slug, actor), actor, original=original)
    return services.modify(original, draft, actor=actor, base=original.document.revision).original


def _ask(session, original, draft, actor, confirmed):
    document = original.document if original else None
    check(draft, actor.institution, document=document)  # what is wrong comes before what is strange
    asked = questions(draft, actor.institution, document=document)
    answered = session.payload.get("preguntas") or [] if confirmed else []
    if set(asked) - set(answered):
        raise Asked(asked)


def original_of(session: ComposeSession) -> Copy:
    return Copy.objects.select_related("document__type", "document__antecedent").get(
        document=session.document_id, role=CopyRole.ORIGINAL)  # fmt: skip


def _one(session, original, draft, actor):
    if original is None:
        original = (services.register if draft.is_incoming else services.create)(draft, actor=actor)
    else:
        original = services.modify(original, draft, actor=actor, base=session.base_revision).original
    adopt(session, original.document)
    return original


def _one_for_each(session, original, draft, actor):
    """The draft becomes that of the first Para, and each other gets an independent one (D-10)."""
    alone = {
        "options": {k: v for k, v in draft.options.items() if k != "addressing"},
        "list": None,
        "listed": frozenset(),
    }
    first = _one(session, original, replace(draft, to=draft.to[:1], **alone), actor)
    linked = {"reference": first.document.reference, "answer_to": first.document.answer_to}
    others = [services.create(replace(draft, to=[one], **alone, **linked), actor=actor) for one in draft.to[1:]]
    for other in others:
        _same_attachments(first.document, other.document)
    return [first, *others]


def _same_attachments(source, target):
    """The same stored files, as far revised as they are."""
    rows = list(Attachment.objects.filter(document=source, copy=None, removed_at=None))
    for row in rows:
        row.pk, row.uuid, row.document, row._state.adding = None, uuid.uuid4(), target, True
    Attachment.objects.bulk_create(rows)
