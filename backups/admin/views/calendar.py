"""Calendario: nights, one night with its acts, holidays and added days (backups §2.5, §3.11)."""

from datetime import date, timedelta

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from backups import hours
from backups.admin import calendar as reading
from backups.admin.drawing import draw, require_operator
from backups.admin.night_acts import acts_of
from backups.admin.night_forms import DayOffForm
from backups.presenters.wording import gigabytes_text
from backups.services import nights
from quipux import access, clock
from quipux.calendar.days import working_calendar
from quipux.calendar.models import DayOff
from quipux.errors import Conflict, Invalid, NotFound
from quipux.web import formatting
from quipux.web.components import Column, Link, Tag
from quipux.web.forms import parse_date

NIGHT_COLUMNS = (
    Column("Noche"), Column("Ventana"), Column("Solicitudes", numeric=True), Column("Documentos", numeric=True),
    Column("GB", numeric=True), Column("Termina"), Column("Estado"), Column("Aviso"),
)  # fmt: skip
DAY_COLUMNS = (Column("Fecha"), Column("Feriado nacional"))
SHIFT_COLUMNS = (
    Column("Solic.", "Número de solicitud"),
    Column("Institución"),
    Column("De la noche"),
    Column("A la noche"),
)
DAYS_AHEAD = 400


@access.operator
@require_safe
def calendar(request):
    """The next nights with capacity and reserved load."""
    lines = reading.lines(hours.night_at(clock.now()))
    return draw(
        request, "admin/backups/calendar.html", {"columns": NIGHT_COLUMNS, "rows": [_row(one) for one in lines]}
    )


def _row(line):
    colour = "red" if line.row.is_paused else "orange"
    return [Link(line.day.isoformat(), reverse("admin:sge:night", args=[line.day.isoformat()])), _window(line.row),
            _of(line.reserved.requests, line.capacity.requests), _of(line.reserved.documents, line.capacity.documents),
            f"{gigabytes_text(line.reserved.bytes)} de {gigabytes_text(line.capacity.bytes)}",
            f"{line.ends_at:%H:%M}" if line.ends_at else "", Tag(line.word, colour) if line.word else "abierta",
            line.row.notice]  # fmt: skip


def _window(row):
    window = hours.window()
    words = f"{window.start:%H:%M} a {window.end:%H:%M}"
    return f"{words} y {row.day_from:%H:%M} a {row.day_to:%H:%M}" if row.day_from else words


def _of(used, limit):
    return f"{formatting.count_text(used)} de {formatting.count_text(limit)}"


# One night --------------------------------------------------------------------------------------------


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def night(request, day):
    """One night: each act says its effect before it is saved."""
    chosen = _day_or_404(day)
    line = reading.line_of(chosen)
    acts = acts_of(line.row.is_paused)
    if request.method == "POST":
        return _act(request, line, acts)
    return _night_page(request, line, acts)


def _act(request, line, acts):
    actor = require_operator(request, "noche")
    act = next((one for one in acts if one.slug == request.POST.get("acto")), None)
    if act is None:
        raise NotFound("No encontramos esa acción.")
    form, effect = act.form(request.POST, auto_id=f"{act.slug}_%s"), None
    if form.is_valid():
        try:
            if act.preview and request.POST.get("accion") != "guardar":
                effect = act.preview(line.day, form.cleaned_data)
            else:
                messages.success(request, act.carry_out(line.day, actor, form.cleaned_data))
                return redirect("admin:sge:night", line.day.isoformat())
        except (Invalid, Conflict) as refusal:
            form.add_error(None, refusal.message)
    return _night_page(request, line, acts, {act.slug: form}, effect)


def _night_page(request, line, acts, bound=None, effect=None):
    bound = bound or {}
    forms = [(act, bound.get(act.slug) or _empty_form(act, line.row)) for act in acts]
    rows = [[Link(str(s.request.number), reverse("admin:sge:request", args=[s.request.uuid])), s.request.institution.name,
             s.night_from, s.night_to] for s in effect.moves] if effect else []  # fmt: skip
    context = {
        "line": line, "figures": list(zip([c.label for c in NIGHT_COLUMNS[1:]], _row(line)[1:], strict=True)),
        "acts": forms, "forms": list(bound.values()), "effect": effect, "columns": SHIFT_COLUMNS, "rows": rows,
    }  # fmt: skip
    failed = any(form.errors for form in bound.values())
    return draw(request, "admin/backups/night.html", context, status=422 if failed else 200)


def _empty_form(act, row):
    initial = act.form.initial_of(row) if hasattr(act.form, "initial_of") else {}
    return act.form(initial=initial, auto_id=f"{act.slug}_%s")


def _day_or_404(text) -> date:
    found = parse_date(text)
    if found is None:
        raise NotFound("No encontramos esa noche.")
    return found


# Days off ---------------------------------------------------------------------------------------------


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def days_off(request):
    """Holidays on their observed days, and the days that operators added."""
    if request.method == "POST" and "retirar" in request.POST:
        return _remove_day(request)
    form = DayOffForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        actor = require_operator(request, "dia-no-laborable")
        if form.is_valid():
            try:
                nights.add_day_off(form.cleaned_data["date"], name=form.cleaned_data["name"], actor=actor)
            except Invalid as refusal:
                form.add_error("date", refusal.message)
            else:
                messages.success(request, f"El {form.cleaned_data['date']} es día no laborable.")
                return redirect("admin:sge:days_off")
    context = {"form": form, "added": DayOff.objects.select_related("added_by"), "columns": DAY_COLUMNS,
               "rows": _holidays(clock.today())}  # fmt: skip
    return draw(request, "admin/backups/days_off.html", context, status=422 if form.errors else 200)


def _holidays(today):
    known = working_calendar()
    days = (today + timedelta(days=offset) for offset in range(DAYS_AHEAD))
    return [[day, name] for day in days if (name := known.holiday_name(day))]


def _remove_day(request):
    actor, day = require_operator(request, "dia-no-laborable"), _day_or_404(request.POST["retirar"])
    nights.remove_day_off(day, actor=actor)
    messages.success(request, f"El {day} ya no consta como día añadido.")
    return redirect("admin:sge:days_off")
