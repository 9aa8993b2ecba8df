"""Crear ciudadano, from the window's form and from the picker; nothing typed there is lost (accounts-portal §10.2)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.citizen_forms import CitizenForm
from accounts.citizens import create_citizen, similar_to
from accounts.identity_source import asking
from documents.composing import incoming, payload, sessions
from documents.composing.picker import masked
from documents.permissions import can_create_citizens
from documents.services.draft_rows import party_key
from quipux import access
from quipux.errors import Conflict, Forbidden


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def create(request):
    """The form; with «Personas parecidas» the person decides whether it is one of them."""
    if not can_create_citizens(request.actor):
        raise Forbidden("No tiene permiso para crear ciudadanos.")
    params = request.POST if request.method == "POST" else request.GET
    session = _session(request.actor, params.get("sesion", ""))
    if asking.asks(request):
        return _looked_up(request, session)
    form = CitizenForm(request.POST if request.method == "POST" else None)
    found = similar_to(form.citizen) if form.is_valid() else []
    if form.is_valid():
        person = _decided(request, form, found)
        if person:
            return _put(request, session, person)
    return _page(request, session, form, found, asking.open_to(request.actor), 422 if form.is_bound else 200)


def _looked_up(request, session):
    """The form as it was typed, with the names that the Registro Civil gives."""
    question = asking.asked(request, request.POST.get("identidad", ""), actor=request.actor)
    said = question.record
    names = {"nombres": said.given_names, "apellidos": said.surnames} if said else {}
    return _page(request, session, CitizenForm(initial=request.POST.dict() | names), [], question, question.status)


def _page(request, session, form, found, question, status):
    context = {"form": form, "session": session, "certain": any(one.is_certain for one in found),
               "back_url": _picker(session), "similar": [_words(one) for one in found], "question": question,
               "forms": [form, *([question.form] if question else [])]}  # fmt: skip
    return render(request, "documents/window/citizen.html", context, status=status)


def _session(actor, wanted):
    return sessions.session_of(actor, sessions.identifier(wanted)) if wanted else None


def _decided(request, form, found):
    """Who it is: one of the similar, or a new one where nobody is, or nobody is meant; else None."""
    action, _, chosen = request.POST.get("accion", "crear").partition(":")
    if action == "usar":
        return next((one.person for one in found if str(one.person.uuid) == chosen), None)
    if any(one.is_certain for one in found) or (found and action != "crear-de-todos-modos"):
        return None
    try:
        return create_citizen(form.citizen, actor=request.actor, institution=request.actor.institution)
    except Conflict as error:
        form.add_error("identidad", error.message)
        return None


def _put(request, session, person):
    """What comes from outside has them in De at once; elsewhere the picker shows them."""
    key = party_key(person)
    if session is None:
        messages.success(request, f"{person.full_name} consta como ciudadano.")
        return redirect("documents:create_citizen")
    if incoming.is_incoming(session.payload) and payload.role_of(session.payload, key) is None:
        sessions.change(session, de=[*session.payload.get("de", []), key])
        messages.success(request, f"{person.full_name} consta en De.")
        return redirect(_picker(session))
    messages.success(request, f"{person.full_name} consta como ciudadano. Elija en qué lugar va.")
    return redirect(f"{_picker(session)}&{urlencode({'usuarios': 'ciudadano', 'texto': person.full_name})}")


def _picker(session):
    return f"{reverse('documents:recipients')}?{urlencode({'sesion': session.uuid})}" if session else ""


def _words(one):
    person, profile = one.person, getattr(one.person, "citizen", None)
    return {"uuid": person.uuid, "name": person.full_name, "identity": masked(person.identity_number),
            "company": profile.company if profile else "", "city": profile.city if profile else ""}  # fmt: skip
