"""«Institución»: its data, the request to change what only the AGQ changes, the link of the support address (institutions §5)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from institutions.data import services
from institutions.data.forms import ChangeForm, DataForm
from institutions.models import Institution
from institutions.scope import require_whole
from quipux import access
from quipux.errors import Gone, Invalid
from quipux.history.models import Entry
from quipux.web.components import Column, Tag
from quipux.web.forms import refuse

TRAIL = [Column("Fecha"), Column("Acción"), Column("Usuario"), Column("Comentario")]
CHANGES = [Column("Dato"), Column("Valor nuevo"), Column("Solicitado"), Column("Estado"), Column("Respuesta")]
COLOURS = {"requested": "blue", "accepted": "green", "rejected": "red"}


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def data(request):
    """What the AIQ keeps; nombre, RUC and sigla are only shown."""
    require_whole(request.actor)
    own = Institution.objects.get(pk=request.actor.institution.pk)
    form = DataForm(*_typed(request), instance=own)
    if form.is_valid() and _saved(form, request.actor):
        messages.success(request, "Los datos se guardaron.")
        return redirect("institutions:data")
    own = Institution.objects.get(pk=own.pk)  # a refused form leaves its values in the instance
    return render(request, "institutions/data/data.html", {
        "institution": own, "facts": _facts(own), "form": form, "columns": CHANGES, "rows": _changes(own),
        "trail_columns": TRAIL, "entries": _trail(own)}, status=422 if form.errors else 200)  # fmt: skip


def _typed(request):
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _saved(form, actor) -> bool:
    try:
        services.save(form.instance, form.values, logo=form.cleaned_data["logo"], actor=actor)
    except Invalid as error:
        refuse(form, error)
        return False
    return True


def _facts(own):
    support = "Confirmado" if own.support_email_verified_at else "Sin confirmar" if own.support_email else "Falta"
    return [("Nombre", own.name), ("RUC", own.ruc), ("Sigla", own.sigla), ("Ambiente", own.get_environment_display()),
            ("Estado", own.get_state_display()), ("Correo de soporte", support),
            ("Logotipo", "Cargado" if own.logo_id else "Falta")]  # fmt: skip


def _changes(own):
    return [[one.get_field_display(), one.value, one.requested_at, Tag(one.get_state_display(), COLOURS[one.state]), one.answer]
            for one in own.data_changes.order_by("-requested_at", "-pk")[:20]]  # fmt: skip


def _trail(own):
    return [[entry.at, entry.label, entry.actor_name, entry.comment] for entry in Entry.objects.of(own)[:30]]


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def ask_change(request):
    """«Solicitar cambio de datos»."""
    require_whole(request.actor)
    form = ChangeForm(*_typed(request))
    if form.is_valid() and _asked(form, request.actor):
        messages.success(request, "La solicitud se envió al administrador de la plataforma.")
        return redirect("institutions:data")
    return render(request, "institutions/form.html", {
        "form": form, "title": "Solicitar cambio de datos", "submit": "Enviar solicitud", "preview": (),
        "summary": "El nombre, el RUC y la sigla los cambia la entidad operadora.",
        "back_url": reverse("institutions:data"), "back_text": "Institución"},
        status=422 if form.errors else 200)  # fmt: skip


def _asked(form, actor) -> bool:
    data = form.cleaned_data
    evidence = data["evidence"].read() if data["evidence"] else None
    try:
        services.ask_change(actor.institution, field=data["field"], value=data["value"], reason=data["reason"],
                            evidence=evidence, actor=actor)  # fmt: skip
    except Invalid as error:
        refuse(form, error)
        return False
    return True


@access.public
@require_http_methods(["GET", "HEAD", "POST"])
def support_email(request, token):
    """What the link in the mail opens: one button, so that a mail reader's robot confirms nothing."""
    answer = services.confirm_support_email if request.method == "POST" else services.read_support_token
    try:
        institution = answer(token)
    except Gone as error:
        return render(request, "institutions/data/support_email.html", {
            "institution": None, "message": error.message, "done": False}, status=410)  # fmt: skip
    return render(request, "institutions/data/support_email.html", {
        "institution": institution, "message": "", "done": request.method == "POST"})  # fmt: skip
