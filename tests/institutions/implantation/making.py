"""Implantations walked to a state by the product's own services, with an AGQ called Sofía and an AIQ called Diana."""

from datetime import date, datetime, timedelta
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile

from institutions.actors import Actor
from institutions.data import services as data
from institutions.implantation.actors import Applicant
from institutions.implantation.services import (
    deadlines,
    desk,
    going_live,
    requesting,
    reviewing,
    tenants,
    tracking,
    training,
)
from institutions.implantation.states import FileKind, ItemState, PersonRole
from institutions.models import Appointment, CaseFile, ImplantationCase
from institutions.models.courses import QUARTERS
from quipux import clock
from quipux.files import store
from quipux.outbox.models import Mail
from tests import factories

_numbers = count(1)
START = datetime(2026, 3, 2, 10, 15, tzinfo=clock.GUAYAQUIL)
RUC = "1760001550001"
INSTITUTION = {"name": "Instituto de Muestras", "ruc": RUC, "sigla": "INMUE", "phone": "02 3934000",
               "address": "Av. Amazonas N24-196", "function": "executive", "declared_areas": 1, "declared_people": 1,
               "justification": "Gestionar los documentos de la institución."}  # fmt: skip
AUTHORITY = {"authority_name": "Marta Ruiz", "authority_title": "Directora Ejecutiva",
             "authority_email": "marta@muestras.gob.ec"}  # fmt: skip
AIQ = {"given_names": "Diana", "surnames": "Lara", "identity_number": factories.cedula(90_001), "title": "Analista",
       "email": "diana@muestras.gob.ec", "phone": "02 3934000 ext. 12", "mobile": "0991234567"}  # fmt: skip
LETTER = {"letter_number": "INMUE-DE-2026-001", "letter_date": date(2026, 3, 1), "letter_signer": "Marta Ruiz",
          "letter_signer_title": "Directora Ejecutiva"}  # fmt: skip
MAIL = "solicita@muestras.gob.ec"


def pdf(name="oficio.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, factories.TINY_PDF, content_type="application/pdf")


def applicant(case) -> Applicant:
    return Applicant(case.pk, case.name)


def draft(**institution) -> ImplantationCase:
    """Complete, not sent."""
    case = requesting.begin(MAIL)
    requesting.save(case, requesting.INSTITUTION, INSTITUTION | institution)
    requesting.save(case, requesting.AUTHORITY, AUTHORITY)
    requesting.save_person(case, PersonRole.AIQ, AIQ)
    stored = store.save(factories.TINY_PDF, media_type="application/pdf")  # what `attach` checks has its own tests
    CaseFile.objects.create(case=case, kind=FileKind.LETTER, name="oficio.pdf", file=stored, added_at=clock.now())
    requesting.save(case, requesting.LETTER, LETTER)
    return fresh(case)


def fresh(case) -> ImplantationCase:
    return ImplantationCase.objects.get(pk=case.pk)


def submitted(**institution) -> ImplantationCase:
    case = draft(**institution)
    return requesting.submit(case, accepts_privacy=True, actor=applicant(case))


def in_review(sofia, **institution) -> ImplantationCase:
    return reviewing.take(submitted(**institution), actor=sofia.actor)


def accepted(sofia, **institution) -> ImplantationCase:
    return reviewing.accept_request(in_review(sofia, **institution), actor=sofia.actor)


def editions(*, seats=20) -> list:
    """One future edition of each course, on the next three days, of four hours."""
    day = (clock.now() + timedelta(days=1)).replace(hour=8, minute=0, second=0, microsecond=0)
    return [training.publish(course, starts_at=day + timedelta(days=number), ends_at=day + timedelta(days=number, hours=4),
                             seats=seats, instructor="Iván Rea", mode="online")
            for number, course in enumerate(training.usual_courses())]  # fmt: skip


def in_training(sofia) -> ImplantationCase:
    return training.schedule(accepted(sofia), editions(), actor=sofia.actor)


def attend(case, sofia, *hours: float) -> ImplantationCase:
    """What the AIQ attended of each edition, after the last of them ended."""
    with clock.frozen_at(case.enrolments.latest("edition__ends_at").edition.ends_at):
        for enrolment, attended in zip(case.enrolments.order_by("pk"), hours, strict=True):
            case = training.record(enrolment, quarters=int(attended * QUARTERS), actor=sofia.actor)
    return case


def trained(sofia) -> ImplantationCase:
    return attend(in_training(sofia), sofia, 4, 4, 4)


def configuring(sofia) -> ImplantationCase:
    """The mail with the account was delivered now; the clock runs."""
    case = tenants.create_training(trained(sofia), actor=sofia.actor)
    Mail.objects.filter(key__contains="-tenant-").update(sent_at=clock.now())
    deadlines.tick()
    return fresh(case)


def aiq_of(case) -> Actor:
    """Diana in the institution where she works now."""
    institution = case.production or case.training
    post = Appointment.objects.with_names().get(institution=institution, person__identity_number=AIQ["identity_number"])
    return Actor(post.person, post)


def fulfil(case, *, but=()) -> None:
    """Diana says of every item that it is met, and justifies what the system does not see."""
    actor = aiq_of(case)
    for item in tracking.current_items(case):
        if item.code not in but:
            tracking.answer(item, answer=ItemState.MET, comment="Justificado en la prueba.", justified=item.is_automatic,
                            actor=actor)  # fmt: skip


def equip(case) -> None:
    """A usuario focal and a confirmed mailbox."""
    actor = aiq_of(case)
    kept = desk.keep(mailbox="ayuda@muestras.gob.ec", hours="08:00 a 16:30", staff="Diana Lara", actor=actor)
    data.confirm_support_email(data.support_token(kept.institution))
    desk.name_focal(actor.appointment, trained_on=clock.today(), people_trained=3, actor=actor)


def golive_requested(sofia) -> ImplantationCase:
    case = configuring(sofia)
    fulfil(case)
    equip(case)
    return going_live.request_golive(case, actor=aiq_of(case))


def verifying(sofia) -> ImplantationCase:
    return going_live.verify(golive_requested(sofia), actor=sofia.actor)


def judge_all(case, sofia, **failing) -> None:
    """Sofía finds everything right but the items of ``failing``: code → comment, «_» for «-»."""
    wrong = {code.replace("_", "-"): (ItemState.NOT_MET, text) for code, text in failing.items()}
    codes = case.items.filter(is_production=False).values_list("code", flat=True)
    going_live.judge(case, dict.fromkeys(codes, (ItemState.MET, "")) | wrong, actor=sofia.actor)


def approved(sofia) -> ImplantationCase:
    case = verifying(sofia)
    judge_all(case, sofia)
    return going_live.approve(case, proved=True, actor=sofia.actor)


def in_state(state, **fields) -> ImplantationCase:
    """A case as a row in ``state``, for what asks the machine only."""
    number = f"IMP-2025-{next(_numbers):04d}"
    return ImplantationCase.objects.create(state=state, number=number, applicant_email=MAIL, created_at=clock.now(),
                                           **INSTITUTION | AUTHORITY | fields)  # fmt: skip
