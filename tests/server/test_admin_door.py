"""The door of the administration (safety S-64; accounts-portal §12)."""

from importlib import reload

import pytest
from django.test import Client
from django.urls import clear_url_caches

from accounts.models import LoginTry
from quipux import urls
from quipux.content_policy import ADMIN, STRICT, policy_for
from tests.cast import BACKEND
from tests.house import matrix

pytestmark = pytest.mark.django_db
OUTSIDE, INSIDE = "198.51.100.7", "10.20.30.40"


@pytest.fixture
def elsewhere(settings):
    """The administration under a path of its own."""

    def again():
        clear_url_caches()
        reload(urls)

    settings.QUIPUX_ADMIN_PATH = "/gobierno/"
    again()
    yield
    settings.QUIPUX_ADMIN_PATH = "/admin/"
    again()


def test_s_64_the_administration_is_where_the_installation_put_it(client, sofia, elsewhere):
    entered = client(sofia)
    assert entered.get("/gobierno/").status_code == 200
    assert entered.get("/admin/").status_code == 404
    assert (policy_for("/gobierno/"), policy_for("/gobierno/personas/")) == (ADMIN, STRICT)


def test_s_64_outside_its_networks_it_does_not_exist_not_even_for_an_operator(client, sofia, settings):
    settings.QUIPUX_ADMIN_NETWORKS = ("10.0.0.0/8",)
    entered = client(sofia)
    unknown = entered.get("/no-existe/", REMOTE_ADDR=OUTSIDE)
    for ask in (entered.get, entered.post):
        refused = ask("/admin/personas/", REMOTE_ADDR=OUTSIDE)
        assert (refused.status_code, refused.content) == (404, unknown.content)
    assert client.get("/admin/login/", REMOTE_ADDR=OUTSIDE).status_code == 404
    assert entered.get("/admin/personas/", REMOTE_ADDR=INSIDE).status_code == 200


def test_s_64_its_login_is_the_one_door_with_its_lock(client, sofia):
    sofia.user.set_password("clave-de-prueba-9")
    sofia.user.save()
    answer = client.post("/admin/login/", {"username": sofia.user.identity_number, "password": "clave-de-prueba-9"})
    assert answer["Location"].startswith("/ingresar/")
    assert "_auth_user_id" not in client.session
    for _ in range(5):
        answer = client.post("/ingresar/?next=/admin/", {"username": sofia.user.identity_number, "password": "adivina"})
    assert LoginTry.objects.filter(succeeded=False).count() >= 3
    assert "_auth_user_id" not in client.session


def test_s_64_no_button_of_the_administration_works_without_the_token_of_its_form(sofia):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(sofia.user, backend=BACKEND)
    paths = {"/" + one.pattern.split("<")[0] for name, one in matrix.routes().items() if name.startswith("admin:")}
    statuses = {path: strict.post(path).status_code for path in sorted(paths)}
    assert {path: status for path, status in statuses.items() if status not in (403, 404, 405)} == {}
    assert sum(status == 403 for status in statuses.values()) > 30
