"""Another AIQ for a case that goes on (institutions §12.4 T24)."""

from django.db import transaction

from institutions.implantation import history, mails
from institutions.implantation.services import tenants, training
from institutions.implantation.services.moving import move, ready, reason_of, require_stranger
from institutions.implantation.services.requesting import PERSON
from institutions.implantation.states import CaseState, FileKind, PersonRole
from institutions.models import CaseFile, CasePerson, ImplantationCase
from quipux import clock
from quipux.errors import Invalid
from quipux.files.accepting import accept

SAME = "La persona ya es el AIQ del caso."


def change_aiq(case: ImplantationCase, person: dict, *, reason: str, letter, actor, due_at=None) -> ImplantationCase:
    """T24: the account passes to another person, who must have the hours of the courses before.

    Args:
        person: the fields of ``CasePerson``.
        letter: the uploaded oficio of the máxima autoridad.
        due_at: the new term; it stays as it is when omitted.

    Raises:
        Invalid: it is the same person, hours lack, there is no reason or the oficio is not accepted.
    """
    if letter is None:
        raise Invalid("Suba el oficio de la máxima autoridad.", archivo="Suba el oficio de la máxima autoridad.")
    text, stored = reason_of(reason), accept(letter, allowed=("pdf",), megabytes=10)
    with transaction.atomic():
        case = ready(case, "change_aiq", actor)
        require_stranger(case, actor)
        _require_prepared(case, person)
        CaseFile.objects.create(case=case, kind=FileKind.CHANGE_OF_AIQ, name=letter.name[:200], file=stored,
                                added_at=clock.now())  # fmt: skip
        _swap(case, person, actor)
        case = move(case, "change_aiq", actor=actor, action=history.AIQ_CHANGED, comment=text,
                    due_at=due_at or case.due_at)  # fmt: skip
    mails.tell_aiq(case, f"aiq{stored.pk}", lines=["Usted es ahora el AIQ de esta implantación."])
    mails.tell_authority(case, f"aiq{stored.pk}")
    return case


def _require_prepared(case, person):
    if person["identity_number"] == case.aiq.identity_number:
        raise Invalid(SAME, identity_number=SAME)
    if case.state != CaseState.IN_TRAINING and (lack := training.lacking(case, person["identity_number"])):
        raise Invalid(f"El nuevo AIQ debe cumplir antes los cursos. {lack}.")


def _swap(case, person, actor):
    institutions = [found for found in (case.training, case.production) if found is not None]
    for institution in institutions:
        tenants.unseat(case, institution, actor=actor)
    CasePerson.objects.filter(case=case, role=PersonRole.AIQ).delete()
    new = CasePerson.objects.create(case=case, role=PersonRole.AIQ, **{name: person[name] for name in PERSON})
    for institution in institutions:
        tenants.seat(new, institution, actor=actor)
