"""Nuevo and Editar: one form in three tabs, whose text is kept before anything else is done (documents §6)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from documents import images, permissions
from documents.composing import incoming, lists, payload, previewing, saving, sessions
from documents.models import Copy
from documents.services.writing import Stale
from documents.states import CopyRole, CopyState
from documents.text import words_of_html
from documents.views.desk import SECTIONS, Desk, address_of, read_slip
from documents.views.kept import keep_and_ask_login, number
from institutions.models import DistributionList
from quipux import access
from quipux.access import keeping
from quipux.errors import Conflict, Forbidden, Invalid, NotFound
from quipux.pdf import PdfError

OTHER_CONTEXT = (
    "Este formulario se abrió con otro usuario o puesto. Su texto quedó guardado allí: elija ese puesto en «Usuario:» "
    "para continuarlo."
)
FORM = ["GET", "HEAD", "POST"]


@keeping(keep_and_ask_login)
@access.servant
@csrf_exempt  # the signed slip of the form proves more than the token, and outlives a new login (D-05)
@require_http_methods(FORM)
def new(request):
    """NUEVO: a document that has no number until it is saved."""
    return _page(request, None)


@keeping(keep_and_ask_login)
@access.servant
@csrf_exempt  # as above
@require_http_methods(FORM)
def register(request):
    """Registrar: what comes from outside takes its number when it is accepted (documents §11)."""
    return _page(request, None, slug=incoming.SLUG)


@keeping(keep_and_ask_login)
@access.servant
@csrf_exempt  # as above
@require_http_methods(FORM)
def edit(request, uuid):
    """Editar: a draft in the hands of its holder."""
    return _page(request, _draft(request, uuid))


def _draft(request, uuid) -> Copy:
    found = Copy.objects.visible_to(request.actor).filter(uuid=uuid, role=CopyRole.ORIGINAL)
    original = found.select_related("document__type", "document__antecedent", "holder").first()
    if original is None:
        raise NotFound("No encontramos ese documento.")
    return original


def _page(request, original, slug=""):
    if request.method == "POST":
        return _post(request, original, slug)
    if original and original.state != CopyState.DRAFT:
        messages.warning(request, original.refusal_message())
        return redirect("documents:document", original.uuid)
    _require(request.actor, original)
    session = None
    if request.GET.get("sesion"):
        session = sessions.session_of(request.actor, sessions.identifier(request.GET["sesion"]))
        moved = _moved(session, original)
        if moved:
            return moved
    return Desk(request, original, session, slug).draw()


def _require(actor, original):
    writes = permissions.can_create(actor) or permissions.can_register(actor)
    allowed = permissions.is_holder(original, actor) if original else writes
    if not allowed:
        raise Forbidden("No tiene permiso para elaborar documentos." if not original else
                        "Solo quien tiene el documento puede editarlo.")  # fmt: skip


def _moved(session, original):
    """A text that became a draft, or was saved, is continued where that is."""
    saved = session.document_id and session.document.copies.get(role=CopyRole.ORIGINAL)
    if saved and (original is None or original.pk != saved.pk):
        return redirect(address_of(None if session.closed_at else session, saved))
    if session.closed_at:
        return redirect(address_of(None, original))
    return None


# What was sent ------------------------------------------------------------------------------------------------


def _post(request, original, slug):
    """Keep first, so that no refusal and no fault loses what was typed; then do what the button says."""
    slip = read_slip(request)
    own = slip.belongs_to(request.actor)
    if own:
        _require(request.actor, original)
    desk = Desk(request, original, slug=slug)
    typed, revision = payload.typed(request.POST), number(request.POST.get("revision"))
    if slug:
        typed.setdefault("tipo", slug)
    if not own:
        sessions.keep_without_session(slip, typed, revision)
        raise Conflict(OTHER_CONTEXT)
    kept = sessions.keep(slip, typed, revision, actor=request.actor)
    desk.session = kept.session
    if original is None and kept.session.document_id:
        desk.original = saving.original_of(kept.session)
    if kept.other:
        return _both_texts(desk, kept.other)
    desk.session = sessions.change(kept.session, **desk.options_posted())
    return _act(desk, request.POST.get("accion", "guardar"))


def _act(desk, action):
    name, _, argument = action.partition(":")
    acts = {"aceptar": _accept, "vista": _accept, "destinatarios": _to_picker, "ver": _show, "gente": _people,
            "tipo": _change_type, "lista": _update_list, "otro": _leave_mine, "imagen": _add_image,
            "antecedente": _antecedent}  # fmt: skip
    return acts.get(name, _show)(desk, "vista" if name == "vista" and not desk.is_incoming else argument)


def _show(desk, section):
    return desk.go(section if section in SECTIONS else desk.section)


def _to_picker(desk, _):
    return redirect(f"{reverse('documents:recipients')}?sesion={desk.session.uuid}")


def _accept(desk, then):
    try:
        originals = saving.accept(desk.session, desk.actor, confirmed=then == "confirmado")
    except saving.Asked as error:
        desk.session = sessions.change(desk.session, preguntas=error.questions)
        return desk.draw(error=error, status=422)
    except Invalid as error:
        return desk.draw(error=error, status=422)
    except Stale:
        return _both_texts(desk, None)
    _forget_other(desk)
    numbers = ", ".join(str(copy.document) for copy in originals)
    if not originals:
        raise NotFound("Ese texto ya se descartó.")
    if then == "vista":
        return _preview(desk.request, originals[0])
    messages.success(desk.request, _said(desk, originals).format(numbers))
    return redirect("documents:document", originals[0].uuid)


def _said(desk, originals) -> str:
    if desk.is_incoming and desk.original is None:
        return "Documento registrado con el número {}. Entregue el comprobante y después envíelo."
    return "Documento guardado: {}." if len(originals) == 1 else "Documentos guardados, uno por destinatario: {}."


def _preview(request, original):
    try:
        previewing.note_preview(original, request.actor)
    except PdfError as error:
        messages.error(request, f"No se pudo generar el PDF: {error.message}")
        return redirect("documents:edit", original.uuid)
    return redirect("documents:preview", original.uuid)


def _people(desk, argument):
    """«quitar:s:…», «subir:…», «bajar:…»: the order and the presence of the chosen people."""
    move, _, key = argument.partition(":")
    desk.session = sessions.change(desk.session, **payload.moved(desk.session.payload, move, key))
    return desk.go()


def _change_type(desk, slug):
    """The answer to a question about the type: another one, or «no» and the present stays."""
    text = desk.session.payload
    changes = {"sin_pregunta": text["tipo"]} if slug == "no" else payload.with_type(text, slug, desk.actor)
    desk.session = sessions.change(desk.session, **changes)
    return desk.go()


def _update_list(desk, _):
    """Actualizar: Para follows the list, because the person asked."""
    listed = desk.session.payload.get("lista") or {}
    chosen = DistributionList.objects.filter(pk=listed.get("pk")).first()
    if chosen:
        text, _ = lists.put(desk.session.payload, chosen, desk.actor)
        desk.session = sessions.change(desk.session, para=text["para"], lista=text["lista"])
    return desk.go()


def _antecedent(desk, move):
    if move == "quitar":
        desk.session = sessions.change(desk.session, antecedente="")
        return desk.go()
    return redirect(f"{reverse('documents:antecedent')}?sesion={desk.session.uuid}")


def _add_image(desk, _):
    """Without scripts: the image goes to the end of the text."""
    text = desk.session.payload
    try:
        brought = images.add(desk.request.FILES.get("imagen"), actor=desk.actor)
    except Invalid as error:
        return desk.draw(error=error, status=422)
    shown = images.tag(brought, desk.request.POST.get("imagen_descripcion", ""))
    desk.session = sessions.change(desk.session, cuerpo=f"{text['cuerpo']}<p>{shown}</p>")
    messages.success(desk.request, "La imagen quedó al final del texto.")
    return desk.go()


# Two texts ----------------------------------------------------------------------------------------------------


def _both_texts(desk, other):
    """«Otra pestaña o persona guardó una versión más nueva»: both texts, and the person chooses."""
    original = saving.original_of(desk.session) if desk.session.document_id else None
    theirs = other.payload if other else payload.of_draft(original)
    if original and not other:
        desk.session = sessions.rebase(desk.session, original.document.revision)
    desk.original = original
    slip = desk.slip()
    context = {"mine": _in_words(desk.session.payload), "theirs": _in_words(theirs), "slip": slip.sign(),
               "revision": desk.session.revision, "other": other.uuid if other else "",
               "action": address_of(None, original)}  # fmt: skip
    return render(desk.request, "documents/compose/conflict.html", context, status=409)


def _in_words(text):
    words = text.get("resumen", "") if incoming.is_incoming(text) else words_of_html(text.get("cuerpo", ""))
    return {"subject": text.get("asunto", ""), "words": words}


def _leave_mine(desk, _):
    """«Quedarme con el otro»: mine is discarded, the other is continued."""
    sessions.close(desk.session)
    other = desk.request.POST.get("otra")
    session = sessions.session_of(desk.actor, sessions.identifier(other)) if other else None
    return redirect(address_of(session, desk.original if session is None else None))


def _forget_other(desk):
    """«Guardar el mío»: the other tab's unsaved text gives way, because both were shown."""
    other = desk.request.POST.get("otra")
    if other:
        sessions.close(sessions.session_of(desk.actor, sessions.identifier(other)))


# Vista Previa ---------------------------------------------------------------------------------------------------


@access.servant
@require_http_methods(FORM)
def preview(request, uuid):
    """The draft as it will be printed; pressing the button notes that this revision was seen, looking does not."""
    original = _draft(request, uuid)
    if request.method == "POST":
        return _preview(request, original)
    try:
        content = previewing.preview(original, request.actor)
    except PdfError as error:
        messages.error(request, f"No se pudo generar el PDF: {error.message}")
        return redirect("documents:edit", original.uuid)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{original.document.temporary_number or "borrador"}.pdf"'
    return answer
