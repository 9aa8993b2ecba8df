"""The image of a signature: who keeps it, how it is drawn anew, and that only paper bears it (institutions §6.2, documents §8)."""

import struct
import zlib
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader

from documents.inked import services
from documents.models import PaperPrint, SignatureImage
from documents.services import order_paper, print_many, request_sending
from institutions.actors import Actor
from institutions.departures.entries import farewells
from institutions.models import Delegation, Grant
from quipux import clock
from quipux.errors import Forbidden, Invalid
from quipux.files import store
from quipux.history.models import Entry
from tests import factories
from tests.documents.compose.making import let_write
from tests.documents.sending.test_acts import address

pytestmark = pytest.mark.django_db
ADDRESS = "/mi-perfil/firma/"


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(colour=(0, 0, 160, 255), size=(180, 60), *, comment: bytes = b"") -> bytes:
    written = BytesIO()
    Image.new("RGBA", size, colour).save(written, "PNG")
    content = written.getvalue()
    return content[:33] + chunk(b"tEXt", b"Comment\0" + comment) + content[33:] if comment else content


def upload(content: bytes = b"", name="firma.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or png(), "image/png")


@pytest.fixture
def signer(ana):
    let_write(ana)
    services.keep(upload(), actor=ana.actor)
    return ana


def labels(post) -> list[str]:
    return [entry.label for entry in Entry.objects.of(post)]


# Who keeps it, and what is kept -------------------------------------------------------------------------------


def test_the_person_keeps_and_removes_it_and_each_is_in_her_recorrido(client, ana):
    let_write(ana)
    entered = client(ana)
    assert "No hay ninguna" in entered.get(ADDRESS).text
    assert entered.post(ADDRESS, {"imagen": upload()}).status_code == 302
    assert 'alt="Imagen de su firma"' in entered.get(ADDRESS).text
    assert "Imagen de firma" in entered.get("/mi-perfil/").text
    assert entered.post(ADDRESS, {"accion": "quitar"}).status_code == 302
    assert not SignatureImage.objects.exists()
    assert {"Imagen de firma cargada", "Imagen de firma quitada"} <= set(labels(ana.appointment))


def test_what_the_file_carried_is_left_behind(ana):
    let_write(ana)
    kept = services.keep(upload(png(comment=b"canario") + b"<script>canario</script>"), actor=ana.actor)
    drawn = store.read(kept.picture)
    assert b"canario" not in drawn
    with Image.open(BytesIO(drawn)) as image:
        assert (image.format, image.size, image.getpixel((5, 5))) == ("PNG", (180, 60), (0, 0, 160, 255))


def jpeg() -> bytes:
    written = BytesIO()
    Image.new("RGB", (60, 20)).save(written, "JPEG")
    return written.getvalue()


@pytest.mark.parametrize("content", [b"<svg/>", jpeg(), png()[:60], png() + b"\0" * 1024**2],
                         ids=["svg", "jpeg", "cut", "heavy"])  # fmt: skip
def test_anything_else_is_refused_with_what_to_do(client, ana, content):
    let_write(ana)
    answer = client(ana).post(ADDRESS, {"imagen": upload(content)})
    assert (answer.status_code, services.REFUSED in answer.text) == (422, True)
    assert not SignatureImage.objects.exists()


def test_too_many_pixels_are_refused(ana, monkeypatch):
    let_write(ana)
    monkeypatch.setattr(services, "MOST_PIXELS", 180 * 60 - 1)
    with pytest.raises(Invalid):
        services.keep(upload(), actor=ana.actor)


@pytest.fixture
def deputy(ana, bruno, diego):
    """Ana in the post of Bruno, for a day."""
    now = clock.now()
    Delegation.objects.create(titular=bruno.appointment, acting=ana.appointment, starts_at=now - timedelta(hours=1),
                              ends_at=now + timedelta(days=1), stops_at=now + timedelta(days=1), act_number="ACC-1",
                              act_date=now.date(), created_by=diego.user, created_at=now)  # fmt: skip
    let_write(bruno, ana)
    return Actor(ana.user, bruno.appointment)


def test_nobody_keeps_that_of_a_titular(deputy, ana, bruno, elsa):
    with pytest.raises(Forbidden, match="en su propio puesto"):
        services.keep(upload(), actor=deputy)
    with pytest.raises(Forbidden, match="elaborar documentos"):
        services.keep(upload(), actor=elsa.actor)
    assert not SignatureImage.objects.exists()


# On paper -----------------------------------------------------------------------------------------------------


def pictures(pdf: bytes) -> set[tuple[int, int]]:
    """Sizes of the images of a PDF."""
    return {image.image.size for page in PdfReader(BytesIO(pdf)).pages for image in page.images}


def on_screen(document) -> bytes:
    document.refresh_from_db()
    return store.read(document.official_pdf)


def test_only_what_is_printed_bears_it(signer, bruno, ready, work):
    sending = work(request_sending(ready(signer, to=[bruno]), actor=signer.actor, electronically=False))
    copy = sending.document.copies.get(party__appointment=bruno.appointment)
    assert (180, 60) in pictures(print_many([copy], actor=signer.actor))
    assert (180, 60) not in pictures(on_screen(sending.document))


def test_without_an_image_the_official_pdf_is_printed(ana, bruno, ready, work):
    sending = work(request_sending(ready(ana, to=[bruno]), actor=ana.actor, electronically=False))
    assert not PaperPrint.objects.exists()
    assert print_many(list(sending.document.copies.filter(party__appointment=bruno.appointment)), actor=ana.actor)


def test_what_is_signed_electronically_never_bears_it_until_paper_is_ordered(signer, bruno, ready, work):
    Grant.objects.create(appointment=signer.appointment, permission="sign_electronically")
    vars(signer.actor).pop("permissions", None)
    original = ready(signer, to=[bruno])
    sending = work(request_sending(original, actor=signer.actor, electronically=True))
    assert (180, 60) not in pictures(on_screen(sending.document))
    assert not PaperPrint.objects.exists()
    sending = work(order_paper(original, actor=signer.actor))
    assert PaperPrint.objects.get().document == sending.document
    assert (180, 60) not in pictures(on_screen(sending.document))


@pytest.fixture
def letter(ana, bruno, carla):
    """Of Bruno, signed by Ana in his place; he has an image."""
    let_write(bruno)
    services.keep(upload(png(size=(100, 40))), actor=bruno.actor)
    draft = factories.make_draft(bruno, to=[carla])
    draft.parties.filter(role="from").update(
        name="Ana Torres", identity_number=ana.user.identity_number, acting_note="Subrogante"
    )
    return factories.send(draft)


def test_a_subrogante_prints_her_own_and_never_that_of_the_titular(letter, deputy, ana):
    assert services.of_signer(letter) is None
    assert not services.is_printed_for(deputy)
    own = services.keep(upload(), actor=ana.actor)
    assert services.of_signer(letter) == own
    assert services.is_printed_for(deputy)
    Delegation.objects.update(stops_at=letter.frozen_at - timedelta(minutes=1))
    assert services.of_signer(letter) is None


def test_a_training_tenant_prints_none(signer, bruno):
    document = factories.make_document(signer, to=[bruno])
    assert services.of_signer(document) is not None
    document.institution.environment = "training"
    assert services.of_signer(document) is None


def test_before_signing_the_person_reads_that_paper_will_bear_it(client, signer, bruno, ready):
    page = address("firmar", ready(signer, to=[bruno]))
    assert "Las copias que se impriman llevarán la imagen de su firma." in client(signer).get(page).text
    services.remove(actor=signer.actor)
    assert "la imagen de su firma" not in client(signer).get(page).text


def test_who_leaves_leaves_no_image(signer):
    for farewell in farewells():
        farewell(SimpleNamespace(appointment=signer.appointment, uuid="x"))
    assert not SignatureImage.objects.exists()
    assert labels(signer.appointment)[0] == "Imagen de firma quitada"
