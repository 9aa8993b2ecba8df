"""What is being written in the office of the matrix: things of the composer."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from documents import images
from documents.models import PostCorrection
from documents.services.draft_rows import party_key
from quipux.files import store
from tests import factories


def furnish(ana, carla, bruno) -> dict[str, tuple[dict, dict[str, bytes]]]:
    """An image that Ana brought, and what Carla of another institution corrected of Bruno."""
    return {"body_image": image_of(ana), "correction": correction_of(carla, bruno)}


def image_of(person) -> tuple[dict, dict[str, bytes]]:
    """An image that nobody's saved text shows yet: the arguments of its address, and its bytes."""
    made = BytesIO()
    Image.new("RGB", (7, 5), "blue").save(made, "PNG")
    brought = images.add(SimpleUploadedFile("plano.png", made.getvalue()), actor=person.actor)
    return {"uuid": brought.uuid}, {"image": store.read(brought.file)}


def correction_of(author, addressee) -> tuple[dict, dict[str, bytes]]:
    """What ``author``, of another institution, corrects of the post of ``addressee`` on her own paper."""
    post, title = addressee.appointment, "Canario del puesto corregido"
    factories.make_draft(author, to=[addressee], type="oficio", overrides={party_key(post): {"override_title": title}})
    return {"uuid": PostCorrection.objects.get(appointment=post).uuid}, {"text": title.encode()}
