"""`/capacitaciones/` and `/instituciones/`: what anybody may know (accounts-portal §11)."""

from datetime import UTC

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from institutions.implantation.states import Attendance
from institutions.models import CourseEdition, Institution
from institutions.states import Environment, InstitutionState
from quipux import access, clock
from quipux.errors import NotFound
from quipux.web.components import Column, Link
from quipux.web.pagination import numbered

COURSES = [Column("Curso"), Column("Fecha"), Column("Horario"), Column("Modalidad"), Column("Cupos", numeric=True),
           Column("Horas", numeric=True), Column("Calendario")]  # fmt: skip
INSTITUTIONS = [Column("Institución"), Column("Sigla"), Column("Correo de soporte")]
PER_PAGE = 50


@access.public
@require_safe
def courses(request):
    """The editions to come, with the seats that are left."""
    taken = Count("enrolments", filter=~Q(enrolments__attendance=Attendance.CANCELLED))
    rows = CourseEdition.objects.filter(starts_at__gt=clock.now()).select_related("course").annotate(taken=taken)
    rows = rows.order_by("starts_at", "pk")  # counting drops the order of the model
    page = numbered(rows, request.GET, default=PER_PAGE)
    context = {"columns": COURSES, "rows": [_course(one) for one in page.rows], "page": page}
    return render(request, "institutions/implantation/courses.html", context)


def _course(edition):
    starts, ends = clock.local(edition.starts_at), clock.local(edition.ends_at)
    hours = (edition.ends_at - edition.starts_at).total_seconds() / 3600
    return [edition.course.name, starts.date(), f"{starts:%H:%M} a {ends:%H:%M}", edition.get_mode_display(),
            max(edition.seats - edition.taken, 0), f"{hours:g}",
            Link("Guardar en mi calendario", reverse("institutions:course_event", args=[edition.uuid]),
                 f"{edition.course.name}, {starts:%Y-%m-%d}")]  # fmt: skip


@access.public
@require_safe
def course_event(request, uuid):
    """One edition as an iCalendar file (RFC 5545)."""
    edition = CourseEdition.objects.select_related("course").filter(uuid=uuid).first()
    if edition is None:
        raise NotFound("No encontramos esa edición.")
    response = HttpResponse(event_text(edition), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="capacitacion-{edition.starts_at:%Y%m%d}.ics"'
    return response


def event_text(edition: CourseEdition) -> str:
    """The event, each line ended as RFC 5545 §3.1 asks; names escaped as its §3.3.11 says."""
    place = edition.place if edition.mode == CourseEdition.Mode.ON_SITE else edition.get_mode_display()
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Quipux//Capacitaciones//ES", "BEGIN:VEVENT",
             f"UID:{edition.uuid}", f"DTSTAMP:{_instant(clock.now())}", f"DTSTART:{_instant(edition.starts_at)}",
             f"DTEND:{_instant(edition.ends_at)}", f"SUMMARY:{_escaped(f'Quipux: {edition.course.name}')}",
             f"LOCATION:{_escaped(place)}", "END:VEVENT", "END:VCALENDAR"]  # fmt: skip
    return "".join(f"{line}\r\n" for line in lines)


def _instant(moment):
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text):
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


@access.public
@require_safe
def directory(request):
    """The institutions in production, by name; those of training are nobody's business."""
    text = request.GET.get("texto", "").strip()[:100]
    rows = Institution.objects.filter(environment=Environment.PRODUCTION, state=InstitutionState.ACTIVE, frozen_at=None)
    if text:
        rows = rows.filter(Q(name__unaccent__icontains=text) | Q(sigla__icontains=text))
    page = numbered(rows.order_by("name", "pk"), request.GET, default=PER_PAGE)
    shown = [[one.name, one.sigla, one.support_email if one.support_email_verified_at else ""] for one in page.rows]
    context = {"columns": INSTITUTIONS, "rows": shown, "page": page, "text": text}
    return render(request, "institutions/implantation/directory.html", context)
