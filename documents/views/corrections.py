"""«Correcciones»: what other institutions print of the servants of this one (documents §6.6)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from documents.corrections import services
from documents.corrections.forms import AnswerForm
from documents.models import PostCorrection
from documents.states import CorrectionState
from institutions.models import Appointment
from institutions.scope import found, require_administrator
from quipux import access
from quipux.errors import Conflict, Invalid
from quipux.history.models import Entry
from quipux.web.components import Chip, Column, Link, Tag
from quipux.web.forms import refuse
from quipux.web.pagination import numbered

COLUMNS = [
    Column(label) for label in ("Servidor", "Puesto propuesto", "Título propuesto", "Pedida por", "Fecha", "Estado")
]
TRAIL = [Column("Fecha"), Column("Acción"), Column("Usuario"), Column("Comentario")]
COLOURS = {CorrectionState.PENDING: "blue", CorrectionState.ACCEPTED: "green", CorrectionState.DECLINED: "grey"}
DONE = {"corregir": "Los datos se corrigieron. Los documentos ya enviados conservan lo que dicen.",
        "negar": "La corrección se negó y se avisó a quien la pidió."}  # fmt: skip


def _visible(actor):
    posts = Appointment.objects.administered_by(actor)
    rows = PostCorrection.objects.filter(appointment__in=posts.values("pk"))
    return rows.select_related("appointment__person", "appointment__area", "institution", "asked_by__person")


@access.servant
@require_safe
def corrections(request):
    """Those that wait; «todas» shows the answered too."""
    require_administrator(request.actor)
    rows, everything = _visible(request.actor), request.GET.get("ver") == "todas"
    waiting = rows.filter(state=CorrectionState.PENDING)
    page = numbered((rows if everything else waiting).order_by("-asked_at", "-pk"), request.GET)
    chips = [
        Chip("Pendientes", "?", waiting.count(), not everything),
        Chip("Todas", "?ver=todas", rows.count(), everything),
    ]
    return render(request, "documents/corrections/list.html", {
        "columns": COLUMNS, "rows": [_row(one) for one in page.rows], "page": page, "chips": chips})  # fmt: skip


def _row(one):
    return [Link(one.appointment.person.full_name, one.get_absolute_url()), one.title, one.academic_title,
            one.institution.name, one.asked_at, _tag(one)]  # fmt: skip


def _tag(one):
    return Tag(one.get_state_display(), COLOURS[one.state])


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request, uuid):
    """What is on file and what is proposed, and the two answers."""
    require_administrator(request.actor)
    one = found(request, _visible(request.actor), uuid)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    act = request.POST.get("accion", "")
    if form.is_valid() and act in DONE and _answered(one, act, form, request.actor):
        messages.success(request, DONE[act])
        return redirect(one)
    return render(request, "documents/corrections/correction.html", {
        "correction": one, "rows": _facts(one), "form": form, "waits": one.state == CorrectionState.PENDING,
        "columns": TRAIL, "entries": [[e.at, e.label, e.actor_name, e.comment] for e in Entry.objects.of(one)]},
        status=422 if form.is_bound else 200)  # fmt: skip


def _answered(one, act, form, actor) -> bool:
    answer = services.accept if act == "corregir" else services.decline
    try:
        answer(one, answer=form.cleaned_data["respuesta"], actor=actor)
    except (Invalid, Conflict) as error:
        refuse(form, error)
        return False
    return True


def _facts(one):
    post, by = one.appointment, one.asked_by
    rows = [("Estado", _tag(one)), ("Servidor", post.person.full_name), ("Área", post.area.name),
            ("Puesto que consta", post.title), ("Puesto propuesto", one.title),
            ("Título que consta", post.person.academic_title), ("Título propuesto", one.academic_title),
            ("Pedida por", f"{by.person.full_name}, {one.institution.name}" if by else one.institution.name),
            ("Fecha", one.asked_at), ("Respondida el", one.answered_at), ("Respuesta", one.answer)]  # fmt: skip
    return [row for row in rows if row[1]]
