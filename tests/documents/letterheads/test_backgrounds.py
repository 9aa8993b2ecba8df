"""The background of an área's documents is one picture, drawn once in the child (documents §8, safety S-91)."""

from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from documents.letterheads import services
from documents.models import AreaBackground
from documents.rendering import official_html
from quipux.errors import Forbidden, Invalid, NotFound
from quipux.files import store
from quipux.history.models import Entry
from tests import factories
from tests.backups.pages.reading import Page

pytestmark = pytest.mark.django_db
LINK = "https://malo.ejemplo/rastreo"


def page(*, size=(595, 842), pages=1, script="", file=b""):
    """A red A4 page with a link, and with whatever else is asked for."""
    book, written, name = pikepdf.new(), BytesIO(), pikepdf.Name
    for _ in range(pages):
        book.add_blank_page(page_size=size)
        book.pages[-1].Contents = book.make_stream(b"1 0 0 rg 0 0 300 842 re f")
        action = pikepdf.Dictionary(S=name.URI, URI=LINK)
        book.pages[-1].Annots = [
            pikepdf.Dictionary(Type=name.Annot, Subtype=name.Link, Rect=[0, 0, 500, 500], A=action)
        ]
    if script:
        book.Root.OpenAction = pikepdf.Dictionary(S=name.JavaScript, JS=script)
    if file:
        book.attachments["x.exe"] = pikepdf.AttachedFileSpec(book, file)
    book.save(written)
    return SimpleUploadedFile("plantilla.pdf", written.getvalue())


def test_s_91_only_the_picture_is_kept_and_printed_and_neither_link_nor_file_is_in_it(diego, ana, bruno, area):
    kept = services.keep(area, page(), actor=diego.actor)
    picture = store.read(kept.picture)
    with Image.open(BytesIO(picture)) as drawn:
        assert (drawn.format, drawn.width, drawn.height) == ("JPEG", 1240, 1755)
        red, green, _ = drawn.getpixel((100, 900))
        assert (red > 240, green < 20, drawn.getpixel((1100, 900))) == (True, True, (255, 255, 255))
    assert LINK.encode() not in picture
    html = official_html(factories.make_document(ana, to=[bruno]))
    assert services.data_uri(area) in html
    assert LINK not in html


@pytest.mark.parametrize(
    ("upload", "told"),
    [
        (page(script="app.alert(1)"), services.ACTIVE),
        (page(file=b"MZ"), services.ACTIVE),
        (page(pages=2), services.NOT_ONE),
        (page(size=(842, 595)), services.NOT_ONE),
        (SimpleUploadedFile("a.pdf", b"%PDF-1.4 roto"), services.NO_PDF),
        (SimpleUploadedFile("a.pdf", b"<svg onload='alert(1)'/>"), services.NO_PDF),
    ],
    ids=["script", "file", "two pages", "landscape", "broken", "svg"],
)
def test_s_91_what_could_act_or_is_not_one_page_is_refused_and_nothing_is_kept(diego, area, upload, told):
    upload.seek(0)
    with pytest.raises(Invalid) as refusal:
        services.keep(area, upload, actor=diego.actor)
    assert refusal.value.message == told
    assert not AreaBackground.objects.exists()


def test_an_area_prints_the_background_of_the_one_it_copies_and_a_blank_page_where_the_person_wants_it(
    diego, ana, bruno, area, institution
):
    model = factories.make_area(institution, "Secretaría General", sigla="SG")
    services.keep(model, page(), actor=diego.actor)
    assert services.data_uri(area) == ""
    area.template_area = model
    area.save()
    document = factories.make_document(ana, to=[bruno])
    document.area.refresh_from_db()
    assert services.data_uri(model) in official_html(document)


def test_the_page_keeps_shows_a_sample_and_removes(client, diego, ana, carla, area, other_institution):
    address, aiq = f"/institucion/areas/{area.uuid}/plantilla/", client(diego)
    assert address in aiq.get(f"/institucion/areas/{area.uuid}/").text
    refused = aiq.post(address, {"archivo": page(pages=2)})
    assert (refused.status_code, services.NOT_ONE in Page(refused).text) == (422, True)
    assert "La plantilla se guardó." in Page(aiq.post(address, {"archivo": page()}, follow=True)).text
    sample = aiq.get(f"{address}muestra/")
    with pikepdf.open(BytesIO(sample.content)) as pdf:
        assert len(pdf.pages) == 1
        assert LINK.encode() not in sample.content
    aiq.post(address, {"accion": "quitar"})
    assert not AreaBackground.objects.exists()
    assert [entry.label for entry in Entry.objects.of(area)][:2] == ["Plantilla quitada", "Plantilla cargada"]
    foreign = factories.make_area(other_institution, "Otra")
    assert aiq.get(f"/institucion/areas/{foreign.uuid}/plantilla/").status_code == 404
    with pytest.raises(NotFound):
        services.keep(foreign, page(), actor=diego.actor)
    with pytest.raises(Forbidden):
        services.keep(area, page(), actor=ana.actor)
