"""Courses: the editions, who is enrolled, and the attendance that the capacitador records (institutions §12.5)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from institutions.admin.implantation.cases import require_right
from institutions.admin.implantation.forms import AttendanceForm, EditionForm
from institutions.implantation.services import training
from institutions.implantation.states import CaseState
from institutions.models import CourseEdition, Enrolment
from quipux import access, clock
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import Invalid
from quipux.web.components import Column, Link
from quipux.web.pagination import numbered

COLUMNS = [Column("Curso"), Column("Empieza"), Column("Termina"), Column("Modalidad"), Column("Inscritos"),
           Column("Instructor")]  # fmt: skip
PER_PAGE = 25


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def editions(request):
    """The editions, the newest first, and the form of a new one."""
    if request.method == "POST":
        require_right(request, "edicion")
    form = EditionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            _publish(form)
        except Invalid as refusal:
            form.add_error("fecha", refusal.message)
        else:
            messages.success(request, "La edición está en el calendario.")
            return redirect("admin:implantation:editions")
    page = numbered(CourseEdition.objects.select_related("course").order_by("-starts_at", "-pk"), request.GET,
                    default=PER_PAGE)  # fmt: skip
    context = {"form": form, "columns": COLUMNS, "rows": [_row(one) for one in page.rows], "page": page}
    return draw(request, "admin/implantacion/editions.html", context, site=site, status=422 if form.errors else 200)


def _publish(form):
    data, (starts, ends) = form.cleaned_data, form.instants()
    training.publish(data["curso"], starts_at=starts, ends_at=ends, seats=data["cupos"], mode=data["modalidad"],
                     instructor=data["instructor"], place=data["lugar"], link=data["enlace"])  # fmt: skip


def _row(edition):
    taken = edition.enrolments.exclude(attendance="cancelled").count()
    return [Link(edition.course.name, reverse("admin:implantation:edition", args=[edition.uuid])), edition.starts_at,
            edition.ends_at, edition.get_mode_display(), f"{taken} de {edition.seats}", edition.instructor]  # fmt: skip


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def edition(request, uuid):
    """One edition: each person enrolled, with the hours she attended."""
    found = CourseEdition.objects.select_related("course").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    rows = list(found.enrolments.select_related("case", "course").order_by("full_name", "pk"))
    bound = None
    if request.method == "POST":
        actor = require_right(request, "asistencia")
        chosen = next((one for one in rows if str(one.pk) == request.POST.get("inscripcion")), None)
        if chosen is None:
            raise Http404
        bound = AttendanceForm(request.POST, auto_id=f"i{chosen.pk}_%s")
        if bound.is_valid() and _recorded(request, chosen, bound, actor):
            return redirect("admin:implantation:edition", found.uuid)
    forms = [(one, _form_of(one, bound, request)) for one in rows]
    context = {
        "found": found,
        "people": forms,
        "forms": [bound] if bound else [],
        "has_ended": clock.now() >= found.ends_at,
    }
    return draw(request, "admin/implantacion/edition.html", context, site=site, status=422 if bound else 200)


def _recorded(request, enrolment: Enrolment, form, actor) -> bool:
    data = form.cleaned_data
    try:
        training.record(enrolment, quarters=data["horas"], reason=data["motivo"], actor=actor)
    except Invalid as refusal:
        form.add_error("motivo" if "motivo" in refusal.fields else "horas", refusal.message)
        return False
    messages.success(request, f"La asistencia de {enrolment.full_name} quedó registrada.")
    return True


def _form_of(enrolment, bound, request):
    if enrolment.case.state != CaseState.IN_TRAINING:
        return None
    if bound is not None and str(enrolment.pk) == request.POST.get("inscripcion"):
        return bound
    initial = {"horas": f"{enrolment.hours:g}"} if enrolment.recorded_at else {}
    return AttendanceForm(initial=initial, auto_id=f"i{enrolment.pk}_%s")
