"""What a person orders of a sending; each is one transaction and answers at once (documents §10.1 to §10.3)."""

from django.db import transaction
from django_fsm import can_proceed

from documents import history, numbering, permissions
from documents.models import Copy, Document, Sending
from documents.services.sending import checks
from documents.services.sending.delivering import deliver
from documents.services.sending.freezing import number_and_freeze
from documents.services.sending.leases import move_on
from documents.services.sending.papers import render_official_pdf
from documents.services.sending.pipeline import ring
from documents.signing import handing
from documents.states import CopyRole, CopyState, Route, SendingStep
from quipux import clock
from quipux.errors import Forbidden, NotAllowedNow
from quipux.history import recorder
from quipux.history.recorder import SYSTEM
from quipux.workflow import Entry, Move, Step, perform, perform_many

UNDELIVERED = (CopyState.UNSENT_ELECTRONIC, CopyState.TO_PRINT, CopyState.ANNULLED)


def sign_and_send(original: Copy, *, actor) -> Copy:
    """Number, render and deliver at once, as the office of the demonstration does.

    Returns:
        The original, in state Enviado, its copies delivered.

    Raises:
        Forbidden, NotAllowedNow: it is not the actor's draft.
        PdfError: the official PDF could not be made; the document waits in No Enviados.
    """
    original = number_and_freeze(original, actor=actor)
    render_official_pdf(original.document)
    return deliver(original)


@transaction.atomic
def request_sending(original: Copy, *, actor, electronically: bool, comment: str = "") -> Sending:
    """Firmar y Enviar: check, number, freeze, one copy per addressee; the rest is done in the background.

    Args:
        electronically: the document then waits for its signature; otherwise its copies go to Por Imprimir.

    Raises:
        Forbidden: the actor is not the only De who holds it, may not make its type or may not sign electronically.
        Invalid: the document has to be corrected first (documents §10.1).
        NotAllowedNow: it is no draft any more.
    """
    original = _locked(original)
    if not can_proceed(original.number_and_freeze):
        raise NotAllowedNow(original.refusal_message())
    checks.check_sending(original, actor)
    if electronically and not actor.holds("sign_electronically"):
        raise Forbidden("Usted no tiene el permiso Firma Digital.")
    original = number_and_freeze(original, actor=actor, comment=comment)
    now = clock.now()
    sending = Sending.objects.create(
        document_id=original.document_id, route=Route.ELECTRONIC if electronically else Route.MANUAL,
        total=original.document.copies.exclude(pk=original.pk).count(), next_attempt_at=now, created_at=now)  # fmt: skip
    ring(sending)
    return sending


@transaction.atomic
def signature_accepted(document: Document) -> Sending:
    """The signature of the official PDF is valid: its copies are delivered now.

    Raises:
        NotAllowedNow: the document does not wait for a signature.
    """
    sending = Sending.objects.select_for_update().filter(document=document, step=SendingStep.SIGNATURE).first()
    if sending is None:
        raise NotAllowedNow("El documento no está esperando una firma.")
    recorder.record(document.copies.get(role=CopyRole.ORIGINAL), history.SIGN, actor=SYSTEM)
    restart(sending, SendingStep.DELIVER)
    return sending


@transaction.atomic
def retry_sending(original: Copy, *, actor, comment: str = "") -> Sending:
    """Envío Electrónico: try again with the same number what could not be rendered or waits for its signature.

    Raises:
        Forbidden, NotAllowedNow: the document is not in the actor's No Enviados.
    """
    original, sending = unsent(original, actor)
    recorder.record(original, history.RETRY_SIGNATURE, actor=actor, comment=comment)
    if sending.step != SendingStep.DELIVER:
        restart(sending, SendingStep.RENDER)
    return sending


@transaction.atomic
def order_paper(original: Copy, *, actor, comment: str = "") -> Sending:
    """Envío Manual: the copies that were not delivered go to Por Imprimir, and then the original is sent.

    Raises:
        Forbidden, NotAllowedNow: the document is not in the actor's No Enviados.
    """
    original, sending = unsent(original, actor)
    handing.cancel(original.document_id, handing.PAPER)
    perform(Move(original, "force_paper"), actor=actor, subject=original,
            entries=[Entry(history.FORCE_PAPER, comment=comment)])  # fmt: skip
    sending.route = Route.MANUAL
    if sending.step == SendingStep.DELIVER:
        restart(sending, SendingStep.DELIVER)
    else:  # nobody signed it: what is printed needs the space for a signature by hand
        Document.objects.filter(pk=original.document_id).update(official_pdf=None)
        restart(sending, SendingStep.RENDER)
    return sending


@transaction.atomic
def annul(original: Copy, *, actor, reason: str) -> Copy:
    """Anular: a numbered document that will not be sent; its number stays, annulled.

    Raises:
        Invalid: no reason was given.
        Forbidden, NotAllowedNow: it is not in the actor's No Enviados, or some copy was delivered.
    """
    original, sending = unsent(original, actor)
    copies = original.document.copies.exclude(pk=original.pk)
    if copies.exclude(state__in=UNDELIVERED).exists():
        raise NotAllowedNow("Ya no se puede anular: el documento se entregó a un destinatario.")
    numbering.annul(original.document, reason, actor)
    handing.cancel(original.document_id, handing.ANNULLED)
    waiting = copies.exclude(state=CopyState.ANNULLED).order_by("pk")
    entry = Entry(history.ANNUL, comment=reason)
    perform_many([Step(Move(copy, "annul_undelivered"), [entry]) for copy in waiting], actor=SYSTEM)
    [original] = perform(Move(original, "annul"), actor=actor, subject=original, entries=[entry])
    move_on(sending, SendingStep.DONE)
    return original


def _locked(original):
    return Copy.objects.locked(original.pk, "document__type", "document__institution", "document__area")


def unsent(original: Copy, actor) -> tuple[Copy, Sending]:
    """The original and its sending under lock; the sending first, as the worker does.

    Raises:
        Forbidden, NotAllowedNow: the document is not in the actor's No Enviados.
    """
    now = clock.now()
    Sending.objects.get_or_create(document_id=original.document_id, defaults={
        "route": Route.ELECTRONIC, "step": SendingStep.SIGNATURE, "next_attempt_at": now, "created_at": now})  # fmt: skip
    sending = Sending.objects.select_for_update().get(document=original.document_id)
    original = _locked(original)
    if original.state != CopyState.UNSENT_ORIGINAL:
        raise NotAllowedNow(original.refusal_message())
    if not permissions.is_holder(original, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    return original, sending


def restart(sending: Sending, step: str) -> None:
    """Begin a step anew; whoever worked on the sending loses it."""
    move_on(sending, step, attempts=0, failure="", next_attempt_at=clock.now())
    ring(sending)
