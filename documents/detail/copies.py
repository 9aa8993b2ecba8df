"""Copias: what became of each copy of an original (documents §5.4)."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from documents.models import Copy, Document
from documents.states import CopyRole
from quipux.web.components import Column, Link

COLUMNS = [Column(label) for label in ("Destinatario", "Calidad", "Número", "Estado", "Área actual", "Respuesta")]


def copies_of(original: Copy):
    """The recipients' copies with their party and whether they were answered."""
    answered = Exists(Document.objects.filter(answer_to=OuterRef("pk"), frozen_at__isnull=False))
    copies = Copy.objects.filter(document=original.document_id).exclude(role=CopyRole.ORIGINAL)
    return copies.select_related("party", "holder__area", "institution").annotate(answered=answered).order_by("pk")


def copies_table(original: Copy, actor) -> list[list]:
    """One row per recipient; of another institution only number, state and answer (documents §16.2)."""
    copies = list(copies_of(original).select_related("party__appointment__person", "party__person"))
    opens = set(Copy.objects.visible_to(actor, at_least=1).filter(document=original.document_id)
                .values_list("pk", flat=True))  # fmt: skip
    return [_row(copy, original, copy.pk in opens) for copy in copies]


def _row(copy, original, opens):
    own = copy.institution_id == original.institution_id
    party = copy.party
    name = party.name or (party.appointment.person.full_name if party.appointment else str(party.person))
    where = "" if own else f" ({party.institution_name or copy.institution})"
    number = (
        Link(copy.number, reverse("documents:document", args=[copy.uuid])) if opens and copy.number else copy.number
    )
    area = copy.holder.area.name if own else ""
    return [name + where, copy.get_role_display(), number, copy.get_state_display(), area,
            "Contestado" if copy.answered else "Sin respuesta"]  # fmt: skip
