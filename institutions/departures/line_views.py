"""One line of a case, document by document: to whom each of them goes (institutions §11.3, DV-02)."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from institutions.departures import pieces
from institutions.departures.forms import PieceForm
from institutions.departures.views import require_administered, visible
from institutions.models import DepartureState
from quipux import access
from quipux.errors import Invalid
from quipux.web.forms import refuse
from quipux.web.pagination import numbered


@access.titular
@require_http_methods(["GET", "HEAD", "POST"])
def line(request, uuid, code):
    """Its documents or tasks by number, and a destination for those that are ticked."""
    case = visible(request, uuid)
    require_administered(request, case)
    item = pieces.line_item(code)
    if case.state != DepartureState.OPEN:
        return redirect(case)
    form = PieceForm(request.POST or None, case=case)
    if form.is_valid():
        try:
            decided = pieces.decide(case, item, _ticked(request), form.cleaned_data["destino"], actor=request.actor)
        except Invalid as error:
            refuse(form, error)
        else:
            messages.success(request, f"Destinos guardados: {decided}.")
            return redirect(f"{reverse('institutions:departure_line', args=[uuid, code])}?{request.GET.urlencode()}")
    return _page(request, case, item, form)


def _ticked(request) -> list[UUID]:
    try:
        return [UUID(text) for text in request.POST.getlist("fila")]
    except ValueError:
        raise Invalid(pieces.NONE_CHOSEN) from None


def _page(request, case, item, form):
    page = numbered(item.pieces(case), request.GET, default=50)
    chosen = case.pieces.filter(code=item.code, key__in=[row.uuid for row in page.rows])
    names = {row.key: row.destination.person.full_name for row in chosen.select_related("destination__person")}
    lines = [(row.uuid, item.piece_words(row), names.get(row.uuid, "")) for row in page.rows]
    return render(request, "institutions/departures/line.html", {
        "case": case, "item": item, "page": page, "lines": lines, "form": form},
        status=422 if form.errors else 200)  # fmt: skip
