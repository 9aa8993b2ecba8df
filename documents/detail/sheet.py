"""Información General and Anexos (documents §5.4)."""

from datetime import date

from django.db.models import Q
from django.urls import reverse

from documents import history
from documents.models import Attachment, Copy, Document
from documents.states import CopyState, DocumentKind, PartyRole, ScanState
from quipux import clock
from quipux.history.models import Entry
from quipux.web.components import Link


def last_reassignment_comment(copy: Copy) -> str:
    """What the last person who passed the copy on asked for; empty if nobody did."""
    entry = Entry.objects.of(copy).filter(action=history.REASSIGN).first()
    return entry.comment if entry else ""


def parties_by_role(document: Document) -> dict[str, list]:
    """De, Para and Copia in their order, each with name and post as they were frozen."""
    parties = document.parties.select_related("appointment__person", "appointment__area", "appointment__institution",
                                              "person")  # fmt: skip
    found = {"sender": [], "to": [], "cc": []}
    names = {PartyRole.FROM: "sender", PartyRole.TO: "to", PartyRole.CC: "cc"}
    for party in parties:
        found[names[party.role]].append(_words(party))
    return found


def _words(party):
    """Name and post; those of today while the document is a draft."""
    if party.name or party.appointment is None:
        name = f"{party.academic_title} {party.name or party.person}".strip()
        return {"name": name, "post": _joined(party.title, party.acting_note, party.area_name, party.institution_name)}
    post = party.appointment
    return {
        "name": post.person.full_name,
        "post": _joined(post.title, post.acting_note, post.area.name, post.institution.name),
    }


def _joined(*words):
    return ", ".join(filter(None, words))


def attachments_of(copy: Copy):
    """Anexos of the document and those added to this very copy; not those of other people's copies."""
    return Attachment.objects.filter(Q(copy=None) | Q(copy=copy), document=copy.document_id, removed_at=None)


def images_of(copy: Copy) -> list[Attachment]:
    """The scans that are the document itself, the newest first; those that may be opened."""
    found = attachments_of(copy).filter(is_document_image=True, file__isnull=False, scan_state=ScanState.CLEAN)
    return list(found.select_related("file").order_by("-pk")) if copy.document.kind == DocumentKind.INCOMING else []


def dated(document: Document) -> date | None:
    """The day written on what came from outside."""
    return clock.local(document.document_date).date() if document.document_date else None


def reference_link(copy: Copy, actor):
    """No. Referencia: a link where it names the document answered or the antecedent, and the actor may open it."""
    text, document = copy.reference, copy.document
    named = Q(pk=document.answer_to_id) | Q(document=document.antecedent_id)
    if not text or not (document.answer_to_id or document.antecedent_id):
        return text
    seen = Copy.objects.visible_to(actor, at_least=1).filter(named, Q(number=text) | Q(document__number=text))
    uuid = seen.order_by("pk").values_list("uuid", flat=True).first()
    return Link(text, reverse("documents:document", args=[uuid])) if uuid else text


def days_of_answer(copy: Copy) -> str:
    """«Días de respuesta» of what was received: until the first answer was sent, else until today."""
    if copy.is_original or copy.state == CopyState.CITIZEN_PENDING:
        return ""
    answered = copy.answers.filter(frozen_at__isnull=False).order_by("document_date").first()
    until = clock.local(answered.document_date).date() if answered else clock.today()
    days = max(0, (until - clock.local(copy.arrived_at).date()).days)
    words = f"{days} día{'' if days == 1 else 's'}"
    return f"Contestado en {words}" if answered else f"{words} sin respuesta"
