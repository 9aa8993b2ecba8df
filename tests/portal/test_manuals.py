"""«Procedimientos y Manuales»: read as pages and as PDF, with pictures of the real product (accounts-portal §11)."""

import pypdf
import pytest

from quipux.demo.screens import SCREENS
from quipux.portal import manuals
from quipux.portal.manuals import FOLDER, MANUALS
from tests.backups.pages.reading import Page

pytestmark = pytest.mark.django_db


def test_the_list_says_version_date_size_and_licence_of_every_manual(client):
    page = Page(client.get("/manuales/"))
    for manual in MANUALS.values():
        assert f"Versión {manual.version}, {manual.on.isoformat()}. PDF de {manual.title}, " in page.text
        assert page.links()[manual.title] == f"/manuales/{manual.slug}/"
    assert "Licencia de los manuales: CC BY-SA 4.0." in page.text


@pytest.mark.parametrize("slug", MANUALS)
def test_every_manual_opens_as_a_page_and_its_pictures_exist_and_have_words(client, slug):
    page = Page(client.get(f"/manuales/{slug}/"))
    assert page.heading == MANUALS[slug].title
    pictures = list(page.find("main").iter("img"))
    assert all(len(one.get("alt")) > 15 for one in pictures)
    assert [one.get("src") for one in pictures] == [f"/static/manuales/{name}.png" for name in MANUALS[slug].pictures]


def test_every_pdf_was_printed_from_the_text_and_the_pictures_of_today():
    """After a change: ``manage.py manual_pdfs``."""
    assert manuals.printed() == {slug: manual.digest for slug, manual in MANUALS.items()}


def test_the_pdfs_are_tagged_titled_and_small(client):
    for manual in MANUALS.values():
        answer = client.get(f"/manuales/{manual.slug}/pdf/")
        assert answer["Content-Type"] == "application/pdf"
        document = pypdf.PdfReader(manual.pdf)
        assert document.metadata.title == manual.title
        assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert manual.size < 400_000


def test_every_picture_is_taken_by_the_command_and_shown_somewhere():
    shown = {name for manual in MANUALS.values() for name in manual.pictures}
    assert shown == {screen.name for screen in SCREENS} == {path.stem for path in FOLDER.glob("*.png")}


def test_links_of_the_home_to_manuals_lead_somewhere(client):
    links = [address for address in Page(client.get("/")).links().values() if address.startswith("/manuales/")]
    assert len(links) > 5
    assert [address for address in links if client.get(address).status_code != 200] == []
