"""The facts of a delivery, per recipient, as a receipt states them and a page shows them."""

from dataclasses import dataclass
from datetime import date, datetime

from documents import history
from documents.dispatching.services import words_of
from documents.models import Copy, Document, PaperDispatch
from documents.states import CopyRole, CopyState, DispatchState
from quipux import clock
from quipux.history.models import Entry

ELECTRONIC, PAPER, NONE = "Electrónica", "En papel", "Pendiente"


@dataclass(frozen=True)
class Delivery:
    """What became of one recipient's copy.

    Attributes:
        way: by which way it went; «Pendiente» while it did not leave.
        posted_at: when it left its sender.
        delivered: instant at which an official had it in Recibidos, or the day that the proof on paper tells.
        opened_at: when who had it opened it first; None on paper, and while nobody did.
        journey: how the paper travelled and what became of it; empty for what went electronically.
        seal: digest of the last entry of the copy's Recorrido, which fixes all of it.
    """

    copy: Copy
    way: str
    posted_at: datetime | None
    delivered: datetime | date | None
    opened_at: datetime | None
    journey: str
    seal: str

    @property
    def name(self) -> str:
        return self.copy.party.name

    @property
    def position(self) -> str:
        return ", ".join(filter(None, [self.copy.party.title, self.copy.party.institution_name]))


def deliveries_of(document: Document) -> list[Delivery]:
    """One per recipient, in their order, in a constant number of queries; the document is frozen."""
    copies = list(Copy.objects.filter(document=document).exclude(role=CopyRole.ORIGINAL).select_related(
        "party", "first_opening").order_by("-role", "party__position", "pk"))  # fmt: skip
    journeys = {one.copy_id: one for one in PaperDispatch.objects.filter(copy__in=copies, is_current=True)}
    left, ends = _entries(copies)
    return [
        _delivery(copy, document, journeys.get(copy.pk), left.get(copy.uuid), ends.get(copy.uuid, ""))
        for copy in copies
    ]


def _entries(copies) -> tuple[dict, dict]:
    """Of each copy: the entry by which it left, the newest if there are several, and the digest of its last one."""
    rows = Entry.objects.filter(subject_kind="copy", subject_id__in=[copy.uuid for copy in copies])
    left = {entry.subject_id: entry for entry in rows.filter(action__in=(history.DELIVER, history.SEND_PAPER))
            .order_by("sequence").defer("details", "comment")}  # fmt: skip
    newest = rows.order_by("subject_id", "-sequence").distinct("subject_id")
    return left, dict(newest.values_list("subject_id", "hash"))


def _delivery(copy, document, journey, left, seal):
    opened = copy.first_opening.at if hasattr(copy, "first_opening") else None
    if left is None and copy.state not in CopyState.of_received():
        return Delivery(copy, NONE, None, None, None, "", seal)
    on_paper = left is not None and left.action == history.SEND_PAPER
    posted = left.at if on_paper else document.document_date
    delivered = _paper_day(journey) if copy.state == CopyState.SENT else copy.arrived_at
    return Delivery(copy, PAPER if on_paper else ELECTRONIC, posted, delivered, opened, _words(journey), seal)


def _paper_day(journey):
    return journey.delivered_on if journey and journey.state == DispatchState.DELIVERED else None


def _words(journey):
    if journey is None:
        return ""
    ends = {DispatchState.DELIVERED: f"recibió {journey.received_by}" if journey.received_by else "",
            DispatchState.RETURNED: f"devuelto el {journey.returned_on}: {journey.return_words}"}  # fmt: skip
    return ", ".join(filter(None, [words_of(journey), ends.get(journey.state, "")]))


def stated(document: Document, deliveries: list[Delivery], *, original: Copy, code: str, by, at: datetime) -> dict:
    """The facts as a receipt keeps them: JSON-serialisable, with every instant in Guayaquil's time.

    Args:
        original: that of the document; of a confidential one neither asunto nor types are told.
        by: who issues it, with ``identity()``.
    """
    pdf, sender = document.official_pdf, document.parties.get(role="from")
    return {
        "constancia": code, "emitida": _text(at), "emitida_por": f"{by.identity().name}, {by.identity().position}",
        "documento": {
            "numero": document.number, "tipo": document.type.label, "fecha": _text(document.document_date),
            "institucion": document.institution.name, "de": f"{sender.name}, {sender.title}",
            "asunto": "" if original.is_confidential else document.subject,
            "pdf_sha256": pdf.sha256 if pdf else "", "pdf_bytes": pdf.size if pdf else 0,
            "recorrido_sha256": Entry.objects.of(original).values_list("hash", flat=True).first(),
        },
        "destinatarios": [_row(one) for one in deliveries],
    }  # fmt: skip


def _row(one: Delivery) -> dict:
    return {
        "nombre": one.name, "puesto": one.position, "calidad": one.copy.get_role_display(), "numero": one.copy.number,
        "estado": one.copy.get_state_display(), "via": one.way, "puesto_en_envio": _text(one.posted_at),
        "entregado": _text(one.delivered), "abierto": _text(one.opened_at), "despacho": one.journey,
        "recorrido_sha256": one.seal,
    }  # fmt: skip


def _text(moment) -> str:
    if moment is None:
        return ""
    return clock.local(moment).isoformat(timespec="seconds") if isinstance(moment, datetime) else moment.isoformat()
