"""B-14: who acts in somebody else's appointment finds no backups there, whatever the door."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from backups.models import BackupRequest
from backups.services import requests
from institutions.actors import actors_of
from institutions.delegations import services as delegations
from quipux import clock
from quipux.errors import Forbidden
from tests import factories
from tests.backups import making
from tests.backups.pages.reading import Page
from tests.cast import servant

pytestmark = pytest.mark.django_db
NAMES = ("detail", "history", "progress", "sent", "eliminate", "omissions", "download", "sums", "support")


@pytest.fixture
def paula(area):
    """Who acts for Bruno."""
    return servant(factories.make_servant(area, "Paula Vega"))


@pytest.fixture
def begin(diego, bruno, paula, client):
    """From this very minute Paula subrogates Bruno: her actor there, and her browser in that context."""

    def now():
        start = clock.now().replace(second=0, microsecond=0)
        wish = delegations.Wish(
            bruno.appointment, paula.appointment, start, start + timedelta(days=3), "A-1", start.date()
        )
        delegations.register(wish, actor=diego.actor)
        browser = client(paula)
        browser.post("/contexto/", {"context": str(bruno.appointment.uuid)})
        return next(actor for actor in actors_of(paula.user) if actor.is_delegate), browser

    return now


def test_b_14_the_delegate_sees_no_entry_in_the_menu_and_no_page_of_backups(begin):
    _, mine = begin()
    tray = Page(mine.get("/bandejas/recibidos/"))
    assert "Respaldo de Documentos" not in tray.text
    for name in ("menu", "request_form", "own_list", "institution_form", "institution_list"):
        assert mine.get(reverse(f"backups:{name}")).status_code == 404, name
    assert mine.post(reverse("backups:request_form"), {"accion": "guardar"}).status_code == 404
    assert not BackupRequest.objects.exists()


def test_b_14_the_titulars_requests_are_404_for_the_delegate(ana, bruno, begin):
    found = making.fulfilled(bruno, ana)
    delegate, mine = begin()
    for name in NAMES:
        assert mine.get(reverse(f"backups:{name}", args=[found.uuid])).status_code == 404, name
    assert mine.get(reverse("backups:part", args=[found.uuid, 1])).status_code == 404
    assert not BackupRequest.objects.visible_to(delegate).exists()


def test_b_14_the_services_refuse_the_delegate(ana, bruno, begin):
    factories.make_documents(21, bruno, to=[ana], at=making.at_noon(making.FIRST))
    delegate, _ = begin()
    with pytest.raises(Forbidden):
        requests.save_draft(making.wish(), actor=delegate)
    with pytest.raises(Forbidden):
        requests.send(making.wish(), actor=delegate, declared=True, key=uuid.uuid4())
    assert not BackupRequest.objects.exists()
