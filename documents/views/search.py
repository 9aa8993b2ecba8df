"""Pages of the search: the quick one of every header, and Búsqueda Avanzada (documents §13.1, §13.2)."""

from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from documents.search import queries
from documents.search.forms import SearchForm
from documents.search.limits import TooSlow, in_time
from documents.search.pages import FIRST, AdvancedList
from documents.search.results import COLUMNS, results, values_of, with_names
from documents.search.words import cleaned
from quipux import access
from quipux.errors import Invalid
from quipux.exports import Kind, Sheet, export_response

SLOW = 503


@access.servant
@require_safe
def quick(request):
    """Búsqueda rápida: exact numbers, parts of numbers, then words, of what the person may know."""
    text, slow, rows = cleaned(request.GET.get("q", "")), "", []
    try:
        with in_time():
            found = with_names(queries.quick(request.actor, text))[: FIRST + 1]
            rows = results(list(found), actor=request.actor)
    except TooSlow as error:
        slow = error.message
    context = {"text": text, "rows": rows[:FIRST], "more": len(rows) > FIRST, "first": FIRST, "slow": slow}
    return render(request, "documents/search/quick.html", context, status=SLOW if slow else 200)


@access.servant
@require_safe
def advanced(request):
    """Búsqueda Avanzada; the form alone until it is sent."""
    form, listing, slow = SearchForm(request.GET, actor=request.actor), None, ""
    if form.is_valid():
        try:
            with in_time():
                listing = AdvancedList.read(form.criteria, actor=request.actor, params=request.GET)
        except TooSlow as error:
            slow = error.message
    status = SLOW if slow else 422 if form.errors else 200
    return render(
        request, "documents/search/advanced.html", {"form": form, "listing": listing, "slow": slow}, status=status
    )


@access.servant
@require_POST
def export(request):
    """The list of an advanced search as a file; its criteria are those of the address."""
    form = SearchForm(request.GET, actor=request.actor)
    if not form.is_valid():
        raise Invalid("Corrija los criterios de la búsqueda antes de exportar.")
    if (kind := request.POST.get("formato")) not in Kind.values:
        raise Invalid("Elija un formato de la lista.")
    with in_time():
        copies = with_names(queries.advanced(request.actor, form.criteria)).order_by("-sort_at", "-pk")
        sheet = Sheet("Búsqueda Avanzada", COLUMNS, (values_of(copy) for copy in copies.iterator()), [form.in_words],
                      request.actor.institution_name)  # fmt: skip
        return export_response(request, sheet, kind=kind, total=copies.count(),
                               name="busqueda-avanzada")  # fmt: skip
