"""From the training tenant to «En operación»: asked, verified, approved, in production (institutions §12.4 T16–T21)."""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from institutions.implantation import clocks, history, mails
from institutions.implantation.services import tracking
from institutions.implantation.services.desk import verified_desk
from institutions.implantation.services.moving import move, ready, require_stranger
from institutions.implantation.states import FileKind, ItemState
from institutions.models import Appointment, CaseFile, FocalUser, ImplantationCase, SupportDesk
from institutions.states import AppointmentState, Environment
from quipux import clock, environments, pdf
from quipux.errors import Invalid, NotAllowedNow
from quipux.files import store
from quipux.web.formatting import timestamp_text

OPERATION_DAYS = 10  # working days after which an asked operation confirms itself
PROVED = "Para aprobar se pide otra vez su contraseña."


@transaction.atomic
def request_golive(case: ImplantationCase, *, actor) -> ImplantationCase:
    """T16: «Solicitar paso a producción», and the mail of step 5 to the central mailbox; the clock stops.

    Raises:
        Invalid: mandatory items, a trained usuario focal or the verified mailbox lack; the message lists them.
        NotAllowedNow: the term ended.
    """
    case = ready(case, "request_golive", actor)
    if case.due_at and clock.now() > case.due_at:
        raise NotAllowedNow(f"El plazo venció el {timestamp_text(case.due_at)}.")
    tracking.run_checks(case)
    _require_nothing_lacks(case, case.training)
    case = move(case, "request_golive", actor=actor, action=history.GOLIVE_REQUESTED)
    mails.tell_support(case, f"golive{case.rounds}", lines=["La institución solicita el paso a producción."])
    return case


def _require_nothing_lacks(case, institution):
    faults = [item.code for item in tracking.lacking(case)]
    if not FocalUser.objects.filter(institution=institution, trained_on__isnull=False).exists():
        faults.append("un usuario focal capacitado")
    if verified_desk(institution) is None:
        faults.append("el correo de soporte verificado")
    if faults:
        raise Invalid(f"Falta completar: {', '.join(faults)}.")


@transaction.atomic
def verify(case: ImplantationCase, *, actor) -> ImplantationCase:
    """T17: an AGQ begins a round of verification."""
    case = ready(case, "verify", actor)
    require_stranger(case, actor)
    due = clocks.end_of_working_days(clock.now(), settings.QUIPUX_VERIFY_DAYS)
    return move(case, "verify", actor=actor, action=history.VERIFYING, due_at=due)


@transaction.atomic
def judge(case: ImplantationCase, verdicts: dict[str, tuple[str, str]], *, actor) -> ImplantationCase:
    """Write what the AGQ found, item by item; nothing moves yet.

    Args:
        verdicts: by code, «met», «not_met» or «not_applicable», and the comment.

    Raises:
        Invalid: «No cumple» without comment.
        NotAllowedNow, Forbidden: it is not being verified, or not by this person.
    """
    case = ready(case, "remark", actor)
    require_stranger(case, actor)
    items = list(case.items.filter(code__in=verdicts))
    for item in items:
        item.verdict, item.remark = verdicts[item.code]
        if item.verdict == ItemState.NOT_MET and len(item.remark.strip()) < 10:
            raise Invalid(f"Escriba qué falta en {item.code}, con al menos 10 caracteres.")
    type(items[0]).objects.bulk_update(items, ["verdict", "remark"]) if items else None
    return case


@transaction.atomic
def remark(case: ImplantationCase, *, actor) -> ImplantationCase:
    """T18: back to the AIQ; only the items that do not comply open again, for a new term.

    Raises:
        Invalid: no item is marked «No cumple».
    """
    case = ready(case, "remark", actor)
    require_stranger(case, actor)
    failing = list(case.items.filter(verdict=ItemState.NOT_MET))
    if not failing:
        raise Invalid("Marque «No cumple» y su comentario en al menos un ítem.")
    case.items.update(is_open=False)
    case.items.filter(pk__in=[item.pk for item in failing]).update(
        is_open=True, answer=ItemState.NOT_MET, is_justified=False)  # fmt: skip
    lines = [f"{item.code} {item.text}: {item.remark}" for item in failing]
    due = clocks.end_of_working_days(clock.now(), settings.QUIPUX_VERIFY_DAYS)
    case = move(case, "remark", actor=actor, action=history.WITH_REMARKS, comment=" · ".join(lines), due_at=due,
                details={"round": case.rounds, "items": [item.code for item in failing]})  # fmt: skip
    mails.tell_aiq(case, f"remarks{case.rounds}", lines=lines)
    return case


@transaction.atomic
def approve(case: ImplantationCase, *, proved: bool, actor) -> ImplantationCase:
    """T19: the institution may go to production.

    Args:
        proved: the AGQ proved again who she is, in this very act.

    Raises:
        Invalid: a mandatory item was not verified, or she did not prove it.
    """
    case = ready(case, "approve", actor)
    require_stranger(case, actor)
    if not proved:
        raise Invalid(PROVED, clave=PROVED)
    verified = (ItemState.MET, ItemState.NOT_APPLICABLE)
    waiting = case.items.filter(is_mandatory=True, is_production=False).exclude(verdict__in=verified)
    if codes := list(waiting.values_list("code", flat=True)):
        raise Invalid(f"Falta verificar: {', '.join(codes)}.")
    case = move(case, "approve", actor=actor, action=history.APPROVED)
    _write_act(case, actor)
    mails.tell_aiq(case, "approved")
    mails.tell_authority(case, "approved")
    return case


def _write_act(case, actor):
    context = {"case": case, "actor": actor.user.full_name, "day": clock.today(),
               "operator": settings.QUIPUX_OPERATOR_NAME,
               "items": case.items.filter(is_production=False)}  # fmt: skip
    content = pdf.render(render_to_string("institutions/pdf/approval.html", context))
    CaseFile.objects.create(case=case, kind=FileKind.APPROVAL, name=f"Acta de aprobación {case.number}.pdf",
                            file=store.save(content, media_type="application/pdf"), added_at=clock.now())  # fmt: skip


@transaction.atomic
def ask_operation(case: ImplantationCase, *, actor) -> ImplantationCase:
    """T21, first half: the AIQ says that production is ready; silence of ten working days confirms it.

    Raises:
        Invalid: items of group P lack, or the help-desk mailbox was not announced.
    """
    case = ready(case, "ask_operation", actor)
    tracking.run_checks(case)
    faults = [item.code for item in tracking.lacking(case)]
    if not SupportDesk.objects.filter(institution=case.production, announced_at__isnull=False).exists():
        faults.append("comunicar el correo de la mesa de ayuda")
    if faults:
        raise Invalid(f"Falta completar: {', '.join(faults)}.")
    now = clock.now()
    case = move(case, "ask_operation", actor=actor, action=history.ASKED, instant=now,
                due_at=clocks.end_of_working_days(now, OPERATION_DAYS))  # fmt: skip
    mails.tell_reviewer(case, "operation-asked", lines=["El AIQ solicita el paso a operación."])
    return case


@transaction.atomic
def operate(case: ImplantationCase, *, actor) -> ImplantationCase:
    """T21, second half: «En operación»; every active person learns the mailbox that helps her.

    Where only training is served it is noted that the other deployment did it; the tenant's days begin to count.

    Raises:
        Invalid: the AIQ did not ask for it.
    """
    case = ready(case, "operate", actor)
    if not getattr(actor, "is_system", False):
        require_stranger(case, actor)
    is_here = environments.serves(Environment.PRODUCTION)
    if is_here and case.asked_operation_at is None:
        raise Invalid("El AIQ todavía no solicita el paso a operación.")
    case = move(case, "operate", actor=actor, action=history.OPERATING, instant=clock.now())
    if not is_here:
        return case  # the deployment of production asked the AIQ and told everybody
    mails.tell_aiq(case, "operating")
    mails.tell_authority(case, "operating")
    _announce(case)
    return case


def _announce(case):
    desk = verified_desk(case.production)
    lines = [f"Para dudas sobre Quipux escriba a {desk.mailbox}. Horario: {desk.hours}."]
    for post in Appointment.objects.filter(
        institution=case.production, state__in=AppointmentState.working()
    ).with_names():
        mails.tell(case, f"desk{post.pk}", post.notice_address, subject=mails.DESK, lines=lines)
