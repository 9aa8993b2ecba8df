"""Keeping and removing the background of an área; the only writers of it."""

import base64

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from documents import history
from documents.models import AreaBackground
from institutions.models import Area
from institutions.scope import require_administrator
from quipux import clock
from quipux.errors import Invalid, NotFound
from quipux.extraction.reading import active_content, flattened
from quipux.files import kinds, store
from quipux.history import recorder

LARGEST = 5 * 1024**2  # bytes
A4 = (595, 842)  # points
SLACK = 4  # points that a page may differ
MOST_KEPT = 2 * 1024**2  # bytes of the picture, which goes into every document
NO_PDF = "La plantilla debe ser un PDF de hasta 5 MB."
ACTIVE = "La plantilla contiene programas, formularios o archivos. Guárdela otra vez como PDF sin ellos."
NOT_ONE = "La plantilla debe tener una sola página A4 vertical."
TOO_RICH = "La plantilla tiene demasiado detalle para imprimirse en cada documento. Use menos fotografías."


def of(area: Area) -> AreaBackground | None:
    """What prints behind the documents of an área: its own, or that of the área it copies."""
    return AreaBackground.objects.select_related("picture").filter(area=area.template_area_id or area.pk).first()


def data_uri(area: Area) -> str:
    """The same for the renderer, which reads no file and asks no server; empty where there is none."""
    found = of(area)
    if found is None:
        return ""
    return f"data:{found.picture.media_type};base64,{base64.b64encode(store.read(found.picture)).decode()}"


def keep(area: Area, upload: UploadedFile, *, actor) -> AreaBackground:
    """Draw the one page of a PDF, in the limited child, and keep the picture alone.

    Raises:
        Forbidden, NotFound: the área is not one that the actor administers.
        Invalid: it is no such PDF, or could do something by itself.
        ExtractionUnavailable: it cannot be looked at now.
    """
    _require(area, actor)
    content = _content(upload)
    if active_content(content):
        raise Invalid(ACTIVE, archivo=ACTIVE)
    page = flattened(content)
    if page is None or page.pages != 1 or max(abs(page.width - A4[0]), abs(page.height - A4[1])) > SLACK:
        raise Invalid(NOT_ONE, archivo=NOT_ONE)
    if len(page.content) > MOST_KEPT:
        raise Invalid(TOO_RICH, archivo=TOO_RICH)
    return _kept(area, page.content, actor)


def _require(area, actor):
    require_administrator(actor)
    if not Area.objects.administered_by(actor).filter(pk=area.pk).exists():
        raise NotFound("El área no está a su alcance.")


def _content(upload):
    if upload.size > LARGEST or not kinds.is_pdf(upload):
        raise Invalid(NO_PDF, archivo=NO_PDF)
    upload.seek(0)
    return upload.read()


@transaction.atomic
def _kept(area, picture, actor):
    stored = store.save(picture, media_type="image/jpeg")
    values = {"picture": stored, "kept_by": actor.appointment, "kept_at": clock.now()}
    found, _ = AreaBackground.objects.update_or_create(area=area, defaults=values)
    recorder.record(area, history.BACKGROUND_KEPT, actor=actor)
    return found


@transaction.atomic
def remove(area: Area, *, actor) -> None:
    """Its documents print without background from now on; what was sent keeps what it has.

    Raises:
        Forbidden, NotFound: as `keep`.
    """
    _require(area, actor)
    if AreaBackground.objects.filter(area=area).delete()[0]:
        recorder.record(area, history.BACKGROUND_REMOVED, actor=actor)
