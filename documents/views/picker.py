"""«Buscar De/Para»: a page that returns to the form with everything typed kept (documents §6.1)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from documents.composing import incoming, lists, payload, people, picker, sessions
from documents.composing.forms import PickerForm
from documents.permissions import can_create_citizens
from documents.services.draft_rows import already_there
from documents.views.desk import address_of
from institutions.models import Institution
from quipux import access
from quipux.errors import Forbidden, NotFound
from quipux.limits import pages
from quipux.web.components import Column

COLUMNS = [Column("Tipo", "Servidor público o ciudadano"), *map(Column, (
    "Nombre", "Institución", "Título", "Puesto", "Área", "E-mail", "Uso"))]  # fmt: skip


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
@pages.list_page
def recipients(request):
    """The search and its results; each button puts one person in a role and stays here."""
    params = request.POST if request.method == "POST" else request.GET
    session = sessions.session_of(request.actor, sessions.identifier(params.get("sesion", "")))
    if session.closed_at:
        return redirect(address_of(session))
    if request.method == "POST":
        _put(request, session)
        return redirect(request.get_full_path() if request.GET else f"{request.path}?sesion={session.uuid}")
    form = _form(request)
    outside = incoming.is_incoming(session.payload)
    rows, cut = [], False
    if form.is_bound and form.is_valid():
        rows, cut = picker.search(request.actor, form.cleaned_data, from_outside=outside)
    chosen = {role: picker.described(session.payload.get(role) or [], request.actor) for role in payload.ROLES}
    context = {
        "form": form, "rows": rows, "cut": picker.CUT if cut else "", "columns": COLUMNS, "session": session,
        "chosen": [(payload.ROLE_LABELS[role], chosen[role]) for role in chosen], "back_url": address_of(session),
        "lists": list(people.lists_for(request.actor).order_by("name")), "keep": {"sesion": session.uuid},
        "searched": form.is_bound, "creates": can_create_citizens(request.actor),
    }  # fmt: skip
    return render(request, "documents/compose/recipients.html", context, status=422 if form.errors else 200)


def _form(request):
    wanted = Institution.objects.filter(environment=request.actor.institution.environment)
    chosen = request.GET.get("institucion") or ""
    institution = next((one for one in wanted if str(one.uuid) == chosen), request.actor.institution)
    searching = set(request.GET) & set(PickerForm.base_fields)
    return PickerForm(request.GET if searching else None, auto_id="buscar_%s", areas=picker.area_choices(institution),
                      institutions=picker.institution_choices(request.actor))  # fmt: skip


def _put(request, session):
    if request.POST.get("lista"):
        return _put_list(request, session)
    role, _, key = request.POST.get("elegir", "").partition(":")
    if role == "quitar":
        sessions.change(session, **payload.moved(session.payload, "quitar", key))
        return None
    known = people.found([key], request.actor).get(key)
    if role not in payload.ROLES or known is None:
        raise NotFound("No encontramos a esa persona.")
    return _put_one(request, session, role, key, known)


def _put_one(request, session, role, key, known):
    name = known.full_name if hasattr(known, "full_name") else known.person.full_name
    there = payload.role_of(session.payload, key)
    if there:
        messages.error(request, already_there(name, payload.ROLE_LABELS[there]))
    elif role == "de" and incoming.is_incoming(session.payload):
        if getattr(known, "institution_id", None) == request.actor.institution.pk:
            raise Forbidden("Un documento externo viene de fuera de su institución.")
        sessions.change(session, de=[*session.payload.get("de", []), key])
        messages.success(request, f"{name} consta en De.")
    elif role == "de":
        if not people.senders(request.actor).filter(uuid=key.partition(":")[2]).exists():
            raise Forbidden("De debe ser un servidor activo de su institución.")
        sessions.change(session, de=[key])
        messages.success(request, f"{name} consta en De.")
    else:
        sessions.change(session, **{role: [*session.payload.get(role, []), key]})
        messages.success(request, f"{name} consta en {payload.ROLE_LABELS[role]}.")


def _put_list(request, session):
    chosen = (
        people.lists_for(request.actor).filter(pk=request.POST["lista"]).first()
        if request.POST["lista"].isdecimal()
        else None
    )
    if chosen is None:
        raise NotFound("No encontramos esa lista.")
    text, elsewhere = lists.put(session.payload, chosen, request.actor)
    sessions.change(session, para=text["para"], lista=text["lista"])
    count = len(text["lista"]["miembros"])
    messages.success(
        request, f'La lista "{chosen.name}" consta en Para: {count} {"persona" if count == 1 else "personas"}.'
    )
    if elsewhere:
        messages.warning(request, f"{elsewhere} ya constaban en otro lugar y se quedaron allí.")
