"""The image and the speech of a code, for the browser that holds its token."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from quipux import access
from quipux.challenge import tokens
from quipux.challenge.drawing import png_of
from quipux.challenge.speaking import wav_of
from quipux.errors import NotFound

ENDED = "El código caducó."


@access.public
@require_safe
def image(request, token):
    """The six characters, to be read."""
    found = _found(token)
    return HttpResponse(png_of(found.answer, found.key), content_type="image/png")


@access.public
@require_safe
def speech(request, token):
    """The six characters, to be heard; with ``?descargar`` as a file to keep."""
    found = _found(token)
    response = HttpResponse(wav_of(found.answer, found.key), content_type="audio/wav")
    if "descargar" in request.GET:
        response["Content-Disposition"] = 'attachment; filename="codigo.wav"'
    return response


def _found(token):
    found = tokens.read(token)
    if found is None:
        raise NotFound(ENDED)
    return found
