"""Copias: what became of each copy of an original (documents §5.4)."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from documents.dispatching.services import words_of
from documents.models import Copy, Document, PaperDispatch
from documents.states import CopyRole, DispatchState
from quipux.web.components import Column, Link

COLUMNS = [Column(label) for label in ("Destinatario", "Calidad", "Número", "Estado", "Área actual", "Despacho",
                                       "Respuesta")]  # fmt: skip


def copies_of(original: Copy):
    """The recipients' copies with their party and whether they were answered."""
    answered = Exists(Document.objects.filter(answer_to=OuterRef("pk"), frozen_at__isnull=False))
    copies = Copy.objects.filter(document=original.document_id).exclude(role=CopyRole.ORIGINAL)
    return copies.select_related("party", "holder__area", "institution").annotate(answered=answered).order_by("pk")


def copies_table(original: Copy, actor) -> list[list]:
    """One row per recipient; of another institution only number, state and answer (documents §16.2)."""
    copies = list(copies_of(original).select_related("party__appointment__person", "party__person"))
    journeys = {one.copy_id: one for one in PaperDispatch.objects.filter(copy__in=copies, is_current=True)}
    opens = set(Copy.objects.visible_to(actor, at_least=1).filter(document=original.document_id)
                .values_list("pk", flat=True))  # fmt: skip
    return [_row(copy, original, copy.pk in opens, journeys.get(copy.pk)) for copy in copies]


def _row(copy, original, opens, journey):
    own = copy.institution_id == original.institution_id
    party = copy.party
    name = party.name or (party.appointment.person.full_name if party.appointment else str(party.person))
    where = "" if own else f" ({party.institution_name or copy.institution})"
    number = (
        Link(copy.number, reverse("documents:document", args=[copy.uuid])) if opens and copy.number else copy.number
    )
    area = copy.holder_area_name if own else ""
    return [name + where, copy.get_role_display(), number, copy.get_state_display(), area,
            _journey_words(journey), "Contestado" if copy.answered else "Sin respuesta"]  # fmt: skip


def _journey_words(journey):
    """How the paper travelled, and what became of it, line by line."""
    if journey is None:
        return ""
    ends = {DispatchState.DELIVERED: f"Entregado el {journey.delivered_on}",
            DispatchState.RETURNED: f"Devuelto el {journey.returned_on}: {journey.return_words}"}  # fmt: skip
    return tuple(filter(None, [words_of(journey), ends.get(journey.state)]))
