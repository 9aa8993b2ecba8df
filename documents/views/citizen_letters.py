"""Pages where a citizen «con firma» writes a letter and sends it (documents §12)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from documents.citizens import letters
from documents.citizens.forms import LetterForm, offered, typed_of
from documents.composing import sessions
from documents.models import Copy
from documents.signing import entering
from documents.signing.providers import DESKTOP
from documents.states import CopyState, PartyRole
from documents.views.finding import refuse
from quipux import access
from quipux.errors import Forbidden, Invalid, NotAllowedNow

SEARCH = "buscar"


@access.citizen
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """NUEVO, or Responder to what «responde» names."""
    _require_signer(request)
    answered = _answered(request)
    return _form(request, None, _answer_to(answered) if answered else {"para": []}, answered)


@access.citizen
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, uuid):
    """Editar, while it is a draft."""
    _require_signer(request)
    original = _own(request, uuid)
    if original.state != CopyState.DRAFT:
        raise NotAllowedNow(original.refusal_message())
    return _form(request, original, typed_of(original), None)


def _form(request, original, typed, answered):
    posted = request.method == "POST"
    chosen = request.POST.getlist("para") if posted else typed["para"]
    posts = offered(request.POST.get("buscar", ""), chosen)
    if posted and request.POST.get("accion") != SEARCH:
        form = LetterForm(request.POST, posts=posts)
        if form.is_valid() and (saved := _save(request, form, original, answered)):
            return redirect("documents:citizen_document", saved.uuid)
    else:
        form = LetterForm(initial=request.POST.dict() | {"para": chosen} if posted else typed, posts=posts)
    context = {"form": form, "original": original, "answered": answered, "searched": posted and not posts}
    return render(request, "documents/citizens/letter.html", context, status=422 if form.is_bound else 200)


def _save(request, form, original, answered):
    """The draft as it was kept, or None with the reasons in the form."""
    try:
        if original:
            return letters.change(original, form.letter(), citizen=request.actor)
        return letters.create(form.letter(answered), citizen=request.actor)
    except Invalid as error:
        for name, message in (error.fields or {None: error.message}).items():
            form.add_error(name, message)
        return None


@access.citizen
@require_POST
def send(request, uuid):
    """Firmar y enviar, and once more for what waits in No Enviados: on to the page where it is signed."""
    _require_signer(request)
    original = _own(request, uuid)
    if original.state == CopyState.DRAFT:
        try:
            letters.send(original, citizen=request.actor)
        except Invalid as error:
            messages.warning(request, error.message)
            return redirect("documents:citizen_document", uuid)
    return entering.enter(DESKTOP.prepare([original], request.actor, network=request.META["REMOTE_ADDR"][:45]))


@access.citizen
@require_POST
def annexes(request, uuid):
    """Adjuntar files to a draft, or take one off again."""
    _require_signer(request)
    original = _own(request, uuid)
    action, _, identifier = request.POST.get("accion", "adjuntar").partition(":")
    try:
        if action == "quitar":
            letters.take_off(original, sessions.identifier(identifier), citizen=request.actor)
        else:
            result = letters.attach(original, request.FILES.getlist("archivos"), citizen=request.actor)
            for row in result.kept:
                messages.success(request, f'"{row.name}" se adjuntó.')
            for sentence in result.refused:
                messages.error(request, sentence)
    except Invalid as error:
        messages.error(request, error.message)
    return redirect(f"{reverse('documents:citizen_document', args=[uuid])}#anexos")


@access.citizen
@require_POST
def delete(request, uuid):
    """Eliminar a draft."""
    letters.delete(_own(request, uuid), citizen=request.actor)
    messages.success(request, "La carta está en Eliminados.")
    return redirect("documents:citizen_tray", "en-elaboracion")


@access.citizen
@require_POST
def restore(request, uuid):
    """Restaurar from Eliminados."""
    letters.restore(_own(request, uuid), citizen=request.actor)
    messages.success(request, "La carta está otra vez en En Elaboración.")
    return redirect("documents:citizen_document", uuid)


def _require_signer(request):
    if not request.actor.signs:
        raise Forbidden(letters.SUSPENDED)


def _own(request, uuid) -> Copy:
    original = letters.own_letters(request.actor).select_related("document").filter(uuid=uuid).first()
    return original or refuse(request, uuid)


def _answered(request):
    """What she received and answers, None where nothing is named."""
    wanted = request.POST.get("responde") or request.GET.get("responde")
    if not wanted:
        return None
    received = Copy.objects.visible_to(request.actor, at_least=2).filter(party__person=request.user)
    return received.select_related("document").filter(uuid=wanted).first()


def _answer_to(copy) -> dict:
    """De of the answered document in Para, if it receives citizens' letters."""
    sender = copy.document.parties.filter(role=PartyRole.FROM).values_list("appointment", flat=True)
    keys = [str(uuid) for uuid in letters.recipients().filter(pk__in=sender).values_list("uuid", flat=True)]
    return {"para": keys, "asunto": f"Respuesta: {copy.document.subject}"[: letters.LONGEST_SUBJECT],
            "referencia": copy.document.number}  # fmt: skip
