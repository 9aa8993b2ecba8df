"""U-02 and section 6: the frame of every page, as strict HTML without anything the policy forbids."""

import re
from types import SimpleNamespace

import html5lib
import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.urls import set_urlconf

from quipux.web import menu
from quipux.web.components import tracker_steps
from quipux.web.context import Frame

PATHS = [
    "/patrones/",
    "/accesibilidad/",
    "/privacidad/",
    "/acerca-de/",
    "/formulario/",
    "/no-existe/",
    "/cerrado/",
]


@pytest.fixture
def everything(pages, settings):
    settings.QUIPUX_DEMO = True
    return pages


def parsed(answer):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(answer.content.decode())


@pytest.mark.parametrize("path", PATHS)
def test_u_02_every_page_is_valid_html_with_one_title_one_heading_and_its_landmarks(everything, path):
    page = parsed(everything.get(path))
    elements = list(page.iter())
    tags = [e.tag for e in elements]
    ids = [e.get("id") for e in elements if e.get("id")]
    assert {tag: tags.count(tag) for tag in ("h1", "header", "main", "footer", "title")} == dict.fromkeys(
        ("h1", "header", "main", "footer", "title"), 1
    )
    assert len(ids) == len(set(ids))
    assert page.find("body").find("a").get("href") == "#contenido"
    assert page.find(".//main").get("id") == "contenido"


@pytest.mark.parametrize("path", PATHS)
def test_nothing_that_the_content_policy_forbids_is_in_a_page(everything, path):
    for element in parsed(everything.get(path)).iter():
        attributes = {str(name): value for name, value in element.attrib.items()}
        assert element.tag not in {"style", "base", "iframe"}
        assert not any(name.startswith("on") or name == "style" for name in attributes), attributes
        assert not any(re.match(r"javascript:|https?:|//", value or "") for value in attributes.values()), attributes
        if element.tag == "script":
            assert attributes.get("src", "").startswith("/static/")
            assert not element.text


def test_u_02_titles_are_unique_and_the_footer_is_the_same_everywhere(everything):
    pages = [everything.get(path).content.decode() for path in PATHS[:-1]]
    titles = [re.search(r"<title>(.*?)</title>", page)[1] for page in pages]
    assert len(set(titles)) == len(titles)
    assert all(title.endswith(" - Quipux") for title in titles)
    assert len({page[page.index("<footer"):page.index("</footer>")] for page in pages}) == 1  # fmt: skip
    links = re.findall(r'href="([^"]+)"', pages[0][pages[0].index("<footer") :])
    assert links == ["/ayuda/", "/estado/", "/accesibilidad/", "/privacidad/", "/terminos/", "/acerca-de/"]


def test_the_pattern_page_does_not_exist_in_production(pages, settings):
    settings.QUIPUX_DEMO = settings.DEBUG = False
    assert pages.get("/patrones/").status_code == 404
    assert pages.get("/patrones/progreso/").status_code == 404


def test_every_component_has_an_example(root, everything):
    """ui.md section 7: one template per pattern, one example of each in the pattern page or the frame."""
    rendered = {template.name for template in everything.get("/patrones/").templates}
    elsewhere = {"components/_panel.html", "components/_banners.html"}
    names = {f"components/{path.name}" for path in (root / "templates/components").glob("_*.html")}
    assert names - rendered - elsewhere == set()


def test_groups_of_several_apps_are_joined_and_ordered(monkeypatch):
    monkeypatch.setattr(menu, "_menu_providers", [])
    item = menu.MenuItem
    menu.register(lambda request: [menu.MenuGroup("Administración", [item("Respaldo de Documentos", "/r/")])])
    trays = menu.MenuGroup("Bandejas", [item("Recibidos", "/b/", 27, 143)])
    menu.register(lambda request: [trays, menu.MenuGroup("Otros", [])])
    last = menu.register(lambda request: [menu.MenuGroup("Administración", [item("Áreas", "/a/")])])
    menu.register(last)
    groups = menu.menu_for(None)
    assert [(g.label, [i.label for i in g.items]) for g in groups] == [
        ("Bandejas", ["Recibidos"]),
        ("Administración", ["Respaldo de Documentos", "Áreas"]),
    ]
    assert menu.unread_in(groups) == 27


@pytest.mark.parametrize(
    ("unread", "total", "seen", "heard"),
    [(27, 143, "27/143", "27 sin leer de 143"), (None, 512, "512", "512"), (0, 6, "6", "6"), (None, None, "", ""),
     (1500, 2000, "999+/999+", "999+ sin leer de 999+")],
)  # fmt: skip
def test_counters_of_the_menu_are_drawn_and_read_aloud(unread, total, seen, heard):
    markup = render_to_string("components/_counter.html", {"item": menu.MenuItem("x", "/", unread, total)})
    drawn = re.sub(r"<[^>]+>", "", re.sub(r'<span class="govuk-visually-hidden">.*?</span>', "", markup)).strip()
    assert drawn == seen
    assert heard in re.sub(r"<[^>]+>", "", markup)


def test_nothing_of_the_frame_is_computed_for_a_person_who_is_not_in(rf, monkeypatch):
    monkeypatch.setattr(menu, "_menu_providers", [lambda request: 1 / 0])
    request = rf.get("/")
    request.actor = None
    frame = Frame(request)
    assert (frame.person, frame.menu, frame.contexts, frame.is_training) == ("", [], [], False)


def test_u_03_the_panel_names_every_context_and_marks_the_one_in_use(everything):
    page = everything.get("/patrones/").content.decode()
    panel = page[page.index('<details class="qx-usuario"') : page.index("</details>")]
    assert "Usuario:</span> Ana Torres, Especialista" in panel
    button = (
        r'<button type="submit" name="context" value="(\d)"( aria-current="true")?>\(Serv\.\) Ana Torres / ([^/]+) /'
    )
    assert re.findall(button, panel) == [
        ("1", ' aria-current="true"', "Ministerio de Ejemplo"),
        ("2", "", "Empresa Pública de Ejemplo"),
    ]
    assert re.findall(r'<form action="([^"]+)" method="post"', panel) == ["/contexto/", "/salir/"]
    assert panel.count("csrfmiddlewaretoken") == 2


def test_the_quick_search_is_there_only_where_its_address_exists(everything, settings):
    assert 'role="search" action="/buscar/"' in everything.get("/patrones/").content.decode()
    set_urlconf("quipux.web.urls")
    try:
        assert 'role="search"' not in render_to_string("components/_search.html", {"frame": SimpleNamespace(actor=1)})
    finally:
        set_urlconf(None)


def test_u_24_messages_become_at_most_one_banner_of_each_kind():
    kinds = (constants.SUCCESS, constants.SUCCESS, constants.WARNING, constants.ERROR, constants.INFO)
    messages = [Message(level, f"mensaje {i}") for i, level in enumerate(kinds)]
    markup = render_to_string("components/_banners.html", {"messages": messages})
    assert re.findall(r'id="aviso-(\w+)">(\w+)<', markup) == [
        ("success", "Listo"), ("warning", "Atención"), ("notice", "Aviso")]  # fmt: skip
    assert markup.count("__heading") == 5


@pytest.mark.parametrize(
    ("arguments", "states"),
    [
        ({"reached": 0}, ["current", *["pending"] * 4]),
        ({"reached": 3}, [*["done"] * 3, "current", "pending"]),
        ({"reached": 4, "finished": True}, ["done"] * 5),
        ({"reached": 3, "stopped": "Con error", "reason": "Falló."}, [*["done"] * 3, "stopped", "pending"]),
    ],
)
def test_u_20_the_tracker_says_what_is_done_and_where_it_is(arguments, states):
    steps = tracker_steps(**arguments)
    assert [step.state for step in steps] == states
    markup = render_to_string("components/_tracker.html", {"steps": steps})
    assert markup.count(": hecho") == states.count("done")
    assert markup.count('aria-current="step"') == states.count("current") + states.count("stopped")


def test_u_20_a_stopped_step_shows_its_word_and_its_reason():
    steps = tracker_steps(3, stopped="Detenido", reason="Por <la> SGE")
    markup = render_to_string("components/_tracker.html", {"steps": steps})
    assert "Detenido" in markup
    assert "Por &lt;la&gt; SGE" in markup
    assert "En ejecución" not in markup


def test_u_19_the_recorrido_keeps_the_order_it_is_given_and_names_every_value(everything):
    page = everything.get("/patrones/").content.decode()
    table = page[page.index("Recorrido de la Solicitud No. 41315") :]
    headings = re.findall(r'<th scope="col"[^>]*>(?:<abbr[^>]*>)?([^<]+)', table[: table.index("</thead>")])
    assert headings == ["Fecha", "Acción", "Usuario", "Área", "Estado Sol.", "Estado Resp.", "Comentario"]
    body = table[: table.index("</table>")]
    assert body.index("Solicitud aprobada") < body.index("Solicitud enviada")
    assert re.findall(r'data-rotulo="([^"]+)"', body)[:7] == headings


def test_u_44_a_52_the_statement_of_accessibility_changes_only_with_its_date(root):
    """Change both together: the digest below, and STATEMENT_DATE in quipux/web/views.py."""
    import hashlib

    from quipux.web.views import STATEMENT_DATE

    text = (root / "templates/web/accessibility.html").read_bytes()
    assert (STATEMENT_DATE, hashlib.sha256(text).hexdigest()[:16]) == ("2026-11-21", "657e6b997dcff07b")
