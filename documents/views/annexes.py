"""Anexos of a text being written: attach, describe, remove (documents §6.4)."""

from django.contrib import messages
from django.http import JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from documents.attaching import services
from documents.composing import incoming, sessions
from documents.views.compose import _draft, _require
from documents.views.desk import Desk, address_of, read_slip
from quipux import access
from quipux.errors import Conflict, Invalid, NotFound


@access.servant
@csrf_exempt  # the slip of the form proves that this site gave it to this person
@require_POST
def annexes(request, uuid=None):
    """What the tab Anexos sends; the text that is not saved yet is kept with its anexos."""
    slip = read_slip(request)
    if not slip.belongs_to(request.actor):
        raise Conflict("Este formulario se abrió con otro usuario o puesto.")
    original = _draft(request, uuid) if uuid else None
    _require(request.actor, original)
    desk = Desk(request, original)
    begun = {"tipo": incoming.SLUG} if request.POST.get("tipo") == incoming.SLUG else {}
    desk.session = sessions.keep(slip, begun, actor=request.actor).session
    refused = _carry_out(request, desk)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"rechazados": refused, "direccion": address_of(desk.session, original, "anexos")},
                            status=422 if refused else 200)  # fmt: skip
    for message in refused:
        messages.error(request, message)
    return desk.go("anexos")


def _carry_out(request, desk) -> list[str]:
    """Attach, change or remove; gives the sentence of each refusal."""
    action, _, identifier = request.POST.get("accion", "adjuntar").partition(":")
    try:
        if action == "adjuntar":
            return _attach(request, desk)
        found = desk.place().attachments().filter(uuid=sessions.identifier(identifier)).first()
        if found is None:
            raise NotFound("No encontramos ese anexo.")
        if action == "borrar":
            services.remove(found, actor=desk.actor)
        else:
            description = request.POST.get(f"descripcion-{identifier}", "")
            services.edit(found, actor=desk.actor, description=description, medium=found.medium)
    except Invalid as error:
        return [error.message]
    return []


def _attach(request, desk):
    # A saved draft keeps its anexos itself; an unsaved text keeps them until it becomes one.
    where = {"document": desk.document} if desk.original else {"session": desk.session}
    result = services.attach(
        request.FILES.getlist("archivos"), actor=desk.actor, name=request.POST.get("nombre", ""),
        description=request.POST.get("descripcion_anexo", ""), medium=request.POST.get("medio", "electronic"),
        is_image=desk.is_incoming and request.POST.get("imagen") == "1", **where,
    )  # fmt: skip
    for row in result.kept:
        messages.success(request, f'"{row.name}" se adjuntó.')
    return result.refused
