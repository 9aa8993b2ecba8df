"""Por Imprimir: what the secretary of the área of De does with copies on paper (documents §4.2, §10.3)."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q, QuerySet

from documents import history, permissions
from documents.dispatching import services as journeys
from documents.models import Copy
from documents.rendering.separators import bound
from documents.services import telling
from documents.services.receivers import receiver_of
from documents.services.sending.delivering import note_answer, take_part
from documents.services.sending.telling import received_by_citizens
from documents.states import CopyRole, CopyState
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow
from quipux.files import store
from quipux.history import recorder
from quipux.workflow import Entry, Move, perform

GONE = "El documento ya no está en esta bandeja."
PRINTED_BY_SIGNER = "El documento {} es Confidencial: lo imprime quien lo firmó, desde Copias."


def to_print(actor) -> QuerySet[Copy]:
    """Copies in Por Imprimir of the áreas the actor prints for; confidential ones too (documents §5.2)."""
    if permissions.post_of(actor) is None:
        return Copy.objects.none()
    return Copy.objects.filter(state=CopyState.TO_PRINT, document__area__in=permissions.printed_areas_of(actor))


def printable(actor) -> QuerySet[Copy]:
    """What the actor may print: Por Imprimir of the área, and the copies of what the actor signed and holds."""
    post = permissions.post_of(actor)
    if post is None:
        return Copy.objects.none()
    own = Q(holder=post, state=CopyState.TO_PRINT)
    return Copy.objects.filter(own | Q(pk__in=to_print(actor).values("pk")))


@transaction.atomic
def send_paper(copy: Copy, *, actor, comment: str = "", guide: str = "", carrier: str = "") -> Copy:
    """Enviar: the paper goes out; an official of the institution receives the copy in Recibidos.

    Args:
        guide, carrier: how it travels, when it leaves the building; both optional.

    Returns:
        The copy: En Trámite with its addressee, or Enviado, held by the signer, for everybody else.

    Raises:
        Forbidden: the actor does not print for the área of De.
        Invalid: the addressee does not receive documents any more.
        Conflict: somebody was there before.
    """
    copy = _waiting(copy)
    original = copy.document.copies.get(role=CopyRole.ORIGINAL)
    _check_receiver(copy.party)
    party, now = copy.party, clock.now()
    entry = Entry(history.SEND_PAPER, comment=comment, target=receiver_of(party), details=_journey(guide, carrier))
    [copy] = perform(_arrival(copy, now), actor=actor, subject=copy, entries=[entry])
    if permissions.went_out_on_paper(copy) or _journey(guide, carrier):
        journeys.begin(copy, actor=actor, carrier=carrier, guide=guide)
    recorder.record(original, history.SEND_PAPER, actor=actor, comment=comment, target=receiver_of(party),
                    details=_journey(guide, carrier) | {"copy": str(copy.uuid)})  # fmt: skip
    note_answer(copy.document, history.SENT_ANSWER_ON_PAPER, actor=actor, target=receiver_of(party))
    copy.party = party
    if party.appointment_id:
        take_part(copy.document, [copy], now)
        telling.tell(party.appointment, telling.RECEIVED, copy, actor=actor, key=f"envio-manual-{copy.uuid}")
    else:
        received_by_citizens(copy.document, [copy])
    return copy


def annul_copy(copy: Copy, *, actor, comment: str = "") -> Copy:
    """Eliminar: the copy leaves Por Imprimir unsent; the signer finds it in Eliminados and is told.

    Raises:
        Forbidden: the actor does not print for the área of De.
        Conflict: somebody was there before.
    """
    with transaction.atomic():
        copy = _waiting(copy)
        signer = copy.holder
        [copy] = perform(Move(copy, "annul_copy"), actor=actor, subject=copy,
                         entries=[Entry(history.ANNUL_COPY, comment=comment, target=receiver_of(copy.party))])  # fmt: skip
        telling.tell(
            signer, telling.ANNULLED, copy, actor=actor, key=f"eliminado-{copy.uuid}-{clock.now():%Y%m%d%H%M%S%f}"
        )
    return copy


@transaction.atomic
def restore_annulled(copy: Copy, *, actor, comment: str = "") -> Copy:
    """Restaurar: the signer sends an annulled copy to be printed after all.

    Raises:
        Forbidden: the actor does not hold it.
        NotAllowedNow: its original was annulled, so nobody will send it.
    """
    if not copy.document.copies.filter(role=CopyRole.ORIGINAL, state__in=CopyState.of_received()).exists():
        raise NotAllowedNow("No se puede restaurar: el documento fue anulado o todavía no se envía.")
    [copy] = perform(Move(copy, "restore_annulled"), actor=actor, subject=copy,
                     entries=[Entry(history.RESTORE_ANNULLED, comment=comment)])  # fmt: skip
    return copy


def print_many(copies: Sequence[Copy], *, actor) -> bytes:
    """Imprimir: one PDF of all the copies, each behind a page that says for whom it is.

    Raises:
        Forbidden: one of them is not the actor's to print.
        Invalid: nothing to print, or a confidential one that only its signer prints.
    """
    chosen = list(printable(actor).filter(pk__in=[copy.pk for copy in copies]).order_by("sort_at", "pk").select_related(
        "document__official_pdf", "document__paper_print__file", "document__type", "document__institution", "party"))  # fmt: skip
    if not chosen:
        raise Invalid("Elija al menos un documento de Por Imprimir.")
    if len(chosen) != len({copy.pk for copy in copies}):
        raise Forbidden("Uno de los documentos ya no está en Por Imprimir.")
    for copy in chosen:
        if copy.is_confidential and not permissions.is_holder(copy, actor):
            raise Invalid(PRINTED_BY_SIGNER.format(copy))
        if copy.document.official_pdf is None:
            raise Invalid(f"El documento {copy} todavía no tiene su PDF.")
    return bound(chosen, store.read)


def _waiting(copy):
    """The copy under lock, while it waits to be printed."""
    copy = Copy.objects.locked(
        copy.pk, "document__area__parent", "document__answer_to", "holder__person", "party__person",
        "party__appointment__person", "party__appointment__area", "party__appointment__institution")  # fmt: skip
    if copy.state != CopyState.TO_PRINT:
        raise Conflict(GONE)
    return copy


def _check_receiver(party):
    post = party.appointment
    if post is not None and not post.is_working:
        raise Invalid(f"No se puede enviar a {post.person.full_name}: ya no es un servidor activo. "
                      "Elimine la copia o consulte a quien firmó.")  # fmt: skip


def _arrival(copy, now):
    post = copy.party.appointment
    if post is not None and post.institution_id == copy.document.institution_id:
        return Move(copy, "hand_in_paper", {"holder": post, "instant": now})
    return Move(copy, "send_out_paper", {"instant": now})


def _journey(guide, carrier):
    return {name: value for name, value in (("guide", guide.strip()), ("carrier", carrier.strip())) if value}
