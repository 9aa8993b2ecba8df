"""Pages of this family on three screens: sound for axe, no sideways scroll, complete without scripts (ui §5, §8)."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse

from documents.choices import services

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = ((1366, 768), (390, 844), (320, 640))


def cookie_of(entered, live_server):
    return {"name": "quipux", "value": entered.cookies["quipux"].value, "url": live_server.url}


def test_settings_and_what_a_network_that_fails_too_often_is_asked(
    browser, client, live_server, diego, sofia, institution
):
    services.allow_server_key(institution, True, reason="Oficio SGE-2026-12", actor=sofia.actor)
    for _ in range(3):
        Client().get("/verificar/7K3M-2QXW-94HT-RB6C/")
        Client().get("/tramites/", {"numero": "X", "codigo": "z"})
    visits = [(client(diego), ["/institucion/ajustes-de-documentos/"]), (client(sofia), [reverse("admin:firma:server_keys"),
              reverse("admin:firma:server_key", args=[institution.uuid])]),
              (None, ["/verificar/7K3M-2QXW-94HT-RB6C/", "/tramites/", "/tramites/?numero=X&codigo=z"])]  # fmt: skip
    found = []
    for size in SIZES:
        for entered, paths in visits:
            context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="es-EC")
            context.add_cookies([cookie_of(entered, live_server)] if entered else [])
            page = context.new_page()
            for path in paths:
                page.goto(live_server.url + path)
                page.get_by_role("heading", level=1).wait_for()
                found += [(size, path, fault["id"]) for fault in Axe().run(page).response["violations"]]
                if page.evaluate("document.documentElement.scrollWidth") > size[0]:
                    found.append((size, path, "sideways scroll"))
            context.close()
    assert found == []
