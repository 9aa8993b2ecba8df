"""B-14: who acts in somebody else's appointment finds no backups there, whatever the door."""

import uuid

import pytest
from django.urls import reverse

from backups.models import BackupRequest
from backups.services import requests
from institutions import middleware
from institutions.actors import Actor
from quipux.errors import Forbidden
from tests.backups import making
from tests.backups.pages.reading import Page
from tests.factories import make_documents

pytestmark = pytest.mark.django_db
NAMES = ("detail", "history", "progress", "sent", "eliminate", "omissions", "download", "sums", "support")


@pytest.fixture
def delegate(carla, bruno, monkeypatch):
    """Carla, who acts in Bruno's appointment: the contexts of delegations will give this same actor."""
    actor = Actor(carla.user, bruno.appointment)
    assert actor.is_delegate
    monkeypatch.setattr(middleware, "resolve", lambda user, chosen: _with_contexts(actor))
    return actor


def _with_contexts(actor):
    vars(actor)["contexts"] = []
    return actor


def test_b_14_the_delegate_sees_no_entry_in_the_menu_and_no_page_of_backups(client, carla, delegate):
    mine = client(carla)
    tray = Page(mine.get("/bandejas/recibidos/"))
    assert "Respaldo de Documentos" not in tray.text
    for name in ("menu", "request_form", "own_list", "institution_form", "institution_list"):
        assert mine.get(reverse(f"backups:{name}")).status_code == 404, name
    assert mine.post(reverse("backups:request_form"), {"accion": "guardar"}).status_code == 404
    assert not BackupRequest.objects.exists()


def test_b_14_the_titulars_requests_are_404_for_the_delegate(client, ana, bruno, carla, delegate):
    found = making.fulfilled(bruno, ana)
    mine = client(carla)
    for name in NAMES:
        assert mine.get(reverse(f"backups:{name}", args=[found.uuid])).status_code == 404, name
    assert mine.get(reverse("backups:part", args=[found.uuid, 1])).status_code == 404
    assert not BackupRequest.objects.visible_to(delegate).exists()


def test_b_14_the_services_refuse_the_delegate(ana, bruno, delegate):
    make_documents(21, bruno, to=[ana], at=making.at_noon(making.FIRST))
    with pytest.raises(Forbidden):
        requests.save_draft(making.wish(), actor=delegate)
    with pytest.raises(Forbidden):
        requests.send(making.wish(), actor=delegate, declared=True, key=uuid.uuid4())
    assert not BackupRequest.objects.exists()
