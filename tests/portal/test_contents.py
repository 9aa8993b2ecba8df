"""The texts of the portal: written by operators, cleaned twice, kept in versions (accounts-portal §11, §11.1)."""

from datetime import timedelta

import pytest

from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history.models import Entry
from quipux.portal import contents
from quipux.portal.models import ContentVersion
from quipux.portal.places import HOME, PLACES
from quipux.portal.sanitising import clean, lines
from tests import factories
from tests.backups.pages.reading import Page
from tests.cast import Person

pytestmark = pytest.mark.django_db
PLACE = PLACES["implantacion"]
EDITOR = "/admin/portal/implantacion/"


def write(actor, html="<p>Texto nuevo.</p>", **fields) -> ContentVersion:
    return contents.write(PLACE, title="Implantación", html=html, actor=actor, **fields)


def on_the_page() -> str:
    return contents.shown([PLACE])[0].html


@pytest.fixture
def reader(db) -> Person:
    return Person(factories.make_user("Rosa Lema", is_staff=True), None, None)


def test_a_49_the_home_shows_the_three_blocks_of_the_seed_with_their_words(client):
    page = Page(client.get("/"))
    for words in ("Implantación del Sistema", "Enviar un oficio dirigido al Subsecretario de Gobierno Electrónico",
                  "se deberá nombrar a un administrador institucional", "Procedimientos y Manuales",
                  "Instructivo para obtención de respaldos usuarios inactivos", "Ayuda, Soporte y Capacitación",
                  "Para cualquier duda o solicitud de nuevos requerimientos", "«¿Olvidó su contraseña?»",
                  "Ingresar al Sistema", "Consultar trámite", "Verificar documento"):  # fmt: skip
        assert words in page.text


PASTED = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '<p onclick="alert(1)">', "<svg onload=alert(1)>",
    '<a href="javascript:alert(1)">', '<a href="//malo.example/">', '<a href="data:text/html,x">',
    '<p style="background:url(x)" class="govuk-button" id="contenido">', "<iframe src=/></iframe>",
    "<style>*{display:none}</style>", '<form action="/"><input name=a></form>', "<!-- <script>alert(1)</script> -->",
]  # fmt: skip
FORBIDDEN = ("script", "onerror", "onclick", "onload", "javascript:", "//malo", "data:", "style", "class=", "id=", "iframe",
             "form", "input", "svg", "<!--", "<img")  # fmt: skip


@pytest.mark.parametrize("pasted", PASTED)
def test_a_49_what_an_editor_pastes_is_cleaned_on_saving(sofia, pasted):
    saved = write(sofia.actor, f"<p>Antes.</p>{pasted}<p>Después.</p>").html
    assert "Antes." in saved
    assert [word for word in FORBIDDEN if word in saved] == []


def test_a_49_what_stands_in_the_database_is_cleaned_again_on_display(sofia, client):
    version = contents.publish(write(sofia.actor), actor=sofia.actor)
    ContentVersion.objects.filter(pk=version.pk).update(html="<p>Hola</p><script>alert(1)</script>")
    page = client.get("/").content.decode()
    assert "Hola" in page
    assert "alert(1)" not in page
    assert "alert(1)" not in client(sofia).get(f"{EDITOR}{version.number}/").content.decode()


def test_cleaning_keeps_what_the_original_texts_need_and_changes_nothing_twice():
    for place in PLACES.values():
        assert clean(place.original) == place.original
    assert (
        clean('<p>Vea la <a href="/estado/">página</a> o <a href="https://ejemplo.ec">otra</a>.</p>').count("href") == 2
    )
    assert lines("<h3>Uno</h3><ul><li>Dos &amp; <b>tres</b></li></ul>") == ["Uno", "Dos & tres"]


def test_a_49_the_editor_is_closed_to_servants_and_to_readers_of_the_sge(client, ana, reader, sofia):
    data = {"titulo": "Otro", "texto": "<p>x</p>"}
    assert client(ana).post(EDITOR, data).status_code == 403
    assert client(reader).get(EDITOR).status_code == 200
    assert client(reader).post(EDITOR, data).status_code == 403
    with pytest.raises(Forbidden):
        write(ana.actor)
    assert not ContentVersion.objects.exists()


def test_a_draft_is_seen_by_nobody_until_it_is_published_and_the_former_is_retired(client, sofia):
    desk = client(sofia)
    first = contents.publish(write(sofia.actor, "<p>Primera.</p>"), actor=sofia.actor)
    answer = desk.post(EDITOR, {"titulo": "Implantación", "texto": "<p>Segunda.</p><p>Con más.</p>"})
    assert answer["Location"] == f"{EDITOR}2/"
    assert on_the_page() == "<p>Primera.</p>"
    preview = Page(desk.get(f"{EDITOR}2/"))
    assert "Quita: Primera." in preview.text
    assert "Agrega: Con más." in preview.text
    desk.post(f"{EDITOR}2/", {"accion": "publicar"})
    assert on_the_page() == "<p>Segunda.</p><p>Con más.</p>"
    first.refresh_from_db()
    assert first.state == "retired"
    assert [e.action for e in Entry.objects.of(first.block)] == [
        "published",
        "retired",
        "written",
        "published",
        "written",
    ]


def test_an_old_version_is_restored_as_a_new_draft_and_retiring_shows_the_original(client, sofia):
    first = contents.publish(write(sofia.actor, "<p>Primera.</p>"), actor=sofia.actor)
    contents.publish(write(sofia.actor, "<p>Segunda.</p>"), actor=sofia.actor)
    client(sofia).post(f"{EDITOR}1/", {"accion": "restaurar"})
    third = ContentVersion.objects.get(number=3)
    assert (third.html, third.state) == (first.html, "draft")
    client(sofia).post(f"{EDITOR}2/", {"accion": "retirar"})
    assert on_the_page() == PLACE.original
    with pytest.raises(NotAllowedNow):
        contents.publish(first, actor=sofia.actor)


def test_a_version_for_later_begins_and_ends_by_the_clock(sofia):
    now = clock.now()
    contents.publish(write(sofia.actor, "<p>Hoy.</p>"), actor=sofia.actor)
    later = write(
        sofia.actor, "<p>Feria.</p>", visible_from=now + timedelta(days=2), visible_until=now + timedelta(days=3)
    )
    contents.publish(later, actor=sofia.actor)
    seen = {}
    for days in (1, 2.5, 4):
        with clock.frozen_at(now + timedelta(days=days)):
            seen[days] = on_the_page()
    assert seen == {1: "<p>Hoy.</p>", 2.5: "<p>Feria.</p>", 4: "<p>Hoy.</p>"}
    with pytest.raises(Invalid):
        write(sofia.actor, visible_from=now, visible_until=now)


def test_errors_of_the_editor_are_told_at_their_fields(client, sofia):
    page = Page(client(sofia).post(EDITOR, {"titulo": "", "texto": "<script>x</script>", "desde": "30 de nunca"}))
    assert page.response.status_code == 422
    assert "Complete el campo «Título»." in page.text
    assert "Escriba «Se muestra desde» como año-mes-día y hora" in page.text
    page = Page(client(sofia).post(EDITOR, {"titulo": "Uno", "texto": "<script>x</script>"}))
    assert "Escriba el texto." in page.text


def test_the_home_asks_for_all_its_texts_at_once(django_assert_max_num_queries, sofia):
    for place in HOME:
        contents.publish(contents.write(place, title="T", html="<p>x</p>", actor=sofia.actor), actor=sofia.actor)
    with django_assert_max_num_queries(2):  # the clock, the texts
        assert [one.html for one in contents.shown(HOME)] == ["<p>x</p>"] * 3
