"""The first password (accounts-portal §4, §7.3)."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.activation import send_activation
from accounts.models import CredentialState, User
from quipux import clock
from quipux.errors import NotAllowedNow
from quipux.history.models import Entry
from tests import factories
from tests.accounts.entering.making import ask_recovery, last_link, letters_to

NEW, FRESH = "/clave/nueva/", "cuatro caballos lentos"
BEGAN = datetime(2026, 5, 20, 15, 2, tzinfo=UTC)


@pytest.fixture
def newcomer(db):
    """Somebody created by an AIQ: a pending credential, an address nobody confirmed."""
    return User.objects.create_user(factories.cedula(411_001), given_names="Nora", surnames="Lema Paz",
                                    email="nora@ejemplo.gob.ec")  # fmt: skip


def test_a_25_the_link_works_once_until_its_seventy_second_hour(client, newcomer, diego):
    with clock.frozen_at(BEGAN):
        assert send_activation(newcomer, diego.actor)
        [letter] = letters_to(newcomer.email)
        link = last_link(newcomer.email)
    assert letter.subject == "QUIPUX: Activación de cuenta"
    with clock.frozen_at(BEGAN + timedelta(hours=71)):
        assert client.get(link)["Location"] == NEW
        assert "Crear contraseña" in client.get(NEW).content.decode()
        assert client.post(NEW, {"nueva": FRESH, "repetida": FRESH}).status_code == 302
        assert client.get(link).status_code == 410
    newcomer.refresh_from_db()
    assert newcomer.credential == CredentialState.ACTIVE
    assert newcomer.verified_email == newcomer.email
    assert letters_to(newcomer.email)[-1].subject == "QUIPUX: Su cuenta está activa"
    assert list(Entry.objects.of(newcomer).values_list("action", flat=True)) == ["activated", "activation_sent"]


def test_a_25_after_it_the_administrator_sends_another(client, newcomer, diego):
    with clock.frozen_at(BEGAN):
        send_activation(newcomer, diego.actor)
        link = last_link(newcomer.email)
    with clock.frozen_at(BEGAN + timedelta(hours=73)):
        late = client.get(link)
        assert late.status_code == 410
        assert "El enlace ha caducado. Pida a su Administrador Institucional Quipux" in late.content.decode()
        send_activation(newcomer, diego.actor)
        assert client.get(last_link(newcomer.email)).status_code == 302


def test_a_25_a_pending_person_may_recover_instead(client, newcomer):
    ask_recovery(client, newcomer.identity_number)
    client.get(last_link(newcomer.email))
    assert client.post(NEW, {"nueva": FRESH, "repetida": FRESH}).status_code == 302
    newcomer.refresh_from_db()
    assert newcomer.credential == CredentialState.ACTIVE


def test_an_active_account_needs_no_activation_and_nobody_without_address_is_written_to(newcomer, diego, db):
    active = User.objects.create_user(factories.cedula(411_002), FRESH, given_names="Eva", surnames="Ruiz Mora")
    with pytest.raises(NotAllowedNow):
        send_activation(active, diego.actor)
    newcomer.email = ""
    assert not send_activation(newcomer, diego.actor)


def test_an_address_that_somebody_confirmed_meanwhile_is_not_taken_from_them(client, newcomer, diego):
    send_activation(newcomer, diego.actor)
    client.get(last_link(newcomer.email))
    factories.make_user("Otra Persona", email="NORA@ejemplo.gob.ec")
    response = client.post(NEW, {"nueva": FRESH, "repetida": FRESH})
    assert response.status_code == 409
    newcomer.refresh_from_db()
    assert newcomer.credential == CredentialState.PENDING
