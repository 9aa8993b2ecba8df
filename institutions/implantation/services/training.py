"""The courses: editions, dates of an AIQ, attendance, hours, certificates (institutions §12.4 T8–T10, §12.5)."""

import itertools
from collections import defaultdict
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from institutions.implantation import clocks, history, mails
from institutions.implantation.permissions import REVIEW
from institutions.implantation.services.moving import move, ready, reason_of
from institutions.implantation.states import Attendance, CaseState, FileKind
from institutions.models import CaseFile, Course, CourseEdition, Enrolment, ImplantationCase
from institutions.models.courses import QUARTERS
from quipux import clock, pdf
from quipux.errors import Forbidden, Invalid
from quipux.files import store
from quipux.history.recorder import SYSTEM
from quipux.web.formatting import timestamp_text

USUAL = (("bandeja-de-entrada", "Bandeja de entrada"), ("bandeja-de-salida", "Bandeja de salida"),
         ("administracion", "Administración"))  # fmt: skip
USUAL_HOURS = 4
CORRECTION_DAYS = 5  # working days in which the capacitador corrects
CREDIT_MONTHS = 24
ABSENCES = 2  # in a row, and the AGQ is told


def usual_courses() -> list[Course]:
    """The three courses of seed 002; made the first time they are asked for."""
    for position, (slug, name) in enumerate(USUAL, start=1):
        Course.objects.get_or_create(slug=slug, defaults={"name": name, "hours": USUAL_HOURS, "position": position})
    return list(Course.objects.all())


def publish(course: Course, *, starts_at: datetime, ends_at: datetime, seats: int, instructor: str, mode: str,
            place: str = "", link: str = "") -> CourseEdition:  # fmt: skip
    """A new edition in the calendar of the portal.

    Raises:
        Invalid: it is in the past or ends before it begins.
    """
    if starts_at <= clock.now() or ends_at <= starts_at:
        raise Invalid("La edición debe empezar en el futuro y terminar después de empezar.")
    return CourseEdition.objects.create(course=course, starts_at=starts_at, ends_at=ends_at, seats=seats, mode=mode,
                                        instructor=instructor, place=place, link=link)  # fmt: skip


@transaction.atomic
def schedule(case: ImplantationCase, editions: list[CourseEdition], *, actor) -> ImplantationCase:
    """T8: the AIQ has a future date in each of the courses.

    Raises:
        Invalid: a course lacks, an edition began, two overlap or one has no seat.
    """
    case = ready(case, "schedule", actor)
    credited = set(case.enrolments.filter(attendance=Attendance.CREDITED).values_list("course", flat=True))
    if {edition.course_id for edition in editions} | credited != set(_courses_of(case)) or len(editions) > len(
        {edition.course_id for edition in editions}
    ):
        raise Invalid("Elija una edición de cada curso.")
    enrol(case, editions)
    case = move(case, "schedule", actor=actor, action=history.SCHEDULED, comment=" · ".join(_when(e) for e in editions))
    mails.tell_aiq(case, "dates", subject=mails.DATES, lines=[*map(_when, editions), CALENDAR])
    return case


CALENDAR = "En la página de capacitaciones puede guardar cada fecha en su calendario."


def _courses_of(case):
    return Course.objects.filter(slug__in=case.required_hours).values_list("pk", flat=True)


def _when(edition):
    place = edition.link or edition.place
    return f"{edition.course.name}: {timestamp_text(edition.starts_at)} a {clock.local(edition.ends_at):%H:%M}. {place}"


def enrol(case: ImplantationCase, editions: list[CourseEdition]) -> None:
    """Enrol the AIQ of the case; inside the transaction of the act that does it.

    Raises:
        Invalid: as `schedule`.
    """
    locked = list(CourseEdition.objects.select_for_update(of=("self",)).select_related("course").filter(
        pk__in=[edition.pk for edition in editions]).order_by("starts_at"))  # fmt: skip
    now, person = clock.now(), case.aiq
    for edition in locked:
        if edition.starts_at <= now:
            raise Invalid(f"La edición de {edition.course.name} ya empezó.")
        if edition.enrolments.exclude(attendance=Attendance.CANCELLED).count() >= edition.seats:
            raise Invalid(f"La edición de {edition.course.name} no tiene cupos.")
    _require_no_clash(case, person, locked)
    Enrolment.objects.bulk_create(
        Enrolment(case=case, edition=edition, course=edition.course, identity_number=person.identity_number,
                  full_name=person.full_name, enrolled_at=now) for edition in locked)  # fmt: skip


def _require_no_clash(case, person, editions):
    waiting = Enrolment.objects.filter(identity_number=person.identity_number, attendance=Attendance.ENROLLED,
                                       edition__isnull=False).select_related("edition__course")  # fmt: skip
    known = sorted([*editions, *(one.edition for one in waiting)], key=lambda edition: edition.starts_at)
    for earlier, later in itertools.pairwise(known):
        if later.starts_at < earlier.ends_at:
            raise Invalid(f"Se cruzan los horarios de {earlier.course.name} y {later.course.name}.")


@transaction.atomic
def enrol_again(case: ImplantationCase, edition: CourseEdition, *, actor) -> ImplantationCase:
    """T9: another date for who was absent or has hours to make up.

    Raises:
        Invalid: as `schedule`.
    """
    case = ready(case, "record_attendance", actor)
    enrol(case, [edition])
    case = move(case, "record_attendance", actor=actor, action=history.SCHEDULED, comment=_when(edition))
    mails.tell_aiq(case, f"dates{edition.pk}", subject=mails.DATES, lines=[_when(edition), CALENDAR])
    return case


@transaction.atomic
def record(enrolment: Enrolment, *, quarters: int, actor, mark=None, reason: str = "") -> ImplantationCase:
    """T9: what the person attended of an edition that ended, or its correction with a reason.

    Args:
        quarters: of an hour; 0 for absent.

    Raises:
        Invalid: the edition did not end, there are more quarters than it lasted, or a correction has no reason.
        Forbidden: a capacitador corrects later than five working days after it.
    """
    case = ready(enrolment.case, "record_attendance", actor)
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("edition__course").get(pk=enrolment.pk)
    now, edition = clock.now(), enrolment.edition
    if edition is None or now < edition.ends_at:
        raise Invalid("La asistencia se registra cuando termina la edición.")
    most = int((edition.ends_at - edition.starts_at) / timedelta(minutes=15))
    if not 0 <= quarters <= most:
        raise Invalid(f"La edición duró {most / QUARTERS:g} horas: escriba entre 0 y {most / QUARTERS:g}.", horas="")
    is_correction = enrolment.recorded_at is not None
    if is_correction:
        _require_may_correct(enrolment, actor, now)
        reason = reason_of(reason)
    _write(enrolment, quarters, most, mark, now)
    words = f"{edition.course.name}: {enrolment.full_name}, {quarters / QUARTERS:g} horas. {reason}".strip()
    case = move(case, "record_attendance", actor=actor, comment=words,
                action=history.CORRECTED if is_correction else history.ATTENDED)  # fmt: skip
    if quarters == 0:
        _tell_absence(case, enrolment)
    return _finish_if_complete(case)


def _require_may_correct(enrolment, actor, now):
    if now > clocks.end_of_working_days(enrolment.recorded_at, CORRECTION_DAYS) and not actor.user.has_perm(REVIEW):
        raise Forbidden("Pasaron cinco días laborables: la asistencia la corrige un AGQ.")


def _write(enrolment, quarters, most, mark, now):
    enrolment.quarters, enrolment.mark = quarters, mark
    words = {0: Attendance.ABSENT, most: Attendance.ATTENDED}.get(quarters, Attendance.PARTIAL)
    Enrolment.objects.filter(pk=enrolment.pk).update(quarters=quarters, mark=mark, recorded_at=now,
                                                         attendance=words)  # fmt: skip


def _tell_absence(case, enrolment):
    lines = [f"No consta su asistencia a {enrolment.course.name}. Le asignaremos otra fecha."]
    mails.tell_aiq(case, f"absent{enrolment.pk}", subject=mails.DATES, lines=lines)
    known = case.enrolments.filter(identity_number=enrolment.identity_number, recorded_at__isnull=False)
    latest = list(known.order_by("-edition__ends_at").values_list("quarters", flat=True)[:ABSENCES])
    if latest == [0] * ABSENCES:
        mails.tell_reviewer(
            case, f"absent-twice{enrolment.pk}", lines=["El AIQ faltó dos veces seguidas a los cursos."]
        )


@transaction.atomic
def credit(case: ImplantationCase, course: Course, *, reason: str, actor) -> ImplantationCase:
    """An approved course of the same person, 24 months old at most, counts here («Convalidado»).

    Raises:
        Invalid: no such course is known, or there is no reason.
        Forbidden: the actor is no AGQ.
    """
    case = ready(case, "record_attendance", actor)
    if not actor.user.has_perm(REVIEW):
        raise Forbidden("Convalida un AGQ.")
    text, now, person = reason_of(reason), clock.now(), case.aiq
    since = now - timedelta(days=CREDIT_MONTHS * 365 // 12)
    before = Enrolment.objects.filter(identity_number=person.identity_number, course=course, recorded_at__gte=since)
    if sum(before.exclude(case=case).values_list("quarters", flat=True)) < course.hours * QUARTERS:
        raise Invalid("No consta que la persona aprobara ese curso en los últimos 24 meses.")
    Enrolment.objects.create(case=case, course=course, identity_number=person.identity_number, attendance=Attendance.CREDITED,
                             quarters=case.required_hours[course.slug] * QUARTERS, full_name=person.full_name,
                             enrolled_at=now, recorded_at=now)  # fmt: skip
    case = move(case, "record_attendance", actor=actor, action=history.CREDITED, comment=f"{course.name}. {text}")
    return _finish_if_complete(case)


def hours_of(case: ImplantationCase, identity_number: str) -> dict[str, float]:
    """Hours that count per course, up to those the course asked for when the case was accepted."""
    total = defaultdict(int)
    for slug, quarters in case.enrolments.filter(identity_number=identity_number).exclude(
            attendance=Attendance.CANCELLED).values_list("course__slug", "quarters"):  # fmt: skip
        total[slug] += quarters
    return {slug: min(total[slug] / QUARTERS, hours) for slug, hours in case.required_hours.items()}


def lacking(case: ImplantationCase, identity_number: str | None = None) -> str:
    """«Faltan 4 horas: Administración», empty when nothing lacks (T10)."""
    counted = hours_of(case, identity_number or case.aiq.identity_number)
    names = dict(Course.objects.values_list("slug", "name"))
    open_courses = [names[slug] for slug, hours in case.required_hours.items() if counted[slug] < hours]
    whole = max(settings.QUIPUX_COURSE_HOURS, sum(case.required_hours.values()))
    missing = whole - sum(counted.values())
    if not open_courses and sum(counted.values()) >= settings.QUIPUX_COURSE_HOURS:
        return ""
    return f"Faltan {missing:g} horas: {', '.join(open_courses)}"


def _finish_if_complete(case):
    """T10, by the system itself."""
    if case.state != CaseState.IN_TRAINING or lacking(case):
        return case
    case = move(case, "complete_training", actor=SYSTEM, action=history.TRAINED)
    _certify(case)
    mails.tell_aiq(case, "trained", lines=["Cumplió las horas de capacitación. Crearemos el ambiente de capacitación."])
    mails.tell_reviewer(case, "trained")
    return case


def _certify(case):
    context = {"case": case, "person": case.aiq, "day": clock.today(), "operator": settings.QUIPUX_OPERATOR_NAME,
               "rows": [(name, f"{hours:g}") for name, hours in _named_hours(case)]}  # fmt: skip
    content = pdf.render(render_to_string("institutions/pdf/certificate.html", context))
    CaseFile.objects.create(case=case, kind=FileKind.CERTIFICATE, name=f"Certificado {case.number}.pdf",
                            file=store.save(content, media_type="application/pdf"), added_at=clock.now())  # fmt: skip


def _named_hours(case):
    names = dict(Course.objects.values_list("slug", "name"))
    return [(names[slug], hours) for slug, hours in hours_of(case, case.aiq.identity_number).items()]
