"""«Proponer»: an AIQ asks for a row of a global catalogue, the AGQ accepts or refuses it (institutions §6.5)."""

from django.db import IntegrityError, transaction

from accounts import catalogues
from accounts.models import CatalogueEntry, CatalogueKind
from institutions import history
from institutions.models import CatalogueProposal
from institutions.scope import administrators, require_whole
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid
from quipux.history import recorder
from quipux.outbox.services import queue_mail
from quipux.workflow import Entry, Move, perform

PRACTICE = "Desde el ambiente de capacitación no se propone para los catálogos de todas las instituciones."
TAKEN = "Esa fila ya existe, o ya fue propuesta."
OWN_CASE = "No puede resolver casos de su propia institución"
SUBJECT = "QUIPUX: Propuesta para un catálogo"


@transaction.atomic
def propose(proposal: CatalogueProposal, *, actor) -> CatalogueProposal:
    """Ask the AGQ for a row.

    Args:
        proposal: unsaved, with kind, parent, name, abbreviation and reason.

    Raises:
        Forbidden: the actor does not administer a whole institution of production.
        Invalid: it stands under a row of another kind.
        Conflict: the row is there, or was proposed.
    """
    require_whole(actor)
    if actor.is_training:
        raise Forbidden(PRACTICE)
    above = CatalogueKind(proposal.kind).above
    if (proposal.parent.kind if proposal.parent else None) != above:
        message = catalogues.NO_PARENT.format(above.label.lower()) if above else "Esta fila no pertenece a otra."
        raise Invalid(message, parent=message)
    there = CatalogueEntry.objects.filter(kind=proposal.kind, parent=proposal.parent, name__iexact=proposal.name)
    if there.exists():
        raise Conflict(TAKEN)
    proposal.institution, proposal.requested_by = actor.institution, actor.appointment
    proposal.requested_at = clock.now()
    try:
        with transaction.atomic():
            proposal.save()
    except IntegrityError as error:
        raise Conflict(TAKEN) from error
    recorder.record(proposal, history.PROPOSED, actor=actor, comment=proposal.reason)
    return proposal


def accept(proposal: CatalogueProposal, *, answer: str, actor) -> CatalogueProposal:
    """The row stands in the catalogue from now on.

    Raises:
        Forbidden: the operator serves in that institution.
        Conflict: somebody added it meanwhile.
        NotAllowedNow: it was answered before.
    """
    return _answered(proposal, "accept", history.PROPOSAL_ACCEPTED, answer, actor)


def reject(proposal: CatalogueProposal, *, answer: str, actor) -> CatalogueProposal:
    """The catalogue stays as it is, with the reason.

    Raises:
        Forbidden, NotAllowedNow: as `accept`.
        Invalid: no reason was given.
    """
    if not answer.strip():
        raise Invalid("Escriba el motivo.", answer="Escriba el motivo.")
    return _answered(proposal, "reject", history.PROPOSAL_REJECTED, answer, actor)


@transaction.atomic
def _answered(proposal, move, action, answer, actor):
    if actor.user.appointments.working().filter(institution=proposal.institution).exists():
        raise Forbidden(OWN_CASE)
    values = {"instant": clock.now(), "answer": answer.strip()}
    [proposal] = perform(Move(proposal, move, values), actor=actor, subject=proposal,
                         entries=[Entry(action, comment=answer.strip())])  # fmt: skip
    if move == "accept":
        catalogues.keep(CatalogueEntry(kind=proposal.kind, parent=proposal.parent, name=proposal.name,
                                       abbreviation=proposal.abbreviation), actor=actor)  # fmt: skip
    for aiq in administrators(proposal.institution).select_related("person"):
        queue_mail(key=f"propuesta-{proposal.uuid}-{aiq.pk}", to=aiq.notice_address, subject=SUBJECT,
                   text=f"Su propuesta está en estado {proposal.get_state_display()}. Fecha: {clock.today().isoformat()}.\n")  # fmt: skip
    return proposal
