"""Acts: what is asked, what is done, and how it went (documents §4.2, ui §7.3)."""

import uuid
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.acts import ACTS, running
from documents.listing import copies_of_address
from documents.listing.query import EXACT
from documents.models import ActRun, Copy
from quipux import access, clock
from quipux.errors import NotFound

MOST_ABOVE = 10  # antecedentes named on a result
STALE = "Usted cambió de puesto en otra pestaña. Regrese al puesto con el que empezó, o vuelva a la bandeja."


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def act(request, slug):
    """The confirmation page; with «confirmar» the act itself, once, and then its result."""
    found = ACTS.get(slug)
    if found is None:
        raise Http404
    params = request.POST if request.method == "POST" else request.GET
    back, wanted = _own_path(params.get("volver", "")), _wanted(params, request.actor)
    if not wanted:
        return _nothing_chosen(request, back)
    if len(wanted) > settings.QUIPUX_BULK_MAX:
        messages.error(request, f"Eligió {len(wanted)} documentos; el máximo por acción es {settings.QUIPUX_BULK_MAX}.")
        return redirect(back)
    copies = list(found.reach(request.actor).filter(uuid__in=wanted).select_related(
        "document__type", "holder__person", "previous_holder__person").with_level(request.actor))  # fmt: skip
    if not copies:
        raise NotFound("No encontramos ese documento.")
    if found.answers:
        return found.answers(copies, request.actor)
    confirmed = request.method == "POST" and (params.get("confirmar") == "1" or not found.confirms)
    return _answer(request, found, wanted, copies, back, confirmed)


def _answer(request, found, wanted, copies, back, confirmed):
    data = request.POST if confirmed else None
    form = found.form(data, actor=request.actor, copies=copies)
    context = {"act": found, "form": form, "copies": copies, "warning": found.warns(copies), "wanted": wanted,
               "back_url": back, "context_id": request.actor.appointment.uuid, "key": request.POST.get("clave") or uuid.uuid4(),
               "missing": len(wanted) - len(copies)}  # fmt: skip
    if not confirmed:
        return render(request, "documents/acts/confirm.html", context)
    if request.POST.get("contexto", str(request.actor.appointment.uuid)) != str(request.actor.appointment.uuid):
        messages.warning(request, STALE)
        return render(request, "documents/acts/confirm.html", context, status=409)
    if "buscar" in request.POST:
        form.forget_errors()
        return render(request, "documents/acts/confirm.html", context)
    if not form.is_valid():
        return render(request, "documents/acts/confirm.html", context, status=422)
    if form.asks_again:
        return render(request, "documents/acts/confirm.html", context | {"asks_again": True})
    if found.gives:
        return found.gives(copies, request.actor, form.cleaned_data)
    return _run(request, found, wanted, form.cleaned_data, back)


def _run(request, found, wanted, data, back):
    done = running.run(
        found, wanted, actor=request.actor, data=data, key=_uuid(request.POST.get("clave")) or uuid.uuid4()
    )
    if not found.confirms:
        return redirect(_with(back, f"hecho={done.key}") if found.undo else back)
    if found.follows and (response := found.follows(done, request)):
        return response
    return redirect(f"{reverse('documents:act_result', args=[done.key])}?{urlencode({'volver': back})}")


@access.servant
@require_safe
def result(request, key):
    """«ACCIÓN REQUERIDA COMPLETADA»: per item done or not done, and why."""
    run = get_object_or_404(
        ActRun.objects.select_related("appointment__area"), key=key, appointment=request.actor.appointment
    )
    found = ACTS[run.act]
    done = [item for item in run.results if item["done"]]
    return render(request, "documents/acts/result.html", {
        "run": run, "act": found, "done": done, "antecedents": _antecedents(done, request.actor),
        "refused": [item for item in run.results if not item["done"]],
        "unfinished": run.data.get("wanted", 0) - len(run.results), "back_url": _own_path(request.GET.get("volver", "")),
        "may_undo": _may_undo(run),
        "undo_until": _undo_until(run), "receipt": found.receipt(run) if found.receipt and done else None})  # fmt: skip


def _antecedents(done, actor) -> str:
    """Numbers of the documents that those of the act answer or continue, as far as the person may know them."""
    above = Copy.objects.filter(uuid__in=[item["uuid"] for item in done]).values("document__antecedent")
    known = Copy.objects.visible_to(actor, at_least=1).filter(document__in=above).exclude(document__number="")
    numbers = list(
        known.order_by("document__number").values_list("document__number", flat=True).distinct()[: MOST_ABOVE + 1]
    )
    return ", ".join(numbers[:MOST_ABOVE]) + (" y otros" if len(numbers) > MOST_ABOVE else "")


@access.servant
@require_POST
def undo(request, key):
    """«Deshacer», while its seconds last (documents §5.3)."""
    run = get_object_or_404(ActRun, key=key, appointment=request.actor.appointment)
    found, back = ACTS[run.act], _own_path(request.POST.get("volver", ""))
    if run.undone_at or found.undo is None:
        messages.warning(request, "Esta acción ya se deshizo.")
    elif clock.now() >= _undo_until(run):
        messages.warning(request, f"Pasaron más de {settings.QUIPUX_UNDO_SECONDS} segundos: ya no se puede deshacer. "
                                  "Hágalo desde la bandeja donde está el documento.")  # fmt: skip
    else:
        back_again = running.undo(run, found, actor=request.actor)
        messages.success(request, f"Se deshizo «{found.label}» en {back_again} de "
                                  f"{sum(item['done'] for item in run.results)} documentos.")  # fmt: skip
    return redirect(back)


def undoable(actor, key: str) -> dict | None:
    """What a list offers after an act that asked nothing: its run and until when; None where nothing may be undone."""
    run = ActRun.objects.filter(key=_uuid(key), appointment=actor.appointment).first() if _uuid(key) else None
    return {"run": run, "act": ACTS[run.act], "until": _undo_until(run)} if run and _may_undo(run) else None


def _may_undo(run) -> bool:
    done = any(item["done"] for item in run.results)
    return bool(ACTS[run.act].undo and done and not run.undone_at and clock.now() < _undo_until(run))


def _undo_until(run):
    return run.at + timedelta(seconds=settings.QUIPUX_UNDO_SECONDS)


def _wanted(params, actor) -> list[uuid.UUID]:
    """The copies asked for, in order and once; what is no UUID names nothing.

    With «todos» they are all those of a list, whatever is ticked: as many as a list counts, so that the refusal
    of too many names their number.
    """
    if params.get("todos"):
        return list(copies_of_address(params.get("lista", ""), actor).values_list("uuid", flat=True)[: EXACT + 1])
    return list(dict.fromkeys(filter(None, map(_uuid, params.getlist("copia")))))


def _uuid(text):
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def _nothing_chosen(request, back):
    return redirect(_with(back, "aviso=seleccione"))


def _with(path, param) -> str:
    """The address of a list with one more parameter."""
    parts = urlsplit(path)
    return f"{parts.path}?{parts.query}&{param}" if parts.query else f"{parts.path}?{param}"


def _own_path(url):
    """``url`` if it is a path of this site, else the first tray."""
    safe = url.startswith("/") and url_has_allowed_host_and_scheme(url, None)
    return url if safe else reverse("documents:tray", args=["recibidos"])
