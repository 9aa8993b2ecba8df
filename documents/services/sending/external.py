"""Enviar an external: one step, to its addressees or to the person it is directed to (documents §10.2, §11)."""

from django.db import transaction
from django_fsm import can_proceed

from documents import history, permissions
from documents.models import Copy, Document
from documents.services import tasks
from documents.services.arriving import entry_of, holder_of, note_arrivals
from documents.services.incoming import INTERNAL, directable
from documents.services.receivers import receiver_of
from documents.services.sending.checks import check_attachments
from documents.services.sending.freezing import freeze_parties, label_of
from documents.states import CopyRole, CopyState, PartyRole
from institutions.models import Appointment
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history import recorder
from quipux.history.recorder import SYSTEM
from quipux.workflow import Entry, Move, Step, perform, perform_many


@transaction.atomic
def send_incoming(original: Copy, *, actor, directed_to: Appointment | None = None, comment: str = "") -> Copy:
    """Deliver a registered external: En Trámite with each addressee, or with the directed person.

    Args:
        directed_to: gets what was for Para; the addressees are informed instead.

    Returns:
        The original, in state Enviado.

    Raises:
        Forbidden: the actor does not hold it, or it did not come from outside.
        Invalid: nobody of the institution may receive it, or an anexo waits for its revision.
        NotAllowedNow: it is no draft any more.
    """
    original = Copy.objects.locked(original.pk, "document__institution", "holder__person")
    if not can_proceed(original.send_incoming):
        raise NotAllowedNow(original.refusal_message())
    if not permissions.can_send_incoming(original, actor):
        raise Forbidden("Solo envía un documento externo quien lo registró o lo tiene.")
    document, now = original.document, clock.now()
    _check(document, directed_to)
    parties = freeze_parties(document)
    copies = _make_copies(document, original, parties, actor, now)
    tasks.cancel_all(original, actor=actor, reason="El documento se envió.")
    [original] = perform(Move(original, "send_incoming", {"directed_to": directed_to}), actor=actor, subject=original,
                         entries=[Entry(history.SIGN_AND_SEND, comment=comment)])  # fmt: skip
    recorder.record_many([recorder.Line(original, history.REGISTER, actor, target=receiver_of(copy.party))
                          for copy in copies])  # fmt: skip
    _freeze(document, parties, now)
    _deliver(copies, directed_to, actor, now)
    return original


def _check(document, directed_to):
    if directed_to and not directable(document.institution).filter(pk=directed_to.pk).exists():
        raise Invalid("Elija en «Dirigir documento a» a una persona de la lista.")
    inside = document.parties.filter(appointment__institution=document.institution_id)
    if not inside.filter(role=PartyRole.TO).exists():
        raise Invalid(INTERNAL)
    for party in inside.select_related("appointment__person"):
        holder_of(party, directed_to)
    check_attachments(document)


def _make_copies(document, original, parties, actor, now):
    """For those of the institution; whoever else is named has the paper itself."""
    inside = [party for party in parties if party.role != PartyRole.FROM and party.appointment_id
              and party.appointment.institution_id == document.institution_id]  # fmt: skip
    copies = Copy.objects.bulk_create(_copy(document, original, party, now) for party in inside)
    recorder.record_many([recorder.Line(copy, history.REGISTER, actor, target=receiver_of(copy.party))
                          for copy in copies], new_subjects=True)  # fmt: skip
    return copies


def _copy(document, original, party, now):
    return Copy(document=document, role=party.role, party=party, holder_id=original.holder_id,
                institution_id=document.institution_id, state=CopyState.UNSENT_ELECTRONIC, number=original.number,
                category=original.category, confidentiality=original.confidentiality,
                classification=original.classification, notes=original.notes, arrived_at=now,
                sort_at=original.sort_at)  # fmt: skip


def _freeze(document, parties, now):
    Document.objects.filter(pk=document.pk).update(
        frozen_at=now, sent_at=now, from_label=label_of(p for p in parties if p.role == PartyRole.FROM),
        to_label=label_of(p for p in parties if p.role == PartyRole.TO))  # fmt: skip


def _deliver(copies, directed_to, actor, now):
    steps = []
    for copy in copies:
        holder = holder_of(copy.party, directed_to)
        chosen = directed_to if copy.role == CopyRole.TO else None
        values = {"holder": holder, "instant": now, "directed_to": chosen}
        steps.append(Step(Move(copy, "deliver_external", values), [entry_of(copy.party, holder)]))
    moved = perform_many(steps, actor=SYSTEM)
    for before, copy in zip(copies, moved, strict=True):
        copy.party = before.party
    note_arrivals(moved, actor=actor, now=now)
