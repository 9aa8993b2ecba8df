"""Number, freeze what is printed, one undelivered copy per addressee: by sets, for up to thousands (documents §10.2)."""

from collections.abc import Iterable

from django.db import connection, transaction
from django_fsm import can_proceed

from accounts.models import User
from documents import history, numbering
from documents.models import Copy, Document, Participation, Party
from documents.services import tasks
from documents.services.receivers import receiver_of
from documents.states import CopyState, DocumentKind, How, PartyRole
from quipux import clock
from quipux.errors import NotAllowedNow
from quipux.history import recorder
from quipux.workflow import Entry, Move, perform

# Who exercises the post of De prints the own name; everybody else is printed as their post says.
FREEZE_POSTS = """
    UPDATE documents_party AS party
    SET academic_title = person.academic_title, name = trim(person.given_names || ' ' || person.surnames),
        identity_number = person.identity_number, title = post.title, area_name = area.name,
        institution_name = institution.name, city = area.city,
        acting_note = CASE WHEN person.id <> post.person_id THEN 'Subrogante' WHEN post.kind = 'charge' THEN 'Encargado'
                           ELSE '' END
    FROM institutions_appointment AS post, institutions_area AS area, institutions_institution AS institution,
         accounts_user AS person
    WHERE party.document_id = %(document)s AND party.name = '' AND post.id = party.appointment_id
      AND area.id = post.area_id AND institution.id = post.institution_id
      AND person.id = CASE WHEN party.role = 'from' THEN COALESCE(%(signer)s, post.person_id) ELSE post.person_id END
"""
FREEZE_CITIZENS = """
    UPDATE documents_party AS party
    SET academic_title = person.academic_title, name = trim(person.given_names || ' ' || person.surnames),
        identity_number = person.identity_number
    FROM accounts_user AS person
    WHERE party.document_id = %(document)s AND party.name = '' AND person.id = party.person_id
"""


@transaction.atomic
def number_and_freeze(original: Copy, *, actor, comment: str = "") -> Copy:
    """Give the number, freeze what is printed and make one undelivered copy per addressee.

    Returns:
        The original, in state No Enviado.

    Raises:
        Forbidden, NotAllowedNow: it is not the actor's draft.
    """
    original = Copy.objects.select_for_update(of=("self",)).get(pk=original.pk)
    if not can_proceed(original.number_and_freeze):
        raise NotAllowedNow(original.refusal_message())
    document = Document.objects.select_related("type", "area__institution", "institution").get(pk=original.document_id)
    now = clock.now()
    parties = freeze_parties(document, signer=actor.user)
    copies = _make_copies(document, original, parties, now, actor)
    _note_sender(document, original, parties, now)
    # As late as can be: from here on everybody else of this área and type waits for this transaction.
    series = None if document.kind == DocumentKind.CITIZEN_LETTER else document.area
    number = numbering.issue(document, area=series, type=document.type, actor=actor, at=now)
    _freeze(document, parties, number, now)
    Copy.objects.filter(pk__in=[copy.pk for copy in copies]).update(number=number)
    tasks.cancel_all(original, actor=actor, reason="El documento se firmó y envió.")
    told = [Entry(history.REGISTER, target=receiver_of(copy.party)) for copy in copies]
    [original] = perform(Move(original, "number_and_freeze", {"number": number, "instant": now}), actor=actor,
                         subject=original, entries=[Entry(history.SIGN_AND_SEND, comment=comment), *told])  # fmt: skip
    return original


def freeze_parties(document: Document, *, signer: User | None = None) -> list[Party]:
    """Keep what is printed of everybody as it is today, and give them all.

    Args:
        signer: who exercises the post of De; None where De wrote from outside.
    """
    values = {"document": document.pk, "signer": signer and signer.pk}
    with connection.cursor() as cursor:
        cursor.execute(FREEZE_POSTS, values)
        cursor.execute(FREEZE_CITIZENS, values)
    return list(document.parties.select_related("person", "appointment__person", "appointment__area"))


def _make_copies(document, original, parties, now, actor):
    """Before delivery the signer holds every copy."""
    copies = [_copy(document, original, party, now) for party in parties if party.role != PartyRole.FROM]
    copies = Copy.objects.bulk_create(copies, batch_size=500)
    recorder.record_many([recorder.Line(copy, history.REGISTER, actor, target=receiver_of(copy.party))
                          for copy in copies], new_subjects=True)  # fmt: skip
    return copies


def _copy(document, original, party, now):
    copy = Copy(document=document, role=party.role, party=party, holder_id=original.holder_id,
                holder_citizen_id=original.holder_citizen_id,
                institution_id=party.appointment.institution_id if party.appointment_id else document.institution_id,
                state=CopyState.UNSENT_ELECTRONIC, category=original.category,
                confidentiality=original.confidentiality, arrived_at=now, sort_at=now)  # fmt: skip
    if copy.institution_id == original.institution_id:  # what is the institution's own stays in it
        copy.classification, copy.notes = original.classification, original.notes
    return copy


def _freeze(document, parties, number, now):
    document.number, document.document_date, document.frozen_at = number, now, now
    document.verification_code = numbering.verification_code()
    document.from_label = label_of(p for p in parties if p.role == PartyRole.FROM)
    document.to_label = label_of(p for p in parties if p.role == PartyRole.TO)
    document.save()


def label_of(parties: Iterable[Party]) -> str:
    """«Ana Torres y 2 más», of frozen parties."""
    names = [party.name for party in parties]
    return names[0] if len(names) == 1 else f"{names[0]} y {len(names) - 1} más"


def _note_sender(document, original, parties, now):
    # What was done with the draft counts at the document's own date (backups §4.1).
    Participation.objects.filter(document=document).update(document_date=now)
    [sender] = [p for p in parties if p.role == PartyRole.FROM]
    if sender.appointment is None:  # a citizen takes part as De alone
        return
    Participation.objects.create(appointment=sender.appointment, document=document, copy=original, how=How.SENT,
                                 document_date=now, at=now)  # fmt: skip
