"""The pages of corrections in a real browser, and what a program that reads too much is shown (ui §7.1, §10)."""

import pytest
from django.urls import reverse

from documents.models import PostCorrection
from documents.services.draft_rows import party_key
from quipux.limits import pages, services
from quipux.limits.models import PageUse
from tests import factories
from tests.looks import unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_axe_finds_nothing_and_no_page_scrolls_sideways(client, carla, ana, diego, page, live_server):
    title = "Especialista Principal de Contratación Pública y Adquisiciones"
    overrides = {party_key(ana.appointment): {"override_title": title, "override_academic_title": "Mgs."}}
    factories.make_draft(carla, to=[ana], type="oficio", overrides=overrides)
    cookie = client(diego).cookies["quipux"].value
    page.context.add_cookies([{"name": "quipux", "value": cookie, "url": live_server.url}])
    one = reverse("documents:correction", args=[PostCorrection.objects.get().uuid])
    for path in ("/institucion/correcciones/", one):
        assert page.goto(f"{live_server.url}{path}").status == 200
        assert unsound(page) == [], path
    services.count_page("list_page", diego.user.pk, period=pages.LISTS_PERIOD)
    PageUse.objects.update(count=pages.LISTS)
    assert page.goto(f"{live_server.url}/bandejas/recibidos/?texto=informe").status == 429
    assert unsound(page) == []
