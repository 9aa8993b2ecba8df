"""Pages that anyone opens: help, terms, licence and the state of the service (accounts-portal §11)."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from quipux import access
from quipux.portal import contents, desks, manuals, status
from quipux.portal.places import PLACES, TERMS
from quipux.web.components import Column, Tag

LICENCE = settings.BASE_DIR / "LICENSE"  # the project's owner puts it there; no text of ours stands for it
PARTS = [Column("Parte"), Column("Estado")]


@access.public
@require_safe
def help_page(request):
    """«Ayuda y soporte», by audience."""
    context = {"shown": contents.shown([PLACES["ayuda"]])[0], "desk": desks.desk_for(request)}
    return render(request, "portal/help.html", context)


@access.public
@require_safe
def terms(request):
    return render(request, "portal/terms.html", {"shown": contents.shown([TERMS])[0]})


@access.public
@require_safe
def licence(request):
    """The licence that came with the code, whole."""
    text = LICENCE.read_text(encoding="utf-8") if LICENCE.exists() else ""
    return render(request, "portal/licence.html", {"text": text})


@access.public
@require_safe
def service_status(request):
    """«Estado del servicio»: what the last sample found, and what is announced."""
    found = status.current()
    rows = [[name, _word(works) if found.is_fresh else Tag("Sin comprobar", "grey")] for name, works in found.parts]
    context = {"found": found, "columns": PARTS, "rows": rows, "target": status.TARGET,
               "announced": request.situation.bands(), "percent": _percent(found.availability)}  # fmt: skip
    return render(request, "portal/status.html", context)


def _word(works):
    return Tag("Funciona", "green", "check") if works else Tag("Con problemas", "red", "warning")


def _percent(share):
    """Cut, not rounded: 99,99 is never told as 100."""
    return "" if share is None else f"{int(share * 10_000) / 100:.2f} %".replace(".", ",")


# Manuals ----------------------------------------------------------------------------------------------


@access.public
@require_safe
def manuals_page(request):
    """«Procedimientos y Manuales», by audience."""
    groups = {}
    for manual in manuals.MANUALS.values():
        groups.setdefault(manual.audience, []).append(manual)
    return render(request, "portal/manuals.html", {"groups": list(groups.items()), "licence": manuals.LICENCE})


@access.public
@require_safe
def manual(request, slug):
    found = _manual_or_404(slug)
    return render(request, "portal/manual.html", {"manual": found, "text": found.text, "licence": manuals.LICENCE})


@access.public
@require_safe
def manual_pdf(request, slug):
    """The same on paper, as it was printed."""
    found = _manual_or_404(slug)
    headers = {"Content-Disposition": content_disposition_header(True, found.pdf.name)}
    return HttpResponse(found.pdf.read_bytes(), content_type="application/pdf", headers=headers)


def _manual_or_404(slug):
    if slug not in manuals.MANUALS:
        raise Http404
    return manuals.MANUALS[slug]
