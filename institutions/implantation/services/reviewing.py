"""What the AGQ decides about a request (institutions §12.4 T3, T4, T6, T7, T23)."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from accounts.identity import RucKind, kind_of_ruc
from institutions.implantation import clocks, history, mails
from institutions.implantation.services.moving import move, ready, reason_of, require_stranger
from institutions.implantation.services.training import usual_courses
from institutions.implantation.states import CaseState, FileKind
from institutions.models import Appointment, CaseFile, ImplantationCase, Institution, Observation
from institutions.states import AppointmentState, Environment, InstitutionFunction, InstitutionState
from quipux import clock
from quipux.errors import Invalid
from quipux.files.accepting import accept

ALTERNATIVES = (
    "Su institución puede instalar Quipux en sus propios servidores: el programa es libre y su código está publicado.",
    "También puede escribir a las instituciones públicas como ciudadano con firma electrónica, desde el portal.",
)
REFUSED_FUNCTION = "La institución no es de la Función Ejecutiva: declárela «No elegible»."
IN_PRODUCTION = "La institución ya está en producción."
TAKEN_SIGLA = "La sigla ya está en uso o reservada."
PRIVATE_RUC = "El RUC es de {kind}, no del sector público. Si procede, escriba el motivo de la excepción."
BUSY_AIQ = "La persona ya es AIQ de otra institución. Si procede, escriba el motivo de la excepción."


@transaction.atomic
def take(case: ImplantationCase, *, actor) -> ImplantationCase:
    """T3: the AGQ answers for it from now on."""
    case = ready(case, "take", actor)
    require_stranger(case, actor)
    due = clocks.end_of_working_days(clock.now(), settings.QUIPUX_REVIEW_DAYS)
    case = move(case, "take", actor=actor, action=history.TAKEN, assignee=actor.user, due_at=due)
    mails.tell_applicant(case, "taken")
    return case


@transaction.atomic
def observe(case: ImplantationCase, observations: Sequence[tuple[str, str]], *, actor) -> ImplantationCase:
    """T4: ask for corrections.

    Args:
        observations: pairs of field or file, and what is wrong with it.

    Raises:
        Invalid: none was given.
    """
    case = ready(case, "observe", actor)
    require_stranger(case, actor)
    if not observations:
        raise Invalid("Escriba al menos una observación sobre un dato o archivo.")
    now = clock.now()
    Observation.objects.bulk_create(Observation(case=case, about=about, text=text, created_at=now)
                                    for about, text in observations)  # fmt: skip
    lines = [f"{about}: {text}" for about, text in observations]
    due = clocks.end_of_working_days(now, settings.QUIPUX_OBSERVED_DAYS)
    case = move(case, "observe", actor=actor, action=history.OBSERVED, comment=" · ".join(lines), due_at=due)
    mails.tell_applicant(case, f"observed{case.observations.count()}", lines=lines)
    return case


@transaction.atomic
def accept_request(case: ImplantationCase, *, actor, exception: str = "") -> ImplantationCase:
    """T6: the institution is eligible; its RUC and sigla are kept for it.

    Args:
        exception: reason to go on where the RUC is not public or the AIQ is AIQ elsewhere.

    Raises:
        Invalid: a rule refuses it.
    """
    case = ready(case, "accept", actor)
    require_stranger(case, actor)
    require_acceptable(case, exception)
    hours = {course.slug: course.hours for course in usual_courses()}
    case = move(case, "accept", actor=actor, action=history.ACCEPTED, comment=exception.strip(), required_hours=hours)
    for tell in (mails.tell_applicant, mails.tell_aiq):
        tell(case, "accepted", subject=mails.ACCEPTED, lines=["Le avisaremos las fechas de los cursos obligatorios."])
    return case


def require_acceptable(case: ImplantationCase, exception: str) -> None:
    """The guard of T6.

    Raises:
        Invalid: as `accept_request`.
    """
    _require_eligible(case)
    _require_free(case)
    _require_usual_or(exception, case)


def is_eligible(case: ImplantationCase) -> bool:
    """By QUIPUX_ELIGIBILITY (§12.2)."""
    return settings.QUIPUX_ELIGIBILITY == "public_sector" or case.function == InstitutionFunction.EXECUTIVE


def _require_eligible(case):
    if not is_eligible(case):
        raise Invalid(REFUSED_FUNCTION)


def _require_free(case):
    living = Institution.objects.filter(environment=Environment.PRODUCTION).exclude(state=InstitutionState.CLOSED)
    if living.filter(ruc=case.ruc).exists():
        raise Invalid(IN_PRODUCTION)
    reserved = ImplantationCase.objects.filter(state__in=reserving(), sigla=case.sigla).exclude(pk=case.pk)
    if living.filter(sigla=case.sigla).exists() or reserved.exists():
        raise Invalid(TAKEN_SIGLA)


def reserving() -> tuple[str, ...]:
    """The states of a case that keep its RUC and sigla."""
    return tuple(s for s in CaseState.open() if s not in (CaseState.SUBMITTED, CaseState.IN_REVIEW, CaseState.OBSERVED))


def _require_usual_or(exception, case):
    kind = kind_of_ruc(case.ruc)
    private = PRIVATE_RUC.format(kind=kind.value)
    for sentence, fails in ((private, kind != RucKind.PUBLIC), (BUSY_AIQ, is_aiq_elsewhere(case.aiq))):
        if fails and not exception.strip():
            raise Invalid(sentence, motivo=sentence)
    if exception.strip():
        reason_of(exception)


def is_aiq_elsewhere(person) -> bool:
    """Whether the named person administers an institution in production already."""
    return Appointment.objects.filter(
        person__identity_number=person.identity_number, state__in=AppointmentState.working(),
        institution__environment=Environment.PRODUCTION, grants__permission="institutional_admin").exists()  # fmt: skip


@transaction.atomic
def reject(case: ImplantationCase, *, reason: str, actor) -> ImplantationCase:
    """T7: no, and why.

    Raises:
        Invalid: without reason.
    """
    case = ready(case, "reject", actor)
    require_stranger(case, actor)
    text = reason_of(reason)
    case = move(case, "reject", actor=actor, action=history.REJECTED, comment=text)
    mails.tell_applicant(case, "rejected", lines=[text])
    return case


@transaction.atomic
def declare_not_eligible(case: ImplantationCase, *, reason: str, actor) -> ImplantationCase:
    """T7: this installation is not for it; the mail says what it can do instead.

    Raises:
        Invalid: without reason.
    """
    case = ready(case, "declare_not_eligible", actor)
    require_stranger(case, actor)
    text = reason_of(reason)
    case = move(case, "declare_not_eligible", actor=actor, action=history.NOT_ELIGIBLE, comment=text)
    mails.tell_applicant(case, "not_eligible", lines=[text, *ALTERNATIVES])
    return case


def withdraw(case: ImplantationCase, *, reason: str, letter, actor) -> ImplantationCase:
    """T23: the máxima autoridad asked by oficio to stop.

    Args:
        letter: the uploaded PDF of that oficio.

    Raises:
        Invalid: without reason, or the PDF is not accepted.
    """
    if letter is None:
        raise Invalid("Suba el oficio de la máxima autoridad.", archivo="Suba el oficio de la máxima autoridad.")
    text, stored = reason_of(reason), accept(letter, allowed=("pdf",), megabytes=10)
    with transaction.atomic():
        case = ready(case, "withdraw", actor)
        require_stranger(case, actor)
        CaseFile.objects.create(case=case, kind=FileKind.WITHDRAWAL, name=letter.name[:200], file=stored,
                                added_at=clock.now())  # fmt: skip
        case = move(case, "withdraw", actor=actor, action=history.WITHDRAWN, comment=text)
        freeze(case)
    mails.tell_applicant(case, "withdrawn", lines=[text])
    return case


def freeze(case: ImplantationCase) -> None:
    """Nobody enters the training tenant any more; nothing in it is deleted."""
    Institution.objects.filter(pk=case.training_id, frozen_at=None).update(frozen_at=clock.now())
