"""Whether the right to sign still exists when the signed file comes (documents §9.2, second row)."""

from documents import permissions
from documents.models import Copy, Party, SignatureRequest
from documents.states import CopyRole, CopyState, PartyRole
from institutions.actors import Actor, Citizen, actors_of, posts_of
from quipux.errors import NotAllowedNow

NO_LONGER = "Ya no puede firmar este documento: {}"
LEFT, FORBIDDEN = "usted ya no ejerce el puesto que consta en De.", "usted ya no tiene el permiso Firma Digital."
MOVED = "el documento ya no está en No Enviados."
PASSED_ON = "el documento ya no lo tiene usted."
OTHER_NAME = "en De consta otra persona. Use Regenerar PDF y firme otra vez."


def signer_of(request: SignatureRequest) -> Actor | Citizen | None:
    """Who opened the session, in the same post, with the rights of this very moment; None when the post was left."""
    session = request.session
    if not session.user.is_active:
        return None
    if session.appointment_id is None:
        return next((actor for actor in actors_of(session.user) if actor.is_citizen), None)
    found = (actor for actor in posts_of(session.user) if actor.appointment.pk == session.appointment_id)
    return next((actor for actor in found if not actor.is_leaver), None)


def sender_of(document_id: int) -> Party:
    """De of a document, with the identity document of who signs it."""
    return Party.objects.select_related("appointment__person").get(document=document_id, role=PartyRole.FROM)


def refusal(request: SignatureRequest) -> str:
    """Why the signer of a request may not sign its document any more; empty when nothing changed."""
    actor = signer_of(request)
    if hindered := _hindered(request, actor):
        return hindered
    reason = LEFT if actor is None else _reason(request, actor)
    return NO_LONGER.format(reason) if reason else ""


def _hindered(request, actor) -> str:
    """A deputy's file that comes too late, or a titular's while the post is subrogated (institutions §8)."""
    session = request.session
    if session.appointment_id is None:
        return ""
    actor = actor or Actor(session.user, session.appointment)
    try:
        actor.require_hand("copy")
    except NotAllowedNow as error:
        return error.message
    return ""


def _reason(request, actor):
    original = Copy.objects.get(document=request.document_id, role=CopyRole.ORIGINAL)
    if not actor.holds("sign_electronically"):
        return FORBIDDEN
    if original.state != CopyState.UNSENT_ORIGINAL:
        return MOVED
    if not permissions.is_signer(original, actor):
        return PASSED_ON
    return "" if identity_of(sender_of(request.document_id)) == actor.user.identity_number else OTHER_NAME


def identity_of(sender: Party) -> str:
    """Identity document frozen in De; documents frozen before it was kept have that of the titular."""
    return sender.identity_number or sender.appointment.person.identity_number
