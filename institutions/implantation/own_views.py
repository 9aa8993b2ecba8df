"""«Mi implantación»: what the AIQ does until the institution works in Quipux (institutions §12.6)."""

from collections import defaultdict

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from institutions.implantation import guidance, page
from institutions.implantation.master import GROUPS
from institutions.implantation.own_forms import DeskForm, FocalForm, ItemForm
from institutions.implantation.querysets import case_of_actor
from institutions.implantation.services import activations, desk, going_live, tracking
from institutions.implantation.states import WHO_ACTS, CaseState, ItemState
from institutions.models import Evidence, FocalUser, SupportDesk
from quipux import access
from quipux.errors import DomainError, Invalid, NotFound
from quipux.files.delivery import deliver
from quipux.web.components import Tag

COLOURS = {
    ItemState.MET: "green",
    ItemState.NOT_MET: "red",
    ItemState.NOT_APPLICABLE: "grey",
    ItemState.PENDING: "blue",
}


def _case_or_404(request):
    case = case_of_actor(request.actor)
    if case is None:
        raise NotFound("Su institución no tiene una implantación en curso.")
    return case


@access.titular
@require_http_methods(["GET", "HEAD", "POST"])
def my_implantation(request):
    """The items by group with the progress, the term, and what can be asked for."""
    case = _case_or_404(request)
    if request.method != "POST":
        return _page(request, case)
    action = request.POST.get("accion")
    if action in FORMS:
        return _posted_form(request, case, action)
    try:
        messages.success(request, _carry_out(case, action, request.actor))
    except Invalid as refusal:
        messages.error(request, refusal.message)
    return redirect("institutions:my_implantation")


def _carry_out(case, action, actor):
    if action == "verificar":
        return f"{tracking.check(case, actor=actor)} ítems automáticos están cumplidos."
    if action == "produccion":
        going_live.request_golive(case, actor=actor)
        return "Solicitó el paso a producción. El plazo dejó de contar."
    if action == "operacion":
        going_live.ask_operation(case, actor=actor)
        return "Solicitó el paso a operación."
    if action == "comunicar":
        return f"Comunicó la mesa de ayuda a {desk.announce(actor=actor)} personas."
    if action == "activaciones":
        return f"Enviamos {activations.send(actor=actor)} activaciones."
    raise NotFound("No encontramos esa acción.")


def _desk_form(request, data=None):
    kept = _desk_of(request)
    initial = {"correo": kept.mailbox, "horario": kept.hours, "responsables": kept.staff} if kept else {}
    return DeskForm(data, initial=initial, auto_id="mesa_%s")


def _desk_of(request):
    return SupportDesk.objects.filter(institution=request.actor.institution).select_related("institution").first()


def _focal_form(request, data=None):
    return FocalForm(data, institution=request.actor.institution, auto_id="focal_%s")


def _keep_desk(data, actor):
    desk.keep(mailbox=data["correo"], hours=data["horario"], staff=data["responsables"], actor=actor)
    return "Guardamos la mesa de ayuda. Si el correo es nuevo, confírmelo con el enlace que recibió."


def _keep_focal(data, actor):
    desk.name_focal(data["persona"], trained_on=data["capacitado"], people_trained=data["personas"], actor=actor)
    return "Guardamos el usuario focal."


FORMS = {"mesa": (_desk_form, _keep_desk), "focal": (_focal_form, _keep_focal)}


def _posted_form(request, case, action):
    make, keep = FORMS[action]
    form = make(request, request.POST)
    if form.is_valid():
        messages.success(request, keep(form.cleaned_data, request.actor))
        return redirect("institutions:my_implantation")
    return _page(request, case, **{action: form}, form=form)


def _page(request, case, *, mesa=None, focal=None, form=None):
    items = list(tracking.current_items(case))
    mandatory = [item for item in items if item.is_mandatory]
    context = {
        "case": case, "tag": page.tag_of(case), "steps": page.steps_of(case), "who_acts": WHO_ACTS[case.state],
        "groups": _groups(items), "done": sum(item.is_fulfilled for item in mandatory), "total": len(mandatory),
        "missing": guidance.missing(case, items) if case.state in tracking.WORKING else [],
        "may_work": case.state in tracking.WORKING, "may_ask": case.state in CaseState.counting(),
        "may_operate": case.state == CaseState.CONFIGURING_PRODUCTION and case.asked_operation_at is None,
        "desk": _desk_of(request),
        "focal_users": FocalUser.objects.filter(institution=request.actor.institution).select_related("appointment__person"),
        "focal_needed": desk.focal_users_needed(request.actor.institution),
        "waiting": activations.waiting(request.actor.institution).count(),
        "mesa": mesa or _desk_form(request), "focal": focal or _focal_form(request), "form": form,
        "columns": page.TRAIL, "entries": page.trail_of(case),
    }  # fmt: skip
    return render(request, "institutions/implantation/mine.html", context, status=422 if form else 200)


def _groups(items):
    """Title and rows (item, address, Tag) of each group, in order."""
    found = defaultdict(list)
    for item in items:
        tag = Tag("Completo", "green") if item.is_fulfilled else Tag(item.get_answer_display(), COLOURS[item.answer])
        found[item.group].append((item, reverse("institutions:my_item", args=[item.code.lower()]), tag))
    return [(f"{letter}. {GROUPS[letter]}", rows) for letter, rows in found.items()]


@access.titular
@require_http_methods(["GET", "HEAD", "POST"])
def my_item(request, code):
    """One item: the system's word, the AGQ's, and the AIQ's answer with evidence."""
    case = _case_or_404(request)
    item = tracking.current_items(case).prefetch_related("evidence").filter(code=code.upper()).first()
    if item is None:
        raise NotFound("No encontramos ese ítem.")
    initial = {"respuesta": item.answer, "comentario": item.comment, "justificado": item.is_justified}
    form = ItemForm(request.POST, request.FILES) if request.method == "POST" else ItemForm(initial=initial)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            tracking.answer(item, answer=data["respuesta"], comment=data["comentario"], justified=data["justificado"],
                            upload=data["archivo"], actor=request.actor)  # fmt: skip
        except DomainError as refusal:
            form.add_error("comentario" if getattr(refusal, "fields", None) else None, refusal.message)
        else:
            messages.success(request, f"{item.code} quedó guardado.")
            return redirect("institutions:my_implantation")
    may_answer = item.is_open and case.state in tracking.WORKING
    context = {"case": case, "item": item, "form": form, "may_answer": may_answer, "evidence": item.evidence.all(),
               "step": guidance.step_of(item.code), "why": "" if item.is_fulfilled else guidance.why(item)}  # fmt: skip
    return render(request, "institutions/implantation/item.html", context, status=422 if form.errors else 200)


@access.titular
@require_safe
def evidence(request, uuid):
    """A file of evidence of the own case."""
    case = _case_or_404(request)
    found = Evidence.objects.select_related("file").filter(item__case=case, uuid=uuid).first()
    if found is None:
        raise NotFound("No encontramos ese archivo.")
    stored = found.file
    return deliver(request, storage_alias="default", key=stored.key, size=stored.size, sha256=stored.sha256,
                   filename=found.name, media_type=stored.media_type, last_modified=stored.created_at)  # fmt: skip
