"""What is being written in the office of the matrix: things of the composer."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from documents import images
from quipux.files import store


def image_of(person) -> tuple[dict, dict[str, bytes]]:
    """An image that nobody's saved text shows yet: the arguments of its address, and its bytes."""
    made = BytesIO()
    Image.new("RGB", (7, 5), "blue").save(made, "PNG")
    brought = images.add(SimpleUploadedFile("plano.png", made.getvalue()), actor=person.actor)
    return {"uuid": brought.uuid}, {"image": store.read(brought.file)}
