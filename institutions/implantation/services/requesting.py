"""What the applicant does: begin, fill in, send, answer, give up (institutions §12.4 T1, T2, T5, T22)."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from institutions.implantation import clocks, history, links, mails
from institutions.implantation.services.moving import move, next_number, ready, reason_of
from institutions.implantation.states import CaseState, Channel, FileKind, PersonRole
from institutions.models import CaseFile, CasePerson, ImplantationCase
from institutions.states import Environment
from quipux import clock, environments
from quipux.errors import Invalid, NotAllowedNow
from quipux.files.accepting import accept

BEGUN = "QUIPUX: Continúe su solicitud de implantación"
LINK = "QUIPUX: Enlace de su solicitud de implantación"
TAKEN_RUC = "Ya existe una solicitud en curso o una institución activa con ese RUC."
PRIVACY = "Marque que leyó y acepta el aviso de privacidad."
LARGEST = 10  # MB of a file
EDITABLE = (CaseState.DRAFT, CaseState.OBSERVED)
INSTITUTION = ("name", "ruc", "sigla", "phone", "address", "function", "justification", "declared_areas",
               "declared_people")  # fmt: skip
AUTHORITY = ("authority_name", "authority_title", "authority_email")
LETTER = ("letter_number", "letter_date", "letter_signer", "letter_signer_title")
PERSON = ("given_names", "surnames", "identity_number", "title", "email", "phone", "mobile")


def elsewhere() -> str:
    """Where requests are filed when this deployment has no courses nor training tenants."""
    address = environments.address_of_the_other()
    place = f": {address}/implantacion/" if address else "."
    return f"Las solicitudes de implantación se presentan en la instalación de capacitación{place}"


@transaction.atomic
def begin(email: str, *, on_behalf: bool = False) -> ImplantationCase:
    """T1: a draft, and the link by mail to go on with it for thirty days.

    Args:
        on_behalf: an AGQ enters what came as an oficio.

    Raises:
        NotAllowedNow: requests are filed in the other deployment (§12.8).
    """
    if not environments.serves(Environment.TRAINING):
        raise NotAllowedNow(elsewhere())
    channel = Channel.LETTER if on_behalf else Channel.PORTAL
    case = ImplantationCase.objects.create(applicant_email=email, channel=channel, created_at=clock.now())
    text = [f"Con este enlace puede continuar su solicitud durante {links.DAYS} días."]
    mails.tell_applicant(case, "begun", subject=BEGUN, lines=text)
    return case


def send_link(number: str, email: str) -> None:
    """Mail the link of a case to who applied; nothing tells whether number and address belong together."""
    case = ImplantationCase.objects.filter(number=number.strip().upper(), applicant_email__iexact=email).first()
    if case is not None:
        mails.tell_applicant(case, f"link{clock.now():%Y%m%d%H%M}", subject=LINK)


@transaction.atomic
def save(case: ImplantationCase, fields: tuple[str, ...], data: dict) -> None:
    """Keep one page of the form, valid or not yet complete.

    Raises:
        NotAllowedNow: it was sent and nobody asked for corrections.
    """
    case = _editable(case)
    for name in fields:
        setattr(case, name, data[name])
    case.save()


@transaction.atomic
def save_person(case: ImplantationCase, role: str, data: dict | None) -> None:
    """Keep the AIQ or the AIQ de respaldo; None takes the latter out."""
    case = _editable(case)
    CasePerson.objects.filter(case=case, role=role).delete()
    if data:
        CasePerson.objects.create(case=case, role=role, **{name: data[name] for name in PERSON})


def attach(case: ImplantationCase, kind: str, upload) -> CaseFile:
    """Keep the oficio or the delegation; the newest of each kind counts.

    Raises:
        Invalid: it is no PDF, is too large, has active content or a virus.
    """
    stored = accept(upload, allowed=("pdf",), megabytes=LARGEST)
    with transaction.atomic():
        case = _editable(case)
        return CaseFile.objects.create(case=case, kind=kind, name=upload.name[:200], file=stored, added_at=clock.now())


def _editable(case):
    locked = ImplantationCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if locked.state not in EDITABLE:
        raise NotAllowedNow(locked.refusal_message())
    return locked


@transaction.atomic
def submit(case: ImplantationCase, *, accepts_privacy: bool, actor) -> ImplantationCase:
    """T2: the request gets its number and enters the queue of the SGE.

    Raises:
        Invalid: something lacks, or the RUC has an open case; of that one nothing is told.
    """
    case = ready(case, "submit", actor)
    _require_complete(case)
    if not accepts_privacy:
        raise Invalid(PRIVACY, privacidad=PRIVACY)
    if ImplantationCase.objects.filter(ruc=case.ruc, state__in=CaseState.open()).exists():
        raise Invalid(TAKEN_RUC)
    try:
        with transaction.atomic():
            case = move(case, "submit", actor=actor, action=history.SUBMITTED, number=next_number("IMP"),
                        instant=clock.now())  # fmt: skip
    except IntegrityError as error:  # another request of the same RUC, sent at the same time, was first
        raise Invalid(TAKEN_RUC) from error
    mails.tell_applicant(case, "submitted")
    mails.tell_authority(case, "submitted")
    mails.tell_support(case, "submitted")
    return case


def _require_complete(case):
    from institutions.implantation.steps import missing_of

    if lacking := missing_of(case):
        names = ", ".join(step.title for step in lacking)
        raise Invalid(f"Complete primero: {names}.")


@transaction.atomic
def answer(case: ImplantationCase, answers: dict[int, str], *, actor) -> ImplantationCase:
    """T5: each open observation is answered and the review goes on.

    Args:
        answers: text by primary key of the observation.

    Raises:
        Invalid: one of them was not answered, or the data are no longer complete.
    """
    case = ready(case, "answer", actor)
    waiting = list(case.observations.filter(answered_at=None))
    if any(not answers.get(one.pk, "").strip() for one in waiting):
        raise Invalid("Responda cada una de las observaciones.")
    _require_complete(case)
    now = clock.now()
    for one in waiting:
        one.answer, one.answered_at = answers[one.pk].strip(), now
        one.save()
    due = clocks.end_of_working_days(now, settings.QUIPUX_REVIEW_DAYS)
    case = move(case, "answer", actor=actor, action=history.ANSWERED, due_at=due,
                details={"observations": [one.pk for one in waiting]})  # fmt: skip
    mails.tell_reviewer(case, f"answered{case.observations.count()}")
    return case


@transaction.atomic
def give_up(case: ImplantationCase, *, reason: str, actor) -> ImplantationCase:
    """T22: the applicant does not go on.

    Raises:
        Invalid: without reason.
    """
    case = ready(case, "give_up", actor)
    return move(case, "give_up", actor=actor, action=history.WITHDRAWN, comment=reason_of(reason))


def forget_drafts() -> int:
    """Delete the drafts whose link ended: nobody reaches them any more. Returns how many."""
    old = ImplantationCase.objects.filter(
        state=CaseState.DRAFT, created_at__lt=clock.now() - timedelta(days=links.DAYS)
    )
    CaseFile.objects.filter(case__in=old).delete()
    return old.delete()[1].get("institutions.ImplantationCase", 0)


def has_file(case: ImplantationCase, kind: str = FileKind.LETTER) -> bool:
    return case.files.filter(kind=kind).exists()


def deputy_of(case: ImplantationCase) -> CasePerson | None:
    return next((one for one in case.people.all() if one.role == PersonRole.DEPUTY), None)
