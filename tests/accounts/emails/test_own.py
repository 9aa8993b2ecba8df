"""«Correos»: double opt-in at the new address, «No fui yo» at the old one (accounts-portal §2.3, §8.4)."""

import re
from datetime import timedelta

import pytest

from accounts import email_changes, leaving, lost_emails, sessions
from accounts.models import EmailChange, SecurityCase
from quipux import clock
from quipux.accesslog.models import AccessEntry, Event
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests.accounts.entering.making import ask_recovery, letters_to
from tests.cast import PASSWORD

EMAILS, TRAY = "/mi-perfil/correos/", "/bandejas/recibidos/"
NEW = "ana.nueva@ejemplo.org"
LINK = re.compile(r"http://localhost(/correo/[a-z-]+/[^/\s]+/)")


@pytest.fixture
def user(ana):
    """Ana's user with a password."""
    ana.user.set_password(PASSWORD)
    ana.user.save()
    return ana.user


@pytest.fixture
def entered(client, user):
    """Ana's browser, just entered."""
    client.post("/ingresar/", {"username": user.identity_number, "password": PASSWORD})
    return client


def link_to(address: str, way: str) -> str:
    """The newest link of one kind that an address got."""
    found = [path for message in letters_to(address) for path in LINK.findall(message.body) if way in path]
    return found[-1]


def ask(client, address=NEW, use="principal"):
    return client.post(EMAILS, {"accion": "cambiar", "uso": use, "correo": address})


def changed(client, user):
    """Ana asked for another principal address, and whoever reads it confirmed it."""
    assert ask(client).status_code == 302
    assert type(client)().post(link_to(NEW, "confirmar")).status_code == 200
    user.refresh_from_db()
    return user


def test_a_38_not_me_after_a_change_restores_the_address_and_ends_the_sessions(client, entered, user):
    old = user.email
    changed(entered, user)
    assert user.email == NEW
    stranger = type(client)()
    path = link_to(old, "no-fui-yo")
    assert stranger.get(path).status_code == 200
    assert entered.get(TRAY).status_code == 200  # looking changed nothing
    assert "La dirección anterior está en uso otra vez" in stranger.post(path).content.decode()
    user.refresh_from_db()
    assert (user.email, user.verified_email) == (old, old)
    assert entered.get(TRAY)["Location"].startswith("/ingresar/")
    assert not sessions.alive_of(user).exists()
    assert not user.has_usable_password()  # who asked knew it
    assert SecurityCase.objects.get(person=user).closed_at is None
    assert stranger.post(path).status_code == 410
    ask_recovery(type(client)(), user.identity_number)
    assert letters_to(old)[-1].subject == "QUIPUX: Cambio de contraseña"


def test_not_me_before_the_confirmation_stops_the_change(client, entered, user):
    old = user.email
    ask(entered)
    confirm = link_to(NEW, "confirmar")
    assert "El correo no cambió" in client.post(link_to(old, "no-fui-yo")).content.decode()
    assert client.post(confirm).status_code == 410
    user.refresh_from_db()
    assert user.email == old


def test_not_me_is_heard_for_seventy_two_hours(client, entered, user):
    old = user.email
    changed(entered, user)
    path = link_to(old, "no-fui-yo")
    with clock.frozen_at(clock.now() + timedelta(hours=72)):
        assert client.post(path).status_code == 410
    user.refresh_from_db()
    assert user.email == NEW


def test_the_change_needs_its_confirmation_within_a_day_and_leaves_its_trace(client, entered, user):
    old = user.email
    ask(entered)
    path, stranger = link_to(NEW, "confirmar"), type(client)()
    assert stranger.get(path).status_code == 200
    user.refresh_from_db()
    assert user.email == old
    with clock.frozen_at(clock.now() + timedelta(hours=24)):
        assert stranger.get(path).status_code == stranger.post(path).status_code == 410
        assert lost_emails.apply_due() == {"applied": 0, "expired": 1}
    changed(entered, user)
    labels = [entry.label for entry in Entry.objects.of(user)]
    assert {"Pedir el cambio del correo", "Confirmar el correo nuevo", "Cambiar el correo"} <= set(labels)
    assert AccessEntry.objects.by(user).filter(event=Event.EMAIL).count() == 3
    assert {message.subject for message in letters_to(NEW)} == {
        "QUIPUX: Confirme su correo",
        "QUIPUX: Su correo fue cambiado",
    }
    assert not Mail.objects.filter(text__contains=path.split("/")[3]).exists()  # no row holds the secret


def test_the_password_is_asked_where_the_last_proof_is_old(entered, user):
    with clock.frozen_at(clock.now() + timedelta(minutes=11)):
        page = ask(entered)
        assert (page.status_code, EmailChange.objects.count()) == (422, 0)
        data = {"accion": "cambiar", "uso": "principal", "correo": NEW, "clave": PASSWORD}
        assert entered.post(EMAILS, data).status_code == 302


def test_an_address_of_somebody_else_is_told_only_to_who_reads_it(client, entered, user, bruno):
    assert ask(entered, bruno.user.email.upper()).status_code == 302
    refused = client.post(link_to(bruno.user.email.upper(), "confirmar"))
    assert (refused.status_code, email_changes.TAKEN in refused.content.decode()) == (409, True)
    user.refresh_from_db()
    assert user.email != bruno.user.email


def test_her_own_address_and_a_sixth_question_of_a_day_are_refused(entered, user):
    assert ask(entered, user.email).status_code == 422
    assert [ask(entered, f"ana{n}@ejemplo.org").status_code for n in range(6)] == [302] * 5 + [422]
    assert EmailChange.objects.open().count() == 1  # a newer one takes the place of the older


def test_a_change_is_withdrawn_by_its_person_only(client, entered, user, bruno):
    ask(entered)
    change = EmailChange.objects.get()
    assert client(bruno).post(EMAILS, {"accion": "retirar", "cambio": str(change.uuid)}).status_code == 404
    assert entered.post(EMAILS, {"accion": "retirar", "cambio": str(change.uuid)}).status_code == 302
    assert client.get(link_to(NEW, "confirmar")).status_code == 410
    assert entered.post(EMAILS, {"accion": "retirar", "cambio": "nada"}).status_code == 404


def test_a_27_a_confirmed_personal_address_takes_the_place_of_the_one_left_behind(client, entered, user):
    old = user.email
    ask(entered, NEW, use="personal")
    client.post(link_to(NEW, "confirmar"))
    user.refresh_from_db()
    assert (user.email, user.personal_email) == (old, NEW)
    assert not leaving.leave_institution(user, ["ejemplo.gob.ec"])
    ask_recovery(type(client)(), user.identity_number)
    assert letters_to(NEW)[-1].subject == "QUIPUX: Cambio de contraseña"
    assert [message.subject for message in letters_to(old)][-1] == "QUIPUX: Su correo fue cambiado"


def test_the_personal_address_is_removed(client, entered, user):
    ask(entered, NEW, use="personal")
    client.post(link_to(NEW, "confirmar"))
    assert entered.post(EMAILS, {"accion": "quitar"}).status_code == 302
    user.refresh_from_db()
    assert user.personal_email == ""
