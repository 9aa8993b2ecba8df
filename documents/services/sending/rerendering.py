"""Regenerar PDF: De becomes who exercises the post now, with the same number (documents §4.2, §17)."""

from django.db import transaction

from documents import history, permissions
from documents.models import Copy, Document, Participation, Party, Sending
from documents.services.sending.requesting import restart, unsent
from documents.signing import handing
from documents.states import CopyState, How, PartyRole, SendingStep
from quipux.errors import Invalid, NotAllowedNow
from quipux.history import recorder

REPLACED = "Se pidió Regenerar PDF."
ADDRESSEE = "Usted consta como destinatario de este documento: no puede quedar también en De."


def can_rerender(copy: Copy, actor) -> bool:
    """Whether the document waits in the actor's No Enviados without any signature or delivery."""
    if copy.state != CopyState.UNSENT_ORIGINAL or not permissions.is_holder(copy, actor):
        return False
    return not Sending.objects.filter(document=copy.document_id, step=SendingStep.DELIVER).exists()


@transaction.atomic
def rerender(original: Copy, *, actor, comment: str = "") -> Sending:
    """Print the document again, signed by who holds it now.

    Raises:
        Invalid: that person is an addressee of it.
        Forbidden, NotAllowedNow: it is not in the actor's No Enviados, or it was signed.
    """
    original, sending = unsent(original, actor)
    if sending.step == SendingStep.DELIVER or original.document.is_signed:
        raise NotAllowedNow("El documento ya se está entregando: su PDF no cambia.")
    handing.cancel(original.document_id, REPLACED)
    name = _put_in_de(original, actor)
    Document.objects.filter(pk=original.document_id).update(official_pdf=None, from_label=name)
    recorder.record(original, history.RERENDER, actor=actor, comment=comment)
    restart(sending, SendingStep.RENDER)
    return sending


def _put_in_de(original, actor) -> str:
    """The name printed in De from now on."""
    post, person, parties = actor.appointment, actor.user, Party.objects.filter(document=original.document_id)
    if parties.exclude(role=PartyRole.FROM).filter(appointment=post).exists():
        raise Invalid(ADDRESSEE)
    parties.filter(role=PartyRole.FROM).update(
        appointment=post, identity_number=person.identity_number, academic_title=person.academic_title,
        name=person.full_name, title=post.title, area_name=post.area.name, institution_name=post.institution.name,
        city=post.area.city, acting_note=actor.acting_note)  # fmt: skip
    Participation.objects.filter(document=original.document_id, how=How.SENT).update(appointment=post)
    return person.full_name
