"""The steps of a sending after the person was answered; each may be killed at any point and begun again (documents §10.2)."""

import logging
from datetime import timedelta

from django.db import transaction

from documents.inked import services as inked
from documents.models import Sending
from documents.rendering import official_pdf, paper_pdf
from documents.services.sending import delivering, leases, telling
from documents.signing import handing
from documents.states import CopyRole, Route, SendingStep
from quipux import clock, jobs
from quipux.files import store
from quipux.files.errors import StoreError
from quipux.pdf import PdfError

logger = logging.getLogger("quipux.documents")
RENDERINGS = 3  # failures until the person has to decide (documents §10.2)
WAIT = timedelta(seconds=30)
CRAMPED = ("busy", "start")  # reasons of the machine, not of the document
REASON_LENGTH = 250
TASK = "documents.tasks.advance_sending"


def ring(sending: Sending) -> None:
    """Wake a worker once the transaction is committed."""
    jobs.ring(TASK, sending.pk)


def sweep() -> int:
    """Ring for every sending that is due: its bell was lost, or its worker."""
    keys = list(leases.due().order_by("next_attempt_at").values_list("pk", flat=True))
    for pk in keys:
        jobs.ring(TASK, pk)
    return len(keys)


def run_to_the_end(sending_id: int) -> None:
    """Do what can be done now, step after step."""
    steps = 0
    while advance(sending_id):
        steps += 1
    if not steps:  # an old or repeated message, mostly (safety F-07)
        logger.info("bell_without_effect", extra={"bell": TASK, "sending": sending_id, "reason": "not due"})


def advance(sending_id: int) -> bool:
    """Do one step of a sending under a lease.

    Returns:
        Whether it got on; False when nothing was due, it has to wait, or somebody else has it.
    """
    token = leases.take(sending_id)
    if token is None:
        return False
    try:
        step = Sending.objects.get(pk=sending_id).step
        return STEPS[step](sending_id, token)
    except leases.LeaseLost:
        return False


def _render(sending_id, token):
    sending = Sending.objects.select_related("document__type", "document__area", "document__institution").get(
        pk=sending_id)  # fmt: skip
    stored, printed = sending.document.official_pdf, None
    if stored is None:
        try:
            content = official_pdf(sending.document, electronically=sending.route == Route.ELECTRONIC)
            stored = store.save(content, media_type="application/pdf")
            printed = _print(sending) if sending.route == Route.MANUAL else None
        except (PdfError, StoreError, OSError) as error:
            return _note_failure(sending_id, token, error)
        return _keep(sending_id, sending.route, stored, fresh=True, printed=printed)
    return _keep(sending_id, sending.route, stored)


def _print(sending):
    """The same with the image of who signs, kept apart: what is read on a screen never bears it (documents §8)."""
    image = inked.of_signer(sending.document)
    if image is None:
        return None
    return store.save(paper_pdf(sending.document, inked.data_uri(image.picture)), media_type="application/pdf")


@transaction.atomic
def _keep(sending_id, route, stored, *, fresh=False, printed=None):
    sending = leases.rendered(sending_id, route)
    sending.document.official_pdf = stored
    sending.document.save(update_fields=["official_pdf"])
    if fresh:
        inked.keep_print(sending.document, printed)
    waits = sending.route == Route.ELECTRONIC
    leases.move_on(sending, SendingStep.SIGNATURE if waits else SendingStep.DELIVER, attempts=0, failure="")
    if waits:
        handing.pdf_ready(sending.document)
    return True


@transaction.atomic
def _note_failure(sending_id, token, error):
    sending = leases.held(sending_id, token)
    reason = error.message if isinstance(error, PdfError) else f"{SendingStep.FAILED.label}: falló el almacenamiento."
    logger.warning("sending_not_rendered", extra={"sending": sending_id, "reason": type(error).__name__})
    attempts = sending.attempts + (getattr(error, "reason", "") not in CRAMPED)
    if attempts < RENDERINGS:
        leases.move_on(sending, SendingStep.RENDER, attempts=attempts, failure=reason[:REASON_LENGTH],
                       next_attempt_at=clock.now() + WAIT * 2**attempts)  # fmt: skip
        return False
    leases.move_on(sending, SendingStep.FAILED, attempts=attempts, failure=reason[:REASON_LENGTH])
    logger.error("sending_failed", extra={"sending": sending_id, "document": str(sending.document.uuid)})
    telling.stuck(sending.document, sending.document.copies.get(role=CopyRole.ORIGINAL), reason)
    return False


def _deliver(sending_id, token):
    while _one_batch(sending_id, token):
        pass
    return True


@transaction.atomic
def _one_batch(sending_id, token) -> bool:
    """Whether copies may be left; the last call closes the sending."""
    sending = leases.held(sending_id, token)
    electronically = sending.route == Route.ELECTRONIC
    move = delivering.deliver_batch if electronically else delivering.put_batch_to_print
    if move(sending.document):
        sending.save(update_fields=["lease_until"])
        return True
    original = delivering.close(sending.document, electronically=electronically)
    telling.finished(sending.document, original)
    leases.move_on(sending, SendingStep.DONE)
    return False


STEPS = {SendingStep.RENDER: _render, SendingStep.DELIVER: _deliver}
