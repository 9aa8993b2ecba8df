"""«¿Olvidó su contraseña?» (accounts-portal §7.2, §8.3; safety S-10 to S-13)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from accounts import credentials
from accounts.models import CredentialState, PasswordLink, User
from institutions.actors import Operator
from quipux import clock
from quipux.accesslog.models import AccessEntry, Event
from quipux.outbox.models import Mail
from tests import factories
from tests.accounts.entering.making import (
    RECOVER,
    ask_recovery,
    headers,
    last_link,
    letters_to,
    link_in,
    solved,
    statements,
)
from tests.cast import PASSWORD

ASKED, NEW, LOGIN, TRAY = (
    "/clave/recuperar/enviado/", "/clave/nueva/", "/ingresar/", "/bandejas/recibidos/")  # fmt: skip
FRESH = "cuatro caballos lentos"
BEGAN = datetime(2026, 5, 20, 15, 2, tzinfo=UTC)


@pytest.fixture
def entering(ana):
    """Ana with an active credential and a password."""
    user = User.objects.create_user(factories.cedula(410_001), PASSWORD, given_names="Amelia", surnames="Torres Vaca",
                                    email="amelia@ejemplo.gob.ec", email_verified_at=clock.now())  # fmt: skip
    factories.make_appointment(user, ana.appointment.area)
    return user


def ask(client, number):
    return ask_recovery(client, number, follow=True)


def define(client, password=FRESH, repeated=None):
    return client.post(NEW, {"nueva": password, "repetida": password if repeated is None else repeated})


def enter(client, user, password):
    return client.post(LOGIN, {"username": user.identity_number, "password": password})


def test_a_19_known_and_unknown_get_one_answer_and_only_the_known_one_a_mail(client, entering):
    known, unknown = ask(client, entering.identity_number), ask(client, factories.cedula(410_999))
    assert known.redirect_chain == unknown.redirect_chain == [(ASKED, 302)]
    assert known.content == unknown.content
    assert "Si la cédula consta en Quipux, en unos minutos llegará un correo" in known.content.decode()
    assert not mail.outbox  # queued, not sent in the request
    [letter] = letters_to(entering.email)
    assert letter.subject == "QUIPUX: Cambio de contraseña"
    assert len(mail.outbox) == 1
    assert entering.identity_number not in letter.body + letter.alternatives[0][0]


@pytest.fixture
def numbers(entering) -> list[str]:
    """Ten cédulas: by turns, of people who may recover, pending, suspended, without an address, and of nobody."""
    found = []
    for each in range(2):
        able = factories.make_user(password=PASSWORD, credential=CredentialState.ACTIVE, email_verified_at=clock.now())
        suspended = factories.make_user(password=PASSWORD, credential=CredentialState.SUSPENDED, is_active=False)
        bare = factories.make_user(password=PASSWORD, credential=CredentialState.ACTIVE, email="")
        people = able, factories.make_user(), suspended, bare
        found += [person.identity_number for person in people] + [factories.cedula(430_000 + each)]
    return found


def test_s_10_every_kind_of_cedula_gets_one_answer(client, numbers):
    """Within the limits of accounts-portal §6 and beyond them. ``test_bench`` asks two hundred times for each kind."""
    answers = set()
    for minutes in (0, 2, 6):
        with clock.frozen_at(BEGAN + timedelta(minutes=minutes)):
            for number in numbers:
                answer = ask(type(client)(), number)
                answers.add((str(answer.redirect_chain), headers(answer), answer.content))
    [(chain, _, page)] = answers
    assert ASKED in chain
    assert "Si la cédula consta en Quipux" in page.decode()
    assert not mail.outbox  # queued, not sent in the request
    written = Mail.objects.values_list("to", flat=True)
    addressed = User.objects.filter(identity_number__in=[*numbers[::5], *numbers[1::5]])
    assert set(written) == set(addressed.values_list("email", flat=True))


def test_s_10_the_work_of_the_answer_does_not_tell_who_exists(client, numbers):
    """One mail is queued by the same statements as it is pretended; the times themselves are in ``test_bench``."""
    found = set()
    for number in numbers:
        data = solved(client.get(RECOVER), cedula=number)
        found.add(statements(lambda data=data: client.post(RECOVER, data)))
    [work] = found
    assert work.count('INSERT INTO "outbox_mail"') == 1
    assert Mail.objects.count() == 4  # of the two who may recover and the two who are pending
    assert not mail.outbox


def test_a_20_asking_for_a_recovery_changes_nothing(client, entering):
    ask(client, entering.identity_number)
    client.get(last_link(entering.email))
    assert enter(type(client)(), entering, PASSWORD).status_code == 302


def test_the_link_defines_a_new_password_once(client, entering):
    ask(client, entering.identity_number)
    link = last_link(entering.email)
    opened = client.get(link)
    assert opened["Location"] == NEW
    assert opened["Referrer-Policy"] == "no-referrer"
    assert "no-store" in opened["Cache-Control"]
    page = client.get(NEW)
    assert link.split("/")[3] not in page.content.decode()
    response = client.post(NEW, {"nueva": FRESH, "repetida": FRESH}, follow=True)
    assert "Su contraseña ha sido cambiada exitosamente." in response.content.decode()
    assert enter(client, entering, PASSWORD).status_code == 422
    assert enter(client, entering, FRESH).status_code == 302


def gone(response, sentence="El enlace no es válido o ha caducado. Solicite uno nuevo."):
    page = response.content.decode()
    return response.status_code == 410 and sentence in page and "password" not in page


def test_a_21_s_12_a_link_is_used_once_and_a_scanner_does_not_use_it(client, entering):
    ask(client, entering.identity_number)
    link = last_link(entering.email)
    type(client)().get(link)  # what a scanner of mails does
    client.get(link)
    assert define(client).status_code == 302
    assert gone(client.get(link))
    assert gone(client.get(NEW))
    assert gone(define(client))


def test_a_21_s_12_a_link_lives_half_an_hour(client, entering):
    with clock.frozen_at(BEGAN):
        ask(client, entering.identity_number)
        link = last_link(entering.email)
    with clock.frozen_at(BEGAN + timedelta(minutes=29)):
        assert client.get(link).status_code == 302
    with clock.frozen_at(BEGAN + timedelta(minutes=31)):
        assert gone(client.get(link))
        assert gone(define(client))


def test_a_21_a_newer_link_voids_the_older(client, entering):
    with clock.frozen_at(BEGAN):
        ask(client, entering.identity_number)
        first = last_link(entering.email)
    with clock.frozen_at(BEGAN + timedelta(minutes=6)):
        ask(client, entering.identity_number)
        assert client.get(last_link(entering.email)).status_code == 302
        assert gone(client.get(first))


def test_a_21_suspension_voids_the_link_and_ends_the_session(client, entering, sofia):
    ask(client, entering.identity_number)
    link, session = last_link(entering.email), type(client)()
    enter(session, entering, PASSWORD)
    assert session.get(TRAY).status_code == 200
    credentials.suspend(entering, reason="Se pidió por oficio", by=sofia.actor)
    assert gone(client.get(link))
    assert session.get(TRAY).status_code == 302
    assert [m.subject for m in letters_to(entering.email)][-1] == "QUIPUX: Su cuenta está suspendida"


def test_a_22_s_13_a_forged_host_is_refused_and_the_link_uses_the_configured_one(client, entering):
    data = solved(client.get(RECOVER), cedula=entering.identity_number)
    assert client.post(RECOVER, data, HTTP_HOST="malo.example").status_code == 400
    ask(client, entering.identity_number)
    [letter] = letters_to(entering.email)
    assert "http://localhost/clave/enlace/" in letter.body
    assert link_in(letter)


def test_a_23_success_ends_the_other_sessions_and_mails_her(client, entering):
    elsewhere = type(client)()
    enter(elsewhere, entering, PASSWORD)
    assert elsewhere.get(TRAY).status_code == 200
    ask(client, entering.identity_number)
    client.get(last_link(entering.email))
    define(client)
    assert elsewhere.get(TRAY)["Location"].startswith(LOGIN)
    letter = letters_to(entering.email)[-1]
    assert letter.subject == "QUIPUX: Su contraseña fue cambiada"
    assert "Red: 127.0.0.1" in letter.body


def test_a_24_a_sixth_request_of_a_day_sends_no_mail_and_shows_the_same(client, entering):
    answers = []
    for hour in range(6):
        with clock.frozen_at(BEGAN + timedelta(hours=hour)):
            answers.append(ask(client, entering.identity_number).content)
    assert len(set(answers)) == 1
    assert len(letters_to(entering.email)) == 5


def test_s_11_more_than_one_in_five_minutes_sends_one_mail(client, entering):
    with clock.frozen_at(BEGAN):
        for _ in range(3):
            ask(client, entering.identity_number)
        assert len(letters_to(entering.email)) == 1


def test_without_a_confirmed_address_no_mail_goes_anywhere(client, entering):
    User.objects.filter(pk=entering.pk).update(email_stale_at=clock.now())
    ask(client, entering.identity_number)
    User.objects.filter(pk=entering.pk).update(email_stale_at=None, email_verified_at=None)
    with clock.frozen_at(clock.now() + timedelta(minutes=6)):
        ask(client, entering.identity_number)
    assert letters_to(entering.email) == []


def test_what_a_link_is_made_for_must_not_have_changed(client, entering):
    ask(client, entering.identity_number)
    link = last_link(entering.email)
    User.objects.filter(pk=entering.pk).update(email="otra@ejemplo.gob.ec")
    assert gone(client.get(link))


@pytest.mark.parametrize(("password", "repeated", "sentence"), [
    ("corta", "corta", "Use de 8 a 128 caracteres."),
    (FRESH, "otra cosa distinta", "Las dos contraseñas no son iguales."),
    ("amelia la mejor", "amelia la mejor", "La contraseña contiene un dato suyo"),
    (PASSWORD, PASSWORD, "La contraseña es igual a la actual."),
])  # fmt: skip
def test_a_refused_password_leaves_the_link(client, entering, password, repeated, sentence):
    ask(client, entering.identity_number)
    client.get(last_link(entering.email))
    refused = define(client, password, repeated)
    assert refused.status_code == 422
    assert sentence in refused.content.decode()
    assert password not in refused.content.decode()
    assert define(client).status_code == 302


def test_the_steps_stand_in_the_access_log_without_the_typed_number(client, entering):
    ask(client, entering.identity_number)
    ask(client, factories.cedula(410_998))
    client.get(last_link(entering.email))
    define(client)
    mine = AccessEntry.objects.by(entering)
    assert [e.event for e in mine] == [Event.PASSWORD, Event.RECOVERY_USED, Event.RECOVERY_ASKED]
    [unknown] = AccessEntry.objects.filter(event=Event.RECOVERY_ASKED, user=None)
    assert len(unknown.identifier) == 64


def test_the_token_is_in_no_row(client, entering):
    ask(client, entering.identity_number)
    token = last_link(entering.email).split("/")[3]
    client.get(f"/clave/enlace/{token}/")
    kept = [*Mail.objects.values_list("text", "html"), *PasswordLink.objects.values_list("digest"),
            list(client.session.items())]  # fmt: skip
    assert token not in str(kept)
    assert len(token) >= 43  # 256 bits


def test_who_was_suspended_by_an_incident_comes_back_by_recovery_only(client, entering, sofia):
    suspended = credentials.suspend(entering, reason="Incidente", by=sofia.actor)
    back = credentials.reinstate(suspended, reason="Aclarado", by=Operator(sofia.user), was_incident=True)
    assert back.credential == CredentialState.ACTIVE
    assert enter(client, entering, PASSWORD).status_code == 422
    ask(client, entering.identity_number)
    client.get(last_link(entering.email))
    define(client)
    assert enter(client, entering, FRESH).status_code == 302
