"""Images of a text: brought, drawn anew, shown to who reads the document and to nobody else (documents §6.3, §8.1)."""

import base64
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from documents import images, services
from documents.composing.sessions import Slip
from documents.models import BodyImage, ComposeSession, Copy, Document
from documents.rendering import official_html
from documents.text import images_of
from quipux import clock
from quipux.errors import Invalid
from quipux.files import store
from quipux.files.models import StoredFile
from tests import factories
from tests.documents.compose.browsing import NEW, Browser
from tests.documents.compose.making import draft, kind, let_write

SECRET = b"Canario de los metadatos"
UPLOADS = "/documentos/imagenes/"


@pytest.fixture(autouse=True)
def writers(ana, bruno):
    kind("memorando")
    let_write(ana, bruno)


def picture(size=(60, 40), mode="RGB", kind="PNG", name="foto.png", **more) -> SimpleUploadedFile:
    made, notes = BytesIO(), PngImagePlugin.PngInfo()
    notes.add_text("Comment", SECRET.decode())
    Image.new(mode, size, "red").save(
        made, kind, **({"pnginfo": notes} if kind == "PNG" else {"comment": SECRET}), **more
    )
    return SimpleUploadedFile(name, made.getvalue())


def brought(person, **more) -> BodyImage:
    return images.add(picture(**more), actor=person.actor)


def text_with(*found) -> str:
    return "<p>Vea:</p>" + "".join(f"<p>{images.tag(image, 'Plano del patio')}</p>" for image in found)


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "CMYK"), ("JPEG", "L")])
def test_an_image_is_drawn_anew_and_nothing_else_of_its_file_is_kept(ana, kind, mode):
    image = brought(ana, size=(3000, 1500), mode=mode, kind=kind)
    content = store.read(image.file)
    assert SECRET not in content
    with Image.open(BytesIO(content)) as drawn:
        assert (drawn.format, drawn.size) == (kind, (2000, 1000))
    assert (image.file.media_type, image.width, image.height) == (f"image/{kind.lower()}", 2000, 1000)


@pytest.mark.parametrize(("upload", "reason"), [
    (SimpleUploadedFile("acta.png", b"%PDF-1.7 no es imagen"), "no es una imagen PNG o JPEG, o está dañada."),
    (SimpleUploadedFile("dibujo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "no es una imagen PNG o JPEG"),
    (SimpleUploadedFile("plano.png", b"\x89PNG" + b"0" * (6 * images.MB)), "pesa 7 MB y el máximo es 5 MB."),
    (picture(size=(6000, 5000), mode="1", name="enorme.png"), "tiene 30 megapíxeles y el máximo es 25."),
    (picture(kind="GIF", name="foto.gif"), "no es una imagen PNG o JPEG"),
], ids=["pdf", "svg", "heavy", "pixels", "gif"])  # fmt: skip
def test_d_14_what_is_no_image_or_passes_a_limit_is_refused_by_name(ana, upload, reason):
    with pytest.raises(Invalid) as refused:
        images.add(upload, actor=ana.actor)
    assert f'"{upload.name}" no se agregó: ' in refused.value.message
    assert reason in refused.value.message
    assert not BodyImage.objects.exists()


def test_a_text_keeps_only_images_that_its_writer_may_see(ana, bruno, elsa):
    own, foreign = brought(ana), brought(bruno)
    original = services.create(draft(elsa, body=text_with(own, foreign)), actor=ana.actor)
    assert images_of(original.document.body) == [own.uuid]
    assert list(original.document.images.all()) == [own]


def test_who_reads_the_document_sees_its_images_and_a_stranger_meets_a_404(client, ana, bruno, elsa, carla):
    image = brought(ana)
    assert client(ana).get(f"{UPLOADS}{image.uuid}/").status_code == 200
    document = factories.make_document(ana, to=[elsa], body=text_with(image))
    for reader in (ana, elsa):
        answer = client(reader).get(f"{UPLOADS}{image.uuid}/")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert client(carla).get(f"{UPLOADS}{image.uuid}/").status_code == 404
    Copy.objects.filter(document=document).update(confidentiality="confidential")
    assert client(bruno).get(f"{UPLOADS}{image.uuid}/").status_code == 404


def test_the_next_holder_of_a_draft_and_who_copies_it_keep_its_images(ana, bruno, elsa):
    image = brought(ana)
    original = services.create(draft(elsa, body=text_with(image)), actor=ana.actor)
    factories.reassign(original, bruno)
    original.refresh_from_db()
    saved = services.modify(original, draft(elsa, body=f"<p>Otro.</p>{text_with(image)}", sender=ana.appointment),
                            actor=bruno.actor, base=1)  # fmt: skip
    assert images_of(saved.original.document.body) == [image.uuid]
    assert images_of(services.duplicate(saved.original, bruno.actor).document.body) == [image.uuid]


def test_the_pdf_carries_the_image_itself(ana, elsa):
    image = brought(ana)
    original = services.create(draft(elsa, body=text_with(image)), actor=ana.actor)
    html = official_html(original.document)
    assert "qx-img:" not in html
    [shown] = re.findall(r'<img src="data:image/png;base64,([^"]+)" alt="Plano del patio">', html)
    assert base64.b64decode(shown) == store.read(image.file)


def test_images_too_heavy_together_are_refused(ana, elsa, monkeypatch):
    monkeypatch.setattr(images, "HEAVIEST", 0)
    with pytest.raises(Invalid, match="sus imágenes pesan 1 MB y el máximo es 0 MB"):
        services.create(draft(elsa, body=text_with(brought(ana))), actor=ana.actor)
    assert not Document.objects.exists()


def test_what_no_saved_text_ever_showed_is_forgotten_with_its_bytes(ana, elsa):
    with clock.frozen_at(clock.now() - timedelta(days=91)):
        brought(ana, size=(9, 9))
        used = brought(ana, size=(8, 8))
    recent = brought(ana, size=(7, 7))
    services.create(draft(elsa, body=text_with(used)), actor=ana.actor)
    assert images.forget_unused() == 1
    assert set(BodyImage.objects.all()) == {used, recent}
    assert set(StoredFile.objects.all()) == {used.file, recent.file}


# The form -------------------------------------------------------------------------------------------------------


def test_without_scripts_the_form_brings_the_image_and_everything_typed_stays(client, ana):
    tab = Browser(client(ana)).open(f"{NEW}?tipo=memorando")
    assert "PNG o JPEG, hasta 5 MB y 25 megapíxeles." in tab.page
    typed = {"asunto": "Con plano", "cuerpo": "Uno", "formato": "texto"}
    tab.send("imagen", imagen=SimpleUploadedFile("a.txt", b"x"), **typed)
    assert tab.answer.status_code == 422
    assert "&quot;a.txt&quot; no se agregó: no es una imagen PNG o JPEG, o está dañada." in tab.page
    assert 'value="Con plano"' in tab.page
    tab.send("imagen", imagen=picture(), imagen_descripcion='El "plano"', **typed)
    image = BodyImage.objects.get()
    text = f'<p>Uno</p><p><img src="qx-img:{image.uuid}" alt="El &quot;plano&quot;"></p>'
    assert ComposeSession.objects.get().payload["cuerpo"] == text
    assert "La imagen quedó al final del texto." in tab.page
    assert f"src=&quot;qx-img:{image.uuid}&quot;" in tab.page
    assert 'value="Con plano"' in tab.page


def test_the_editor_brings_an_image_with_the_slip_of_its_form(client, ana, elsa):
    entered, slip = client(ana), Slip.of(ana.actor).sign()
    answer = entered.post(UPLOADS, {"ficha": slip, "imagen": picture()})
    assert (answer.status_code, answer.json()) == (201, {"imagen": str(BodyImage.objects.get().uuid)})
    refused = entered.post(UPLOADS, {"ficha": slip})
    assert (refused.status_code, refused.json()) == (422, {"mensaje": "Elija una imagen."})
    assert entered.post(UPLOADS, {"ficha": Slip.of(elsa.actor).sign(), "imagen": picture()}).status_code == 403
    assert BodyImage.objects.count() == 1


def test_a_saved_version_is_read_with_its_images(client, ana, elsa):
    image = brought(ana)
    original = services.create(draft(elsa, body=text_with(image)), actor=ana.actor)
    page = client(ana).get(f"/documentos/{original.uuid}/versiones/?ver=1").content.decode()
    assert f'<img src="{UPLOADS}{image.uuid}/" alt="Plano del patio">' in page
