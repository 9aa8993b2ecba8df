"""Signing sessions: opened for one person in one post, closed by that person or by the clock (documents §9.1)."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from documents import permissions
from documents.models import ActRun, Copy, Sending, SignatureRequest, SigningSession
from documents.signing import handing
from documents.states import CopyRole, CopyState, Route, SendingStep, SignatureState
from quipux import clock
from quipux.errors import Invalid, NotAllowedNow
from quipux.history.recorder import SYSTEM
from quipux.workflow import Move, perform

MOST = 50  # documents of one session (documents §9.1)
TOKEN_BYTES = 32
CLOSED = "La sesión de firma se cerró sin firmar el documento."
TOO_MANY = f"Puede firmar electrónicamente hasta {MOST} documentos a la vez."
NOTHING = "Ninguno de esos documentos espera su firma."
LATE = "Firma vencida: el tiempo terminó"  # in Motivo (documents §5.2)
CHECKING = timedelta(minutes=5)  # a signature in revision is not given up before


@dataclass(frozen=True)
class Opened:
    """A session and the token of its programs; the token is known here and nowhere else."""

    session: SigningSession
    token: str


def waiting_for(actor) -> "Copy.objects":
    """Originals that wait for the electronic signature of the actor."""
    wait = Sending.objects.filter(route=Route.ELECTRONIC, step__in=(SendingStep.RENDER, SendingStep.SIGNATURE))
    citizen = permissions.is_citizen(actor)
    own = {"holder_citizen": actor.user} if citizen else {"holder": permissions.post_of(actor)}
    return Copy.objects.filter(**own, role=CopyRole.ORIGINAL, state=CopyState.UNSENT_ORIGINAL,
                               document__sending__in=wait)  # fmt: skip


@transaction.atomic
def open_session(originals: Iterable[Copy], *, actor, run: ActRun | None = None, network: str = "") -> Opened:
    """Open a session for 1 to 50 documents; what other sessions still asked of them is cancelled.

    Args:
        originals: in No Enviados, by the electronic route.
        run: the act that asked for it; each opens one session.
        network: address of the person's machine.

    Raises:
        Invalid: there are more than 50, or none waits for this signature.
    """
    wanted = [copy.pk for copy in originals]
    if len(wanted) > MOST:
        raise Invalid(TOO_MANY)
    copies = list(waiting_for(actor).filter(pk__in=wanted).select_related("document__official_pdf").order_by("pk"))
    if not copies:
        raise Invalid(NOTHING)
    token, now = secrets.token_urlsafe(TOKEN_BYTES), clock.now()
    session = SigningSession.objects.create(user=actor.user, appointment=actor.appointment, run=run, opened_at=now,
                                            token_hash=digest(token), expires_at=now + _validity(), network=network)  # fmt: skip
    for copy in copies:
        _ask(session, copy.document, now)
    return Opened(session, token)


def _ask(session, document, now):
    # The sending first, as whoever renders or delivers it does.
    sending = Sending.objects.select_for_update().get(document=document)
    handing.cancel(document.pk, handing.AGAIN)
    SignatureRequest.objects.create(session=session, document=document, at=now)
    if sending.step == SendingStep.SIGNATURE:
        document.refresh_from_db(fields=["official_pdf"])
        handing.pdf_ready(document)


@transaction.atomic
def new_token(session: SigningSession) -> Opened:
    """Another token and as much time again; the one before opens nothing any more.

    Raises:
        NotAllowedNow: nothing of the session can be signed any more.
    """
    session = SigningSession.objects.select_for_update().get(pk=session.pk)
    if not is_open(session):
        raise NotAllowedNow("La sesión de firma ya terminó. Presione Firmar otra vez; el número se conserva.")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.token_hash, session.expires_at = digest(token), clock.now() + _validity()
    session.save(update_fields=["token_hash", "expires_at"])
    return Opened(session, token)


def is_open(session: SigningSession) -> bool:
    """Whether something of it may still be signed."""
    in_time = session.closed_at is None and clock.now() < session.expires_at
    return in_time and session.requests.filter(state__in=SignatureState.live()).exists()


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def has_token(session: SigningSession, token: str) -> bool:
    """Whether it is the session's, compared in constant time."""
    return secrets.compare_digest(session.token_hash, digest(token))


def _validity():
    return timedelta(minutes=settings.QUIPUX_SIGNATURE_TOKEN_MINUTES)


@transaction.atomic
def close(session: SigningSession) -> int:
    """The person signs no more: the rest waits in No Enviados with its number (D-27).

    Returns:
        How many documents were left without signature.
    """
    left = [_end(request, "cancel", {"reason": CLOSED}) for request in _live(session)]
    SigningSession.objects.filter(pk=session.pk, closed_at=None).update(closed_at=clock.now())
    return sum(left)


def expire_due() -> int:
    """Close what nobody signed in time.

    Returns:
        How many documents were left without signature.
    """
    now = clock.now()
    late = Q(session__expires_at__lt=now) & (~Q(state=SignatureState.RECEIVED) | Q(at__lt=now - CHECKING))
    due = SignatureRequest.objects.filter(late, state__in=SignatureState.live())
    return sum(_end(request, "expire", {}) for request in due.order_by("pk"))


def _live(session):
    return list(session.requests.filter(state__in=SignatureState.live()).order_by("pk"))


@transaction.atomic
def _end(request, move, values) -> bool:
    """End one request and say why its document is still in No Enviados; False when it ended by itself."""
    sending = Sending.objects.select_for_update().get(document=request.document_id)
    request.refresh_from_db()
    if not request.is_live:
        return False
    [ended] = perform(Move(request, move, values | {"instant": clock.now()}), actor=SYSTEM, subject=request,
                      entries=[])  # fmt: skip
    sending.failure = LATE if move == "expire" else ended.reason
    sending.save(update_fields=["failure"])
    return True
