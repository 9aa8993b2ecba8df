"""`/implantacion/`: the seven steps, the request page by page, and its state (institutions §12.4, accounts-portal §11)."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from institutions.implantation import links, page
from institutions.implantation.actors import Applicant
from institutions.implantation.forms import BeginForm, ReasonForm, StateForm, SubmitForm
from institutions.implantation.services import requesting
from institutions.implantation.steps import STEPS, after
from institutions.states import Environment
from quipux import access, clock, environments
from quipux.errors import Invalid, NotFound
from quipux.limits import services as limits
from quipux.web import errors

PER_HOUR, HOUR = 5, timedelta(hours=1)
TOLD = "Si el número y el correo corresponden, le enviamos el enlace de su solicitud."


@access.public
@require_http_methods(["GET", "HEAD", "POST"])
def front(request):
    """What implantation is, «Comenzar», and the link to a request already begun."""
    if request.method != "POST":
        return _front(request, BeginForm(), StateForm())
    if request.POST.get("accion") == "estado":
        return _ask_link(request)
    form = BeginForm(request.POST)
    if not form.is_valid():
        return _front(request, form, StateForm(), form)
    if minutes := _minutes_closed(request, "implantation_begin"):
        return errors.too_many(request, minutes=minutes)
    case = requesting.begin(form.cleaned_data["correo"])
    messages.success(request, f"Enviamos a {case.applicant_email} el enlace para continuar cuando quiera.")
    return redirect("institutions:application_step", links.token_of(case), next(iter(STEPS)))


def _ask_link(request):
    form = StateForm(request.POST)
    if not form.is_valid():
        return _front(request, BeginForm(), form, form)
    if minutes := _minutes_closed(request, "implantation_link"):
        return errors.too_many(request, minutes=minutes)
    requesting.send_link(form.cleaned_data["numero"], form.cleaned_data["correo_solicitud"])
    messages.success(request, TOLD)
    return redirect("institutions:implantation")


def _minutes_closed(request, act):
    network = limits.network(request.META.get("REMOTE_ADDR", ""))
    opens = limits.take(act, network, limit=PER_HOUR, period=HOUR)
    return max(1, round((opens - clock.now()).total_seconds() / 60)) if opens else 0


def _front(request, begin, state, form=None):
    here = environments.serves(Environment.TRAINING)
    context = {"begin": begin, "state": state, "form": form, "phases": page.PHASES, "is_here": here,
               "other": environments.address_of_the_other()}  # fmt: skip
    return render(request, "institutions/implantation/front.html", context, status=422 if form else 200)


def _case_or_404(token):
    case = links.case_of(token)
    if case is None:
        raise NotFound("No encontramos esa solicitud.")
    return case


@access.public
@require_http_methods(["GET", "HEAD", "POST"])
def application(request, token):
    """The request: what lacks, «Enviar», its state once it was sent, and what the applicant has to do."""
    case = _case_or_404(token)
    if request.method != "POST":
        return _page(request, case, token)
    actor, action = Applicant(case.pk, case.name), request.POST.get("accion")
    submit, reason = SubmitForm(request.POST), ReasonForm(request.POST)
    form = reason if action == "desistir" else submit
    if form.is_valid():
        try:
            told = _carry_out(case, action, form.cleaned_data, request.POST, actor)
        except Invalid as refusal:
            form.add_error(next(iter(refusal.fields), None), refusal.message)
        else:
            messages.success(request, told)
            return redirect("institutions:application", token)
    return _page(request, case, token, form)


def _carry_out(case, action, data, post, actor):
    if action == "desistir":
        requesting.give_up(case, reason=data["motivo"], actor=actor)
        return "Su solicitud quedó desistida."
    if action == "responder":
        answers = {one.pk: post.get(f"respuesta_{one.pk}", "") for one in case.observations.all()}
        requesting.answer(case, answers, actor=actor)
        return "Enviamos sus respuestas a quien revisa la solicitud."
    case = requesting.submit(case, accepts_privacy=data["privacidad"], actor=actor)
    return f"Recibimos su solicitud {case.number}. Le escribiremos a {case.applicant_email}."


def _page(request, case, token, form=None):
    context = page.of_applicant(case, token, form)
    return render(request, "institutions/implantation/application.html", context, status=422 if form else 200)


@access.public
@require_http_methods(["GET", "HEAD", "POST"])
def application_step(request, token, step):
    """One page of the request; what is complete is kept, and the next one follows."""
    case, chosen = _case_or_404(token), STEPS.get(step)
    if chosen is None or case.state not in requesting.EDITABLE:
        raise NotFound("No encontramos esa página de la solicitud.")
    extra = {"has_letter": requesting.has_file(case)} if chosen.slug == "oficio" else {}
    if request.method != "POST":
        kept = {name: value for name, value in chosen.load(case).items() if not isinstance(value, bool)}
        return _step(request, case, token, chosen, chosen.form(initial=kept, **extra))
    form = chosen.form(request.POST, request.FILES, **extra)
    if form.is_valid():
        try:
            chosen.keep(case, form.cleaned_data)
        except Invalid as refusal:
            form.add_error("oficio" if "oficio" in form.fields else None, refusal.message)
        else:
            following = after(step)
            if following is None or case.state != "draft":
                return redirect("institutions:application", token)
            return redirect("institutions:application_step", token, following)
    return _step(request, case, token, chosen, form, status=422)


def _step(request, case, token, chosen, form, status=200):
    context = {"case": case, "token": token, "step": chosen, "form": form, "number": list(STEPS).index(chosen.slug) + 1,
               "total": len(STEPS), "files": list(case.files.all()) if chosen.slug == "oficio" else []}  # fmt: skip
    return render(request, "institutions/implantation/step.html", context, status=status)


@access.public
@require_safe
def letter_model(request):
    """A model of the oficio, to be copied: what it has to say, with the data of seed 002."""
    return render(request, "institutions/implantation/letter_model.html", {})
