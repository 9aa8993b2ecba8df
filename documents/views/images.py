"""Images of a text: brought while it is written, and shown to who reads it (documents §6.3)."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from documents import images
from documents.views.desk import EXPIRED, read_slip
from documents.views.finding import ISOLATED, refuse
from quipux import access
from quipux.errors import Forbidden, Invalid
from quipux.files import store


@access.servant
@csrf_exempt  # the slip proves more than the token: this site gave a form of writing to this person
@require_POST
def bring(request):
    """One image for the editor, which then shows it in the text; without scripts the form itself brings it."""
    if not read_slip(request).belongs_to(request.actor):
        raise Forbidden(EXPIRED)
    try:
        brought = images.add(request.FILES.get("imagen"), actor=request.actor)
    except Invalid as error:
        return JsonResponse({"mensaje": error.message}, status=error.status)
    return JsonResponse({"imagen": str(brought.uuid)}, status=201)


@access.servant
@require_safe
def image(request, uuid):
    """The bytes of an image; a page shows them in its text, and nothing else comes of them."""
    found = images.visible_to(request.actor).filter(uuid=uuid).first()
    if found is None:
        refuse(request, uuid, kind="image")
    return HttpResponse(store.read(found.file), content_type=found.file.media_type, headers=ISOLATED)
