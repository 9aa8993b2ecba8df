"""Pages of distribution lists: «Listas» of the institution and «Mis listas» (institutions §6.3)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions.lists import citizens, services
from institutions.lists.forms import CITIZENS, SERVANTS, ListForm, PeopleForm
from institutions.models import DistributionList
from institutions.models.sharing import place_of_citizen
from quipux import access
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import Forbidden, Invalid
from quipux.web.components import Column, Link
from quipux.web.forms import refuse

COLUMNS = [Column("Nombre"), Column("Descripción"), Column("Miembros", numeric=True)]
SHOWN = 50  # people found; more are narrowed with words, or added all at once


@access.servant
@require_safe
def public(request):
    """The public lists of the institution: everybody reads them, who manages them writes."""
    return _listed(request, public=True)


@access.servant
@require_safe
def own(request):
    """«Mis listas»."""
    return _listed(request, public=False)


def _listed(request, *, public):
    lists = services.seen_by(request.actor, public=public).prefetch_related("members")
    rows = [[Link(one.name, reverse("institutions:list", args=[one.pk])), one.description, len(one.members.all())]
            for one in lists]  # fmt: skip
    return render(request, "institutions/lists/lists.html", {
        "columns": COLUMNS, "rows": rows, "public": public, "title": "Listas" if public else "Mis listas",
        "may_create": services.manages_public(request.actor) if public else True})  # fmt: skip


def _found(request, number) -> DistributionList:
    """A public list of the institution or one of the own; another's is not told apart from none."""
    actor = request.actor
    rows = services.seen_by(actor, public=True) | services.seen_by(actor, public=False)
    one = rows.filter(pk=number).select_related("institution", "rule_area").first()
    if one is None:
        note(request, Event.DENIED, kind="list", refused=True)
        raise Http404
    return one


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def create_public(request):
    """A new public list."""
    if not services.manages_public(request.actor):
        raise Forbidden("No tiene permiso para administrar las listas de la institución.")
    return _edit(request, DistributionList(is_public=True), "Nueva lista pública", "institutions:lists")


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def create_own(request):
    """A new personal list."""
    return _edit(request, DistributionList(is_public=False), "Nueva lista personal", "institutions:own_lists")


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, number):
    """Name, order and rules."""
    one = _found(request, number)
    services.check_owner(one, request.actor)
    return _edit(request, one, "Editar lista", "institutions:list", number)


def _edit(request, one, title, back, *args):
    form = ListForm(request.POST if request.method == "POST" else None, instance=one, actor=request.actor)
    if form.is_valid() and _saved(form, request.actor):
        messages.success(request, "La lista se guardó.")
        return redirect("institutions:list", form.instance.pk)
    return render(request, "institutions/form.html", {
        "form": form, "title": title, "summary": "", "preview": (), "submit": "Guardar",
        "back_url": reverse(back, args=args), "back_text": "Regresar"},
        status=422 if form.errors else 200)  # fmt: skip


def _saved(form, actor) -> bool:
    try:
        services.save(form.instance, actor=actor)
    except Invalid as error:
        refuse(form, error)
        return False
    return True


@access.servant
@require_safe
def one_list(request, number):
    """Who is in a list; who may write it finds people to add."""
    one = _found(request, number)
    may_write = (
        one.owner_id == request.actor.appointment.pk if not one.is_public else services.manages_public(request.actor)
    )
    form = PeopleForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {"texto": "", "usuarios": ""}
    servants, people = _candidates(one, wanted) if may_write and wanted["texto"] else ([], [])
    total = servants.count() + people.count() if servants != [] else 0
    servants = list(servants[:SHOWN])
    members = one.members.select_related("appointment__person", "appointment__area", "appointment__institution",
                                         "person__citizen")  # fmt: skip
    return render(request, "institutions/lists/list.html", {
        "list": one, "members": members, "may_write": may_write, "filters": form, "wanted": wanted, "total": total,
        "found": [*map(_servant, servants), *map(_citizen, people[: SHOWN - len(servants)])]})  # fmt: skip


def _candidates(one, wanted):
    """Servants and citizens whom the words find, of the kind asked for."""
    servants, people = services.candidates(one, wanted["texto"]), citizens.candidates(one, wanted["texto"])
    kind = wanted["usuarios"]
    return (servants.none() if kind == CITIZENS else servants), (people.none() if kind == SERVANTS else people)


def _servant(post):
    return {"field": "persona", "key": post.pk, "name": post.person.full_name,
            "place": f"{post.title} — {post.area.name}, {post.institution.sigla}"}  # fmt: skip


def _citizen(person):
    return {"field": "ciudadano", "key": person.uuid, "name": person.full_name, "place": place_of_citizen(person)}


@access.servant
@require_POST
def add(request, number):
    """The people ticked, or all that the words found."""
    one = _found(request, number)
    services.check_owner(one, request.actor)
    form = PeopleForm(request.POST)
    servants, people = _candidates(one, form.cleaned_data if form.is_valid() else {"texto": "", "usuarios": ""})
    if request.POST.get("accion") != "todos":
        keys = [key for key in request.POST.getlist("persona") if key.isascii() and key.isdigit() and len(key) < 19]
        servants = servants.filter(pk__in=keys)
        people = people.filter(uuid__in=filter(None, map(_uuid, request.POST.getlist("ciudadano"))))
    most = services.MOST_AT_ONCE + 1
    added = services.add(one, [*servants[:most], *people[:most]], actor=request.actor)
    messages.success(request, f"Personas añadidas: {added}.")
    return redirect("institutions:list", number)


def _uuid(text):
    try:
        return UUID(text)
    except ValueError:
        return None


@access.servant
@require_POST
def remove(request, number, member):
    """Take one member out."""
    services.remove(_found(request, number), member, actor=request.actor)
    messages.success(request, "La persona salió de la lista.")
    return redirect("institutions:list", number)


@access.servant
@require_POST
def delete(request, number):
    """Retire the list."""
    one = _found(request, number)
    services.delete(one, actor=request.actor)
    messages.success(request, f"La lista «{one.name}» se eliminó.")
    return redirect("institutions:lists" if one.is_public else "institutions:own_lists")
