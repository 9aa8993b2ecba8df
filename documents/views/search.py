"""Pages of the search: the quick one of every header, Búsqueda Avanzada and en adscritas (documents §13)."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from documents.listing import bar_of
from documents.search import queries
from documents.search.forms import AttachedForm, SearchForm
from documents.search.limits import TooSlow, in_time
from documents.search.pages import FIRST, AdvancedList, QuickList
from documents.search.results import COLUMNS, named, values_of
from documents.search.words import cleaned
from quipux import access
from quipux.errors import Invalid
from quipux.exports import Kind, Sheet, export_response
from quipux.limits import pages

SLOW = 503
ACTS = ("informar", "carpeta", "comentar", "etiquetar")  # of what is found, wherever it is


@access.servant
@require_safe
@pages.search_page
def quick(request):
    """Búsqueda rápida of what the person may know: that very number, else (and when asked) its parts and words."""
    text, slow, listing = cleaned(request.GET.get("q", "")), "", QuickList([])
    try:
        with in_time():
            listing = QuickList.read(text, actor=request.actor, whole="todo" in request.GET)
    except TooSlow as error:
        slow = error.message
    context = {"text": text, "rows": listing.rows, "more": listing.more, "exact": listing.exact, "first": FIRST,
               "slow": slow}  # fmt: skip
    return render(request, "documents/search/quick.html", context, status=SLOW if slow else 200)


@access.servant
@require_safe
@pages.search_page
def advanced(request):
    """Búsqueda Avanzada; the form alone until it is sent."""
    form = SearchForm(request.GET, actor=request.actor)
    return _list(request, form, queries.advanced, "documents/search/advanced.html", ACTS)


@access.servant
@require_safe
@pages.search_page
def attached(request):
    """Búsqueda en adscritas: what the institutions attached to one's own keep, without their confidential documents."""
    _check_attached(request)
    form = AttachedForm(request.GET, actor=request.actor)
    return _list(request, form, queries.attached, "documents/search/attached.html")


def _list(request, form, find, template, acts=()):
    listing, slow = None, ""
    if form.is_valid():
        try:
            with in_time():
                finding, text = find(request.actor, form.criteria), form.cleaned_data["texto"]
                listing = AdvancedList.read(finding, actor=request.actor, text=text, params=request.GET,
                                            labelled="etiqueta" in form.fields)  # fmt: skip
        except TooSlow as error:
            slow = error.message
    status = SLOW if slow else 422 if form.errors else 200
    context = {"form": form, "listing": listing, "slow": slow, "bar": _bar(request, listing, acts)}
    return render(request, template, context, status=status)


def _bar(request, listing, acts):
    """What may be done with the documents found; none may stand where nothing was found."""
    if listing is None or not listing.rows:
        return None
    params = request.GET.copy()
    params.pop("aviso", None)
    address = f"{request.path}?{params.urlencode()}"
    return bar_of(acts, request.actor, address, request.GET)


@access.servant
@require_POST
def export(request):
    """The list of an advanced search as a file; its criteria are those of the address."""
    form = SearchForm(request.GET, actor=request.actor)
    return _file(request, form, queries.advanced, "Búsqueda Avanzada")


@access.servant
@require_POST
def export_attached(request):
    """The same of a search among attached institutions."""
    _check_attached(request)
    form = AttachedForm(request.GET, actor=request.actor)
    return _file(request, form, queries.attached, "Búsqueda en adscritas")


def _check_attached(request):
    if not request.actor.holds("search_attached"):
        raise PermissionDenied


def _file(request, form, find, title):
    if not form.is_valid():
        raise Invalid("Corrija los criterios de la búsqueda antes de exportar.")
    if (kind := request.POST.get("formato")) not in Kind.values:
        raise Invalid("Elija un formato de la lista.")
    with in_time():
        finding = find(request.actor, form.criteria)
        copies = named(finding.newest(settings.QUIPUX_EXPORT_MAX_ROWS + 1))
        total = len(copies) if len(copies) <= settings.QUIPUX_EXPORT_MAX_ROWS else finding.copies.count()
        sheet = Sheet(title, COLUMNS, map(values_of, copies), [form.in_words],
                      request.actor.institution_name)  # fmt: skip
        return export_response(request, sheet, kind=kind, total=total, name=title)
