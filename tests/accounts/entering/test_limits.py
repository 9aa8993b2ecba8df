"""How often one may try to enter, and what the answer never tells (accounts-portal §5, §6; safety S-01 to S-04)."""

import re
from datetime import timedelta

import pytest

from accounts import lockout
from accounts.lockout import TELL_AFTER
from accounts.models import CredentialState, LoginTry
from quipux import clock
from quipux.outbox.models import Mail
from tests import factories
from tests.accounts.entering.making import ask_recovery, headers, letters_to, solved, statements
from tests.accounts.entering.trying import DOUBLING, LOGIN, NOW, attempt, attempts, told, waits
from tests.cast import PASSWORD
from tests.hashers import CheapArgon2PasswordHasher

WRONG = "Usuario o contraseña incorrectos."
ELSEWHERE = "198.51.100.7"


def test_a_09_five_failures_close_the_account_from_that_network_for_five_minutes(client, user):
    """S-01."""
    with clock.frozen_at(NOW):
        statuses = [response.status_code for response in attempts(client, user.identity_number, 5)]
        assert statuses == [422, 422, 422, 422, 429]
        closed = attempt(client, user.identity_number, PASSWORD)  # not even the right one
        assert closed.status_code == 429
        assert "Su cuenta ha sido bloqueada por seguridad. Por favor espere 5 minutos." in told(closed)
        assert closed["Retry-After"] == "300"
        assert ask_recovery(client, user.identity_number).status_code == 302
        assert len(letters_to(user.email)) == 1
    with clock.frozen_at(NOW + timedelta(minutes=4, seconds=30)):
        assert "espere 1 minuto." in told(attempt(client, user.identity_number, PASSWORD))
    with clock.frozen_at(NOW + timedelta(minutes=5, seconds=1)):
        assert attempt(client, user.identity_number, PASSWORD).status_code == 302


def test_s_01_the_wait_doubles_up_to_an_hour_while_the_failures_go_on(client, user):
    assert waits(client, user) == DOUBLING


def test_a_09_a_known_device_is_not_closed_by_what_others_do(client, user):
    """S-03."""
    known = type(client)()
    with clock.frozen_at(NOW):
        assert attempt(known, user.identity_number, PASSWORD).status_code == 302
        known.post("/salir/")
        attempts(client, user.identity_number, 5)
        assert attempt(type(client)(), user.identity_number, PASSWORD).status_code == 429
        assert known.post(LOGIN, {"username": user.identity_number, "password": PASSWORD}).status_code == 302


def test_a_known_device_has_ten_failures_of_its_own(client, user):
    with clock.frozen_at(NOW):
        attempt(client, user.identity_number, PASSWORD)
        client.post("/salir/")
        statuses = [response.status_code for response in attempts(client, user.identity_number, 10)]
    assert statuses == [422] * 9 + [429]


def test_s_03_whoever_guesses_from_elsewhere_does_not_close_the_victims_door(client, user):
    attempts(type(client)(), user.identity_number, 6, REMOTE_ADDR=ELSEWHERE)
    assert attempt(client, user.identity_number, PASSWORD).status_code == 302


def test_the_code_is_asked_after_three_failures_and_the_cedula_is_kept(client, user):
    page = told(attempts(client, user.identity_number, 3)[-1])
    assert "Código que se muestra" in page
    refused = client.post(LOGIN, {"username": user.identity_number, "password": PASSWORD})
    assert "El código no coincide. Se muestra uno nuevo." in told(refused)
    assert f'value="{user.identity_number}"' in told(refused)
    again = client.post(LOGIN, {"username": user.identity_number, "otro_codigo": "1"})
    assert again.status_code == 200
    assert f'value="{user.identity_number}"' in told(again)
    entered = client.post(LOGIN, solved(again, username=user.identity_number, password=PASSWORD))
    assert entered.status_code == 302


def test_success_forgets_the_failures(client, user):
    attempts(client, user.identity_number, 2)
    assert attempt(client, user.identity_number, PASSWORD).status_code == 302
    stranger = type(client)()
    assert "Código que se muestra" not in told(attempt(stranger, user.identity_number))


def test_thirty_failures_in_an_hour_are_told_once(client, user):
    networks = [f"203.0.113.{n}" for n in range(32)]
    with clock.frozen_at(NOW):
        for network in networks:
            attempt(client, user.identity_number, REMOTE_ADDR=network)
    assert [m.subject for m in letters_to(user.email)] == ["QUIPUX: Intentos de ingreso"]


def tries(accounts, network, *, at, succeeded=False):
    """So many tries of one network, written as the gate writes them."""
    gates = [lockout.gate_of(_Request(network), account) for account in accounts]
    LoginTry.objects.bulk_create(
        LoginTry(at=at, account=gate.account, network=gate.network, pair=gate.pair, succeeded=succeeded)
        for gate in gates
    )


class _Request:
    """What a gate looks at of a request."""

    def __init__(self, address):
        self.META, self.COOKIES = {"REMOTE_ADDR": address}, {}


def test_a_10_s_02_a_morning_of_three_hundred_servants_behind_one_address(client, user):
    people = [factories.cedula(500_000 + n) for n in range(300)]
    with clock.frozen_at(NOW):
        tries(people[:30], "127.0.0.1", at=NOW)
        tries(people, "127.0.0.1", at=NOW, succeeded=True)
        assert attempt(client, user.identity_number).status_code == 422
        assert "Código que se muestra" not in told(client.get(LOGIN))
        assert attempt(client, user.identity_number, PASSWORD).status_code == 302


def test_a_11_s_02_one_password_over_many_accounts_of_one_subscriber_brings_the_code(client, user):
    """All of one /64, for an hour after the last time."""
    accounts = [factories.cedula(510_000 + n) for n in range(21)]
    with clock.frozen_at(NOW):
        for number, account in enumerate(accounts):
            assert "El código" not in told(
                client.post(LOGIN, {"username": account, "password": "x"}, REMOTE_ADDR=f"2001:db8::{number + 1:x}")
            )
        extra = {"REMOTE_ADDR": "2001:db8::ffff"}
        asked = client.post(LOGIN, {"username": user.identity_number, "password": PASSWORD}, **extra)
        assert "El código no coincide" in told(asked)
        assert client.post(LOGIN, {"username": user.identity_number, "password": PASSWORD}).status_code == 302
    client.post("/salir/")
    with clock.frozen_at(NOW + timedelta(minutes=61)):
        assert client.post(LOGIN, {"username": user.identity_number, "password": PASSWORD}, **extra).status_code == 302


def test_five_hundred_failures_of_a_network_close_it(client, user):
    with clock.frozen_at(NOW):
        tries([factories.cedula(520_000 + n) for n in range(500)], "127.0.0.1", at=NOW - timedelta(minutes=1))
        closed = attempt(client, user.identity_number, PASSWORD)
    assert closed.status_code == 429
    assert closed["Retry-After"] == "300"


def test_a_closed_account_may_be_opened_by_hand(client, user):
    attempts(client, user.identity_number, 5)
    assert lockout.unblock(user) == 1
    assert attempt(client, user.identity_number, PASSWORD).status_code == 302


def test_old_tries_are_forgotten(client, user):
    tries([user.identity_number], "127.0.0.1", at=NOW - timedelta(days=3))
    with clock.frozen_at(NOW):
        assert lockout.forget() == 1


# The answer must not tell who exists ------------------------------------------------------------------


def body(response, number) -> str:
    """The page without what is different in every answer, and without what was typed."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", told(response))
    page = re.sub(r"/codigo/[^\"]+|data-clave=\"[^\"]+\"|_ficha\" value=\"[^\"]+\"", "", page)
    return page.replace(number, "")


def seen(response, number) -> tuple:
    """All that an answer tells: its status, its headers, which cookies it sets and its page."""
    return response.status_code, headers(response), str(sorted(response.cookies)), body(response, number)


@pytest.fixture
def numbers(user, db) -> list[str]:
    """An active person, a pending, a suspended and a closed one with the right password, and nobody."""
    others = [factories.make_user(password=PASSWORD, credential=state, is_active=False)
              for state in (CredentialState.SUSPENDED, CredentialState.CLOSED)]  # fmt: skip
    found = [user, factories.make_user(), *others]
    return [person.identity_number for person in found] + [factories.cedula(599_999)]


def test_a_08_s_04_wrong_unknown_pending_suspended_and_closed_get_equal_bodies(client, numbers):
    """S-04, the block included: the status, the headers, the cookies and the page. ``test_bench`` tries two hundred times."""
    statuses = []
    for typed in ["mala", *[PASSWORD] * 3, "mala"]:
        passwords = ["mala" if number == numbers[0] else typed for number in numbers]
        found = [attempt(type(client)(), n, p) for n, p in zip(numbers, passwords, strict=True)]
        assert len({seen(r, n) for r, n in zip(found, numbers, strict=True)}) == 1
        statuses.append(found[0].status_code)
    assert statuses == [422, 422, 422, 422, 429]


def test_a_08_s_04_the_work_of_the_answer_does_not_tell_who_exists(client, numbers, monkeypatch):
    """One check of a password and the same statements for everybody, also where the thirtieth failure is told.

    The times themselves are in ``test_bench``.
    """
    checks = []
    encode, verify = CheapArgon2PasswordHasher.encode, CheapArgon2PasswordHasher.verify
    monkeypatch.setattr(CheapArgon2PasswordHasher, "encode", lambda *a: checks.append("new") or encode(*a))
    monkeypatch.setattr(CheapArgon2PasswordHasher, "verify", lambda *a: checks.append("kept") or verify(*a))
    mails = []
    for before in (0, TELL_AFTER - 2, 0):
        for number in numbers:
            tries([number] * before, "203.0.113.9", at=clock.now())
        [work] = {statements(lambda n=n: attempt(type(client)(), n)) for n in numbers}
        assert len(checks) == len(numbers)
        mails.append(work.count('INSERT INTO "outbox_mail"'))
        checks.clear()
    assert mails == [0, 1, 0]
    assert Mail.objects.count() == len(numbers) - 1  # nobody's goes nowhere
