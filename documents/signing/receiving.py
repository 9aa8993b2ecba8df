"""A signed PDF comes back: every check of documents §9.2 in its order; the first that fails is told and recorded.

The checks of bytes and certificate take seconds and ask the network, so no transaction is open meanwhile: the
request is «received» by the digest of the file, and whoever repeats the same post goes on where it was left.
"""

import hashlib
import logging

from django.db import transaction

from documents import history
from documents.models import Copy, Document, Sending, Signature, SignatureRequest
from documents.models.signing import TIME_OVER
from documents.services.sending.requesting import signature_accepted
from documents.signing import rights, telling
from documents.states import CopyRole, SendingStep, SignatureState
from quipux import clock
from quipux.errors import Invalid, NotAllowedNow
from quipux.files import store
from quipux.history.recorder import SYSTEM
from quipux.signatures import validating
from quipux.signatures.errors import SignatureRefused, SignatureUnavailable
from quipux.workflow import Entry, Move, perform

logger = logging.getLogger("quipux.documents")
LONGEST_REASON = 250
NOT_VALID = "Firma no válida"  # in Motivo, before the reason (documents §5.2)
GROWTH = 8 << 20  # bytes that a signature with its stamp and validation data may add


def receive(request: SignatureRequest, content: bytes, *, provider: str) -> SignatureRequest:
    """Take in a signed PDF; if it is accepted its copies are delivered, whatever way it came.

    Args:
        request: of a session that the caller proved to be the sender's.
        provider: one of ``SignatureProvider``.

    Returns:
        The request, in state Firmado. The same file sent again changes nothing.

    Raises:
        NotAllowedNow: the session is closed or over, or another file came before.
        Invalid: the file was refused; the reason is in the message, in the request and in the Recorrido.
        SignatureUnavailable: it could not be judged now; nothing changed.
    """
    digest = hashlib.sha256(content).hexdigest()
    request = _take_in(request.pk, digest, provider)
    if request.state == SignatureState.RECEIVED:
        request = _conclude(request, content)
    if request.state == SignatureState.REJECTED:
        raise Invalid(request.reason)
    if request.state != SignatureState.VALID:
        raise NotAllowedNow(TIME_OVER)
    return request


@transaction.atomic
def _take_in(pk, digest, provider):
    """The request under the digest of what came: new, or the very same as before."""
    request = _locked(pk)
    if request.received_sha256 == digest:
        return request
    if request.state != SignatureState.OPEN or not _in_time(request.session):
        raise NotAllowedNow(TIME_OVER)
    return _move(request, "take_in", {"provider": provider, "sha256": digest})


def _in_time(session):
    return session.closed_at is None and clock.now() < session.expires_at


def _conclude(request, content):
    refusal = rights.refusal(request)
    if refusal:
        return _reject(request.pk, refusal)
    sender, now = rights.sender_of(request.document_id), clock.now()
    try:
        accepted = validating.accept(content, given_size=request.given_size, given_sha256=request.given_sha256,
                                     identity=rights.identity_of(sender), signer=sender.name, at=now,
                                     training=request.document.institution.is_training)  # fmt: skip
    except SignatureUnavailable:
        _give_back(request.pk)
        raise
    except SignatureRefused as error:
        logger.info("signature_refused", extra={"request": request.pk, "reason": error.code})
        return _reject(request.pk, error.message)
    stored = store.save(content, media_type="application/pdf")
    return _accept(request.pk, accepted, stored)


@transaction.atomic
def _give_back(pk):
    """It could not be judged now: the same signature, or another, may still come."""
    request = _locked(pk)
    if request.state == SignatureState.RECEIVED:
        _move(request, "give_back", {})


@transaction.atomic
def _reject(pk, reason):
    request = _locked(pk)
    if request.state != SignatureState.RECEIVED:
        return request
    original = _original(request)
    reason = reason[:LONGEST_REASON]
    entry = Entry(history.SIGN_REFUSED, comment=reason)
    request = _move(request, "reject", {"reason": reason}, original, [entry])
    Sending.objects.filter(document=request.document_id, step=SendingStep.SIGNATURE).update(
        failure=f"{NOT_VALID}: {reason}"[:LONGEST_REASON])  # fmt: skip
    telling.refused(request, original)
    return request


@transaction.atomic
def _accept(pk, accepted, stored):
    """The one transaction in which a document becomes signed: file, facts, and its copies on their way."""
    request = _locked(pk)
    if request.state != SignatureState.RECEIVED:
        return request
    refusal = rights.refusal(request)  # the checks took their time
    if refusal:
        return _reject(pk, refusal)
    original = _original(request)
    request = _move(request, "accept", {}, original)
    _keep(request, accepted, stored)
    signature_accepted(original.document)
    telling.received(request, original)
    return request


def _keep(request, accepted, stored):
    Document.objects.filter(pk=request.document_id).update(official_pdf=stored)
    certificate = accepted.certificate
    Signature.objects.create(
        document_id=request.document_id, request=request, file=stored, field_name=accepted.field_name,
        signed_at=accepted.signed_at, time_source=accepted.time_source, signer_name=certificate.name,
        identity_document=certificate.identity, issuer=certificate.issuer, serial=certificate.serial, not_before=certificate.valid_from,
        not_after=certificate.valid_until, level=accepted.level, revocation=accepted.revocation,
        is_test=accepted.is_test, report=accepted.report, checked_at=accepted.checked_at)  # fmt: skip


def _locked(pk):
    """The request under the lock of its document's sending, which everybody who moves the document takes first."""
    document = SignatureRequest.objects.values_list("document", flat=True).get(pk=pk)
    Sending.objects.select_for_update().get(document=document)
    return _whole(pk)


def _whole(pk):
    related = ("session__user", "session__appointment__person", "document__institution")
    return SignatureRequest.objects.select_related(*related).get(pk=pk)


def _original(request):
    return Copy.objects.select_related("document", "holder__person").get(document=request.document_id,
                                                                         role=CopyRole.ORIGINAL)  # fmt: skip


def _move(request, transition, values, subject=None, entries=()):
    move = Move(request, transition, values | {"instant": clock.now()})
    [moved] = perform(move, actor=SYSTEM, subject=subject or request, entries=list(entries))
    return _whole(moved.pk)
