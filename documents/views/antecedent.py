"""«Buscar antecedente»: a page that returns to the form with everything typed kept (documents §6.2)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from documents.composing import payload, sessions
from documents.permissions import READS
from documents.search.limits import TooSlow, in_time
from documents.search.pages import FIRST, QuickList
from documents.search.words import cleaned
from documents.views.desk import address_of
from quipux import access
from quipux.errors import Invalid, NotFound


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def antecedent(request):
    """The documents that the person reads whole, by number or words; a button makes one the antecedente."""
    params = request.POST if request.method == "POST" else request.GET
    session = sessions.session_of(request.actor, sessions.identifier(params.get("sesion", "")))
    if session.closed_at:
        return redirect(address_of(session))
    if request.method == "POST":
        return _choose(request, session)
    text, slow, listing = cleaned(request.GET.get("texto", "")), "", QuickList([])
    try:
        with in_time():
            listing = QuickList.read(text, actor=request.actor, at_least=READS)
    except TooSlow as error:
        slow = error.message
    context = {"session": session, "text": text, "rows": _once_each(listing.rows, session), "more": listing.more,
               "first": FIRST, "slow": slow, "back_url": address_of(session)}  # fmt: skip
    return render(request, "documents/compose/antecedent.html", context, status=503 if slow else 200)


def _once_each(rows, session):
    """One row for each document, without the one being written."""
    by_document = {}
    for row in rows:
        by_document.setdefault(row.copy.document_id, row)
    by_document.pop(session.document_id, None)
    return list(by_document.values())


def _choose(request, session):
    try:
        chosen = payload.antecedent_of(request.POST.get("elegir"), request.actor, session.document)
    except Invalid as error:
        messages.error(request, error.message)
        return redirect(request.get_full_path())
    if chosen is None:
        raise NotFound("No encontramos ese documento.")
    sessions.change(session, antecedente=str(chosen.uuid))
    messages.success(request, f"El antecedente es {chosen}.")
    return redirect(address_of(session))
