"""The clocks of the implantations, by the job and by the AGQ (institutions §12.2, §12.4 T12–T15, T21)."""

from collections import Counter
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from institutions.implantation import clocks, history, mails
from institutions.implantation.services import going_live
from institutions.implantation.services.moving import move, ready, reason_of
from institutions.implantation.services.reviewing import freeze
from institutions.implantation.states import CaseState
from institutions.models import ImplantationCase, Institution
from quipux import clock
from quipux.errors import Invalid
from quipux.history.models import Entry
from quipux.history.recorder import SYSTEM
from quipux.outbox.models import Mail
from quipux.web.formatting import timestamp_text

REMINDERS = (5, 2, 0)  # days before the last one
MAIL_HOURS = 24
LONGEST_EXTENSION = 15  # days


def tick() -> Counter:
    """Everything that time does to the cases; a second run at the same instant does nothing.

    Returns:
        How many cases each thing happened to, for the log of the job.
    """
    done = Counter()
    now = clock.now()
    for case in ImplantationCase.objects.filter(state=CaseState.CONFIGURING_TRAINING, due_at=None).order_by("pk"):
        done["started"] += _start(case, now)
    for case in ImplantationCase.objects.filter(state__in=CaseState.counting(), due_at__isnull=False).order_by("pk"):
        done["passed" if now > case.due_at else "reminded"] += _pass(case) if now > case.due_at else _remind(case, now)
    for case in ImplantationCase.objects.filter(state=CaseState.DEADLINE_PASSED, due_at__lt=now).order_by("pk"):
        done["lapsed"] += bool(lapse(case, actor=SYSTEM, reason="Pasaron los días de espera sin decisión."))
    asked = ImplantationCase.objects.filter(state=CaseState.CONFIGURING_PRODUCTION, asked_operation_at__isnull=False)
    for case in asked.filter(due_at__lt=now).order_by("pk"):
        done["operating"] += bool(going_live.operate(case, actor=SYSTEM))
    return done


@transaction.atomic
def _start(case, now) -> bool:
    """The clock starts when the mail with the account was accepted for delivery."""
    case = ready(case, "start_clock", SYSTEM)
    mail = Mail.objects.filter(key=mails.key_of(case, "tenant", case.aiq.email)).first()
    if case.due_at or mail is None:
        return False
    if mail.sent_at is None:
        return _alarm(case, now)
    due = clocks.end_of_term(mail.sent_at)
    move(case, "start_clock", actor=SYSTEM, action=history.CLOCK_STARTED, comment=f"Vence el {timestamp_text(due)}.",
         due_at=due)  # fmt: skip
    return True


def _alarm(case, now):
    late = now - case.tenant_created_at > timedelta(hours=MAIL_HOURS)
    if late and not _happened(case, history.MAIL_LATE):
        move(case, "remind", actor=SYSTEM, action=history.MAIL_LATE)
        mails.tell_reviewer(case, "mail-late", lines=["El correo con la cuenta del AIQ no se ha podido entregar."])
    return False


def _happened(case, action):
    return Entry.objects.of(case).filter(action=action).exists()


@transaction.atomic
def _remind(case, now: datetime) -> bool:
    """T12: one mail for each of the days, the one that fits today."""
    case = ready(case, "remind", SYSTEM)
    left = (clock.local(case.due_at).date() - now.date()).days
    passed = [days for days in REMINDERS if left <= days]
    if not passed:
        return False
    event = f"reminder{case.due_at:%Y%m%d}-{passed[-1]}"
    if Mail.objects.filter(key=mails.key_of(case, event, case.aiq.email)).exists():
        return False
    text = [f"El plazo para parametrizar vence el {timestamp_text(case.due_at)}."]
    move(case, "remind", actor=SYSTEM, action=history.REMINDED, comment=text[0])
    mails.tell_aiq(case, event, subject=mails.REMINDER, lines=text)
    mails.tell_reviewer(case, event, subject=mails.REMINDER, lines=text)
    return True


@transaction.atomic
def _pass(case) -> bool:
    """T13: the tenant is only read from now on."""
    case = ready(case, "pass_deadline", SYSTEM)
    if clock.now() <= case.due_at:
        return False
    ended, lapses = case.due_at, clocks.end_of_calendar_days(case.due_at, settings.QUIPUX_LAPSE_DAYS)
    case = move(case, "pass_deadline", actor=SYSTEM, action=history.DEADLINE_PASSED, lapses_at=lapses)
    Institution.objects.filter(pk=case.training_id).update(read_only_at=clock.now())
    event, lines = f"passed{ended:%Y%m%d}", [f"El plazo venció el {timestamp_text(ended)}."]
    for tell in (mails.tell_aiq, mails.tell_authority, mails.tell_reviewer):
        tell(case, event, subject=mails.PASSED, lines=lines)
    return True


@transaction.atomic
def extend(case: ImplantationCase, *, days: int, reason: str, actor) -> ImplantationCase:
    """T14: more days, at most fifteen and as often as QUIPUX_EXTENSION_MAX says.

    Args:
        days: calendar or working, as the term of the installation.

    Raises:
        Invalid: too many days, no reason, or it was extended as often as possible.
    """
    case = ready(case, "extend", actor)
    if case.extensions >= settings.QUIPUX_EXTENSION_MAX:
        raise Invalid(f"El plazo ya se extendió {case.extensions} veces, que es el máximo.")
    if not 1 <= days <= LONGEST_EXTENSION:
        raise Invalid(f"La extensión es de 1 a {LONGEST_EXTENSION} días.", dias="")
    text, due = reason_of(reason), clocks.end_of_term(clock.now(), days)
    case = move(case, "extend", actor=actor, action=history.EXTENDED, comment=text, due_at=due,
                details={"days": days})  # fmt: skip
    Institution.objects.filter(pk=case.training_id).update(read_only_at=None)
    mails.tell_aiq(case, f"extended{case.extensions}", lines=[f"El nuevo plazo vence el {timestamp_text(due)}."])
    return case


@transaction.atomic
def lapse(case: ImplantationCase, *, reason: str, actor) -> ImplantationCase:
    """T15: it ends for lack of time; the tenant is frozen.

    Raises:
        Invalid: without reason.
    """
    case = ready(case, "lapse", actor)
    text = reason_of(reason)
    case = move(case, "lapse", actor=actor, action=history.LAPSED, comment=text)
    freeze(case)
    mails.tell_aiq(case, "lapsed", lines=[text])
    mails.tell_authority(case, "lapsed", lines=[text])
    return case
