"""How a sending goes, in words: «Entrega» of what was sent, «Motivo» of what was not (documents §5.2)."""

from collections.abc import Iterable

from django.db.models import Count, Q

from documents.dispatching.querysets import returned
from documents.models import Copy, Sending
from documents.states import CopyRole, CopyState, SendingStep

DELIVERED = Q(state__in=CopyState.of_received())
WAITING = Q(state=CopyState.UNSENT_ELECTRONIC)
RETURNED = Q(returned(), state=CopyState.SENT)
UNDELIVERED = Count("document__copies", filter=Q(document__copies__state=CopyState.UNSENT_ELECTRONIC))


def delivery_summary(document_ids: Iterable[int]) -> dict[int, str]:
    """«Entrega» of each document, by one query: «Entregado a 2 de 3 · Pendiente de imprimir: 1»."""
    copies = Copy.objects.filter(document__in=document_ids).exclude(role=CopyRole.ORIGINAL).order_by()
    rows = copies.values("document").annotate(
        total=Count("pk"), delivered=Count("pk", filter=DELIVERED), waiting=Count("pk", filter=WAITING),
        to_print=Count("pk", filter=Q(state=CopyState.TO_PRINT)), returned=Count("pk", filter=RETURNED),
        annulled=Count("pk", filter=Q(state=CopyState.ANNULLED)))  # fmt: skip
    return {row["document"]: _delivery_words(row) for row in rows}


def _delivery_words(row):
    words = []
    if row["waiting"]:
        words.append(_progress(row["total"], row["waiting"]))
    elif row["delivered"] > row["returned"]:
        words.append(f"Entregado a {row['delivered'] - row['returned']} de {row['total']}")
    if row["to_print"]:
        words.append(f"Pendiente de imprimir: {row['to_print']}")
    if row["returned"]:
        words.append(f"Devuelto: {row['returned']}")
    if row["annulled"]:
        words.append(f"Anulado: {row['annulled']}")
    return " · ".join(words)


def reasons(document_ids: Iterable[int]) -> dict[int, str]:
    """«Motivo» of each document of No Enviados, by one query."""
    sendings = Sending.objects.filter(document__in=document_ids).annotate(undelivered=UNDELIVERED)
    return dict.fromkeys(document_ids, SendingStep.SIGNATURE.label) | {
        sending.document_id: reason_words(sending) for sending in sendings
    }


def reason_words(sending: Sending) -> str:
    """Why a document is in No Enviados: «Esperando la firma», «Entregando: 320 de 500», …"""
    if sending.step in (SendingStep.FAILED, SendingStep.SIGNATURE) and sending.failure:
        return sending.failure
    if sending.step == SendingStep.RENDER and sending.attempts:
        return f"{sending.get_step_display()}: intento {sending.attempts + 1}"
    if sending.step == SendingStep.DELIVER:
        return _progress(sending.total, _undelivered(sending))
    return sending.get_step_display()


def _undelivered(sending):
    if hasattr(sending, "undelivered"):
        return sending.undelivered
    return Copy.objects.filter(WAITING, document=sending.document_id).count()


def _progress(total, waiting):
    return f"Entregando: {total - waiting} de {total}"
