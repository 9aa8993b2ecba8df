"""«Importar»: bring a file, read what is wrong with it, confirm (institutions §10.1)."""

import csv
import io

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions.importing import reading, services
from institutions.importing.findings import counts
from institutions.models import ImportJob
from institutions.scope import found, require_administrator
from quipux import access, exports
from quipux.errors import Invalid, NotFound
from quipux.web.components import Column, Link, Tag
from quipux.web.forms import Form, refuse

COLUMNS = [Column("Archivo"), Column("Contenido"), Column("Cargado"), Column("Estado")]
REPORT = [Column("Línea", numeric=True), Column("Resultado"), Column("Columna"), Column("Valor"), Column("Motivo")]
COLOURS = {"ok": "green", "advertencia": "orange", "error": "red"}
LATER = "La importación quedó confirmada. La aplicamos enseguida y le avisamos por correo cuando termine."
SHOWN = 500  # lines of the report on the page; the file has all


class UploadForm(Form):
    kind = forms.ChoiceField(label="Contenido", choices=ImportJob.Kind, widget=forms.RadioSelect, initial="people")
    file = forms.FileField(label="Archivo", help_text="CSV en UTF-8 o XLSX sin macros, hasta 2000 filas y 5 MB.",
                           widget=forms.FileInput({"accept": ".csv,.xlsx"}))  # fmt: skip


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request):
    """The files brought so far, and a new one."""
    require_administrator(request.actor)
    form = UploadForm(*(request.POST, request.FILES) if request.method == "POST" else ())
    if form.is_valid():
        job = _uploaded(form, request.actor)
        if job:
            return redirect("institutions:import", job.uuid)
    rows = [[Link(one.file_name, reverse("institutions:import", args=[one.uuid])), one.get_kind_display(), one.created_at,
             one.get_state_display()] for one in _own(request).order_by("-created_at", "-pk")[:50]]  # fmt: skip
    return render(request, "institutions/importing/list.html", {"form": form, "columns": COLUMNS, "rows": rows},
                  status=422 if form.errors else 200)  # fmt: skip


def _uploaded(form, actor):
    upload = form.cleaned_data["file"]
    try:
        if upload.size > reading.LARGEST:
            raise Invalid("El archivo pasa de 5 MB.")
        return services.upload(upload.read(), kind=form.cleaned_data["kind"], name=upload.name, actor=actor)
    except Invalid as error:
        refuse(form, Invalid(error.message, file=error.message))
        return None


def _own(request):
    """Those of the person's own post: a report has cédulas in it."""
    return ImportJob.objects.filter(owner=request.actor.appointment, institution=request.actor.institution)


def _found(request, uuid) -> ImportJob:
    require_administrator(request.actor)
    return found(request, _own(request), uuid)


@access.servant
@require_safe
def job(request, uuid):
    """The report of a file, and what may be done with it."""
    one = _found(request, uuid)
    lines = _lines(one.report)
    found_ = counts(one.report)
    return render(request, "institutions/importing/job.html", {
        "job": one, "facts": [("Filas correctas", found_["ok"]), ("Con advertencia", found_["advertencia"]),
                              ("Con error", found_["error"]), ("Estado", one.get_state_display())],
        "columns": REPORT, "rows": lines[:SHOWN], "total": len(lines), "shown": SHOWN,
        "is_open": one.state == "validated" and one.confirmed_at is None, "is_waiting": one.state == "validated" and
        one.confirmed_at is not None})  # fmt: skip


def _lines(report):
    return [[row["line"], Tag(note["status"].capitalize(), COLOURS[note["status"]]), note["column"], note["value"],
             note["reason"]] for row in report for note in row["notes"]]  # fmt: skip


@access.servant
@require_POST
def report(request, uuid):
    """The whole report as a file."""
    one, kind = _found(request, uuid), request.POST.get("formato", "")
    if kind not in exports.Kind.values:
        raise Invalid("Elija CSV, XLSX o PDF.")
    good = [[row["line"], Tag("Ok", "green"), "", "", ""] for row in one.report if not row["notes"]]
    rows = sorted([*_lines(one.report), *good], key=lambda line: line[0])
    sheet = exports.Sheet("Informe de importación", REPORT, rows, institution=request.actor.institution_name)
    return exports.export_response(request, sheet, kind=kind, total=len(rows), name="informe-importacion")


@access.servant
@require_POST
def act(request, uuid, slug):
    """Confirmar, validar de nuevo or descartar."""
    one = _found(request, uuid)
    if slug == "confirmar":
        created = services.confirm(one, actor=request.actor)
        messages.success(request, LATER if created is None else f"Importación aplicada: {created} registros creados.")
    elif slug == "validar":
        services.validate(one, actor=request.actor)
        messages.success(request, "El archivo se validó otra vez.")
    elif slug == "descartar":
        services.discard(one, actor=request.actor)
        messages.success(request, "La importación se descartó.")
    else:
        raise NotFound("No existe.")
    return redirect("institutions:import", uuid)


@access.servant
@require_safe
def example(request, slug):
    """A file with the headings and one row, to be filled."""
    require_administrator(request.actor)
    if slug not in reading.COLUMNS:
        raise NotFound("No existe.")
    text = io.StringIO(newline="")
    lines = csv.writer(text, delimiter=";")
    lines.writerows([reading.COLUMNS[slug], reading.EXAMPLES[slug]])
    headers = {"Content-Disposition": f'attachment; filename="plantilla-{slug}.csv"'}
    return HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)
