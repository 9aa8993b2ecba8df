"""Tries to enter, as a person makes them."""

from datetime import UTC, datetime, timedelta

from quipux import clock
from tests.accounts.entering.making import solved

LOGIN, GUESS = "/ingresar/", "no-es-esta"
NOW = datetime(2026, 5, 20, 15, 2, tzinfo=UTC)
DOUBLING = [5, 10, 20, 40, 60]  # minutes


def attempt(client, number: str, password: str = GUESS, **extra):
    """One try as a person makes it: with the code, when the page asks it."""
    response = client.post(LOGIN, {"username": number, "password": password}, **extra)
    if "codigo_mostrado_ficha" in response.content.decode() and "El código no coincide" in response.content.decode():
        response = client.post(LOGIN, solved(response, username=number, password=password), **extra)
    return response


def attempts(client, number: str, times: int, **extra) -> list:
    return [attempt(client, number, **extra) for _ in range(times)]


def told(response) -> str:
    return response.content.decode()


def waits(client, user) -> list[int]:
    """Minutes that the pair is closed after each five failures, when these go on as soon as it opens."""
    at, found = NOW, []
    for _ in DOUBLING:
        with clock.frozen_at(at):
            closed = attempts(client, user.identity_number, 5)[-1]
            found.append(int(closed["Retry-After"]) // 60)
        at += timedelta(minutes=found[-1], seconds=1)
    return found
