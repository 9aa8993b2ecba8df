"""What the pages of one document show (documents §5.4)."""

from django.db.models import Q

from documents import history
from documents.models import Attachment, Copy, Document
from documents.states import PartyRole
from quipux import clock
from quipux.history.models import Entry
from quipux.web.components import Column

HISTORY_COLUMNS = [Column(label) for label in ("Área", "Fecha Hora", "Acción", "De", "Para")] + [
    Column("No. días", "Días desde el registro", numeric=True), Column("Comentario")]  # fmt: skip


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
        return {"name": name, "post": _joined(party.title, party.area_name, party.institution_name)}
    post = party.appointment
    return {"name": post.person.full_name, "post": _joined(post.title, post.area.name, post.institution.name)}


def _joined(*words):
    return ", ".join(filter(None, words))


def attachments_of(copy: Copy):
    """Anexos of the document and those added to this very copy; not those of other people's copies."""
    return Attachment.objects.filter(Q(copy=None) | Q(copy=copy), document=copy.document_id, removed_at=None)


def history_rows(copy: Copy) -> list[list]:
    """One list of values per entry, as HISTORY_COLUMNS; one query whatever the length."""
    registered = clock.local(copy.document.registered_at).date()
    return [[entry.actor_area, entry.at, entry.label, entry.actor_name, (entry.target or {}).get("name", ""),
             (clock.local(entry.at).date() - registered).days, entry.comment]
            for entry in Entry.objects.of(copy)]  # fmt: skip
