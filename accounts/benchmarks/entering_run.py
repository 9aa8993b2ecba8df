"""The process behind `bench entering`: people of every kind, the web server, and one try for each by turns.

    python -m accounts.benchmarks.entering_run TRIES

Prints what it does as JSON lines; the last one holds the figures.
"""

import json
import re
import sys
import time
from collections.abc import Callable
from http.cookiejar import CookieJar
from ipaddress import IPv6Address
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

import django

from quipux.benchmarks.web_server import serving

KINDS = ("known", "unknown", "pending", "suspended", "closed")
LOGIN, RECOVER = "/ingresar/", "/clave/recuperar/"
FIELD = re.compile(r'name="(csrfmiddlewaretoken|codigo_mostrado_ficha)" value="([^"]+)"')
OWN = re.compile(r'(value|href|src|data-[a-z-]+)="[^"]*"|nonce-\S+')  # what differs from answer to answer
WARM = 3  # tries of each kind that are not measured
FIRST_NETWORK = int(IPv6Address("2001:db8::"))


class _Stays(HTTPRedirectHandler):
    """The answer itself is measured, not the page it leads to."""

    def redirect_request(self, *_args):
        return None


def main(tries: str) -> None:
    """``tries`` of each kind, by both ways."""
    django.setup()
    from django.core.management import call_command

    _tell("Creando la base de datos y las personas…")
    call_command("migrate", verbosity=0)
    numbers = _people(WARM + int(tries))
    told = {"bodies": {}}
    with serving(QUIPUX_PROXY_ADDRESSES="127.0.0.1") as port:
        for way, ask in (("login", _login), ("recovery", _recovery)):
            _tell(f"{way}: {tries} intentos de cada clase…")
            told[way], told["bodies"][way] = _measured(ask, f"http://localhost:{port}", numbers)
    print(json.dumps(told), flush=True)


def _tell(words: str) -> None:
    print(json.dumps({"doing": words}), flush=True)


def _people(each: int) -> dict[str, list[str]]:
    """Cédulas of every kind; whoever has an account has the same password, which nobody types."""
    from django.contrib.auth.hashers import make_password

    from accounts.models import CredentialState, User
    from quipux import clock

    states = {"known": CredentialState.ACTIVE, "pending": CredentialState.PENDING, "suspended": CredentialState.SUSPENDED,
              "closed": CredentialState.CLOSED}  # fmt: skip
    numbers = {kind: [_cedula(each * at + one) for one in range(each)] for at, kind in enumerate(KINDS)}
    password, now = make_password("la clave de la medición"), clock.now()
    for kind, state in states.items():
        User.objects.bulk_create(
            User(identity_number=number, given_names="Persona", surnames=kind, email=f"{number}@ejemplo.gob.ec", credential=state,
                 email_verified_at=now, is_active=state in (CredentialState.ACTIVE, CredentialState.PENDING),
                 password=make_password(None) if kind == "pending" else password) for number in numbers[kind])  # fmt: skip
    return numbers


def _cedula(serial: int) -> str:
    """The number of a serial, with its check digit."""
    from stdnum.ec import ci

    nine = f"171{serial:06d}"
    return next(nine + digit for digit in "0123456789" if ci.is_valid(nine + digit))


def _measured(ask: Callable, site: str, numbers: dict[str, list[str]]) -> tuple[dict, int]:
    """Seconds of every try by kind, the kinds by turns, and how many different answers there were."""
    seconds, bodies = {kind: [] for kind in KINDS}, set()
    for turn in range(len(numbers["known"])):
        for at, kind in enumerate(KINDS):
            taken, body = ask(site, numbers[kind][turn], _network(ask, turn * len(KINDS) + at))
            bodies.add(body.replace(numbers[kind][turn], "…"))
            if turn >= WARM:
                seconds[kind].append(taken)
    return seconds, len(bodies)


def _network(ask, serial: int) -> str:
    """An address of a subscriber of its own."""
    return str(IPv6Address(FIRST_NETWORK + ((serial + (1 << 30) * (ask is _login)) << 64)))


def _login(site, number, network):
    fields = {"username": number, "password": "ninguna de las buenas"}
    return _posted(site, LOGIN, network, lambda page: dict(FIELD.findall(page)) | fields)


def _recovery(site, number, network):
    from quipux.challenge import tokens

    def filled(page):
        found = dict(FIELD.findall(page))
        return found | {"cedula": number, "codigo_mostrado": tokens.read(found["codigo_mostrado_ficha"]).answer}

    return _posted(site, RECOVER, network, filled)


def _posted(site, path, network, fill):
    """Seconds that the answer to one form takes, and the answer without what is of each one."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()), _Stays())
    headers = {"X-Forwarded-For": network, "Origin": site}
    page = browser.open(Request(site + path, headers=headers)).read().decode()  # noqa: S310 - our own server
    form = Request(site + path, urlencode(fill(page)).encode(), headers)  # noqa: S310 - the same
    begun = time.perf_counter()
    try:
        answer = browser.open(form)
    except HTTPError as refused:  # every status is an answer here
        answer = refused
    body, taken = answer.read().decode(), time.perf_counter() - begun
    return taken, f"{answer.status} {answer.headers.get('Location', '')} {OWN.sub('', body)}"


if __name__ == "__main__":
    main(*sys.argv[1:])
