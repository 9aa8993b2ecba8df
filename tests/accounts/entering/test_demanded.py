"""A change of password that an operator demanded (accounts-portal §5)."""

import pytest

from accounts import credentials
from accounts.models import Role, User
from quipux.errors import Forbidden, NotAllowedNow
from quipux.history.models import Entry
from tests import factories
from tests.accounts.entering.making import letters_to
from tests.accounts.roles.test_roles import staff
from tests.cast import PASSWORD, CastClient

pytestmark = pytest.mark.django_db
LOGIN, PAGE, TRAY, FRESH = "/ingresar/", "/ingresar/contrasena/", "/bandejas/recibidos/", "cuatro caballos lentos"


@pytest.fixture
def user(ana):
    """Somebody with a post and an active account."""
    found = factories.make_user("Amelia Vaca", password=PASSWORD)
    factories.make_appointment(found, ana.appointment.area)
    return found


def enter(client, user, password):
    return client.post(LOGIN, {"username": user.identity_number, "password": password})


def test_she_sets_another_password_before_she_enters_and_nothing_open_goes_on(client, user):
    inside, agq = CastClient(), staff("Inés Puma", Role.AGQ)
    enter(inside, user, PASSWORD)
    page = f"/admin/personas/{user.uuid}/"
    assert client(agq).post(page, {"accion": "exigir", "motivo": ""}).status_code == 422
    assert client(agq).post(page, {"accion": "exigir", "motivo": "La escribió en un papel"}).status_code == 302
    assert inside.get(TRAY).status_code == 302
    assert [m.subject for m in letters_to(user.email)] == ["QUIPUX: Debe cambiar su contraseña"]
    assert Entry.objects.of(user).first().comment == "La escribió en un papel"

    door = CastClient()
    assert enter(door, user, PASSWORD)["Location"] == PAGE
    assert door.get(TRAY).status_code == 302
    same = door.post(PAGE, {"nueva": PASSWORD, "repetida": PASSWORD})
    assert (same.status_code, "igual a la actual" in same.content.decode()) == (422, True)
    assert door.post(PAGE, {"nueva": FRESH, "repetida": FRESH})["Location"] == LOGIN
    assert door.get(PAGE)["Location"] == LOGIN
    assert enter(door, user, PASSWORD).status_code == 422
    assert enter(door, user, FRESH)["Location"] == "/"
    assert door.get(TRAY).status_code == 200


def test_the_mesa_nobody_for_himself_and_only_of_an_active_account(user):
    agq, desk = staff("Inés Puma", Role.AGQ), staff("Tomás Vera", Role.DESK)
    for person, by in ((user, desk), (agq.user, agq)):
        with pytest.raises(Forbidden):
            credentials.demand_new_password(person, reason="Porque sí", by=by.actor)
    credentials.suspend(user, reason="Por oficio", by=agq.actor)
    with pytest.raises(NotAllowedNow):
        credentials.demand_new_password(User.objects.get(pk=user.pk), reason="Porque sí", by=agq.actor)
