"""Unificar: two people compared field by field, made one, and made two again (accounts-portal §10.6)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import finding, merging
from accounts.identity import mask
from accounts.models import Merge
from accounts.models.merges import MergeState
from accounts.models.registrations import VALIDATE
from accounts.registration_forms import MergeForm, PairForm, UndoForm
from institutions.admin.people import TRAIL, trail
from quipux import access, clock, operators
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow
from quipux.web.components import Column, Link
from quipux.web.pagination import numbered

MERGES = [Column(label) for label in ("Unificación", "Queda", "Absorbida", "Estado", "Aplicada el", "Se deshace hasta")]
PAIR = [Column(label) for label in ("Dato", "Persona que queda", "Persona que se absorbe")]
PER_PAGE = 25


@access.operator
@sensitive_post_parameters("clave", "codigo_telefono")
@require_http_methods(["GET", "HEAD", "POST"])
def merges(request):
    """The newest first; choosing two people shows them side by side with the form that makes them one."""
    if request.method == "POST":
        actor = operators.require(request, VALIDATE, act="unificar")
        form = MergeForm(request.POST, request=request)
        pair = form.pair if form.is_valid() else None
        if pair and _merged(form, *pair, actor):
            messages.success(request, "Las dos personas quedaron unificadas.")
            return redirect("admin:citizens:merges")
        return _page(request, PairForm(request.POST), form, pair)
    asked = PairForm(request.GET if "queda" in request.GET else None)
    pair = asked.pair if asked.is_valid() else None
    typed = {name: request.GET.get(name) for name in asked.fields}
    form = MergeForm(initial=typed, request=request) if pair else None
    return _page(request, asked, form, pair)


def _merged(form, survivor, absorbed, actor) -> bool:
    data = form.cleaned_data
    try:
        merging.merge(survivor, absorbed, evidence=data["evidencia"], reason=data["motivo"], actor=actor)
    except (Invalid, Conflict, Forbidden) as refusal:
        form.add_error("absorbe", refusal.message)
        return False
    return True


def _page(request, asked, form, pair):
    rows = Merge.objects.select_related("survivor", "absorbed").order_by("-pk")
    page = numbered(rows, request.GET, default=PER_PAGE)
    context = {
        "columns": MERGES, "rows": [_row(one) for one in page.rows], "page": page, "asked": asked, "form": form,
        "pair_columns": PAIR, "pair": _side_by_side(*pair) if pair else [], "may_act": request.user.has_perm(VALIDATE),
    }  # fmt: skip
    return draw(
        request, "admin/ciudadanos/merges.html", context, site=site, status=422 if form and form.is_bound else 200
    )


def _row(one):
    return [Link(str(one), reverse("admin:citizens:merge", args=[one.uuid])), one.survivor.full_name, one.absorbed.full_name,
            one.get_state_display(), one.applied_at, one.undo_until]  # fmt: skip


def _side_by_side(survivor, absorbed):
    facts = [_facts(person) for person in (survivor, absorbed)]
    return [[label, facts[0][label], facts[1][label]] for label in facts[0]]


def _facts(person):
    profile = getattr(person, "citizen", None)
    number = finding.key_of(mask(person.identity_number), person.passport_country)
    return {"Identificación": number, "Nombres": person.given_names, "Apellidos": person.surnames,
            "Correo": "Confirmado" if person.verified_email else "Sin confirmar", "Credencial": person.get_credential_display(),
            "Otro documento": profile.other_document if profile else "", "Empresa": profile.company if profile else "",
            "Ciudad": profile.city if profile else "",
            "Tipo de ciudadano": profile.get_kind_display() if profile else "No es ciudadano"}  # fmt: skip


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, uuid):
    """One merge with its Recorrido; within its days it can be taken back."""
    found = Merge.objects.select_related("survivor", "absorbed", "applied_by").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    form = UndoForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _undone(request, found, form, operators.require(request, VALIDATE, act="deshacer")):
        return redirect("admin:citizens:merge", found.uuid)
    rows = [("Queda", found.survivor.full_name), ("Absorbida", found.absorbed.full_name), ("Evidencia", found.evidence),
            ("Motivo", found.reason), ("Unificó", found.applied_by.full_name), ("Aplicada el", found.applied_at),
            ("Se deshace hasta", found.undo_until), ("Estado", found.get_state_display()),
            ("Filas unidas", found.rows.count())]  # fmt: skip
    may_act = request.user.has_perm(VALIDATE) and found.state == MergeState.APPLIED and clock.now() < found.undo_until
    context = {
        "found": found,
        "form": form,
        "rows": rows,
        "columns": TRAIL,
        "entries": trail(found),
        "may_act": may_act,
    }
    return draw(request, "admin/ciudadanos/merge.html", context, site=site, status=422 if form.is_bound else 200)


def _undone(request, found, form, actor) -> bool:
    if not form.is_valid():
        return False
    try:
        done = merging.undo(found, reason=form.cleaned_data["motivo"], actor=actor)
    except (Invalid, NotAllowedNow) as refusal:
        form.add_error("motivo", refusal.message)
        return False
    messages.success(request, f"Se deshizo la unificación: {done.restored} filas volvieron a su persona.")
    if done.skipped:
        messages.warning(request, f"Cambiaron después y se quedan como están: {', '.join(done.skipped)}.")
    return True
