"""Links out of mails, as the person who reads them gets them."""

import re

from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quipux.challenge import tokens
from quipux.outbox.services import send_due

RECOVER = "/clave/recuperar/"
LINK = re.compile(r"http://localhost(/clave/enlace/[^/\s]+/)")


# What differs from one question to the next: texts, numbers, names of savepoints.
VALUE = re.compile(r"E?'(?:[^']|'')*'(?:::\w+)?|\bNULL\b|\b\d+\b|\"?s\d+_x\d+\"?|\btrue\b|\bfalse\b")
FORM_TOKEN = re.compile(r'name="codigo_mostrado_ficha" value="([^"]+)"')


def solved(response, **data) -> dict:
    """``data`` with the answer to the code that a page shows."""
    token = FORM_TOKEN.search(response.content.decode())[1]
    return data | {"codigo_mostrado": tokens.read(token).answer, "codigo_mostrado_ficha": token}


def ask_recovery(client, number: str, **extra):
    """«¿Olvidó su contraseña?», with the code read from its page."""
    return client.post(RECOVER, solved(client.get(RECOVER), cedula=number), **extra)


def statements(work) -> str:
    """What ``work`` asks of the database, one statement per line, without what it was asked about.

    Whether a savepoint was kept or undone is no difference here.
    """
    with CaptureQueriesContext(connection) as asked:
        work()
    lines = [VALUE.sub("?", query["sql"]) for query in asked]
    return "\n".join(line for line in lines if not line.startswith("ROLLBACK TO"))


def headers(response) -> str:
    """The headers of an answer, but those that tell the second and how long what is random came out."""
    return str(
        sorted((name, told) for name, told in response.headers.items() if name not in {"Expires", "Content-Length"})
    )


def letters_to(address: str) -> list:
    """What the mail server was handed for one address, after everything due was sent."""
    send_due()
    return [message for message in mail.outbox if message.to == [address]]


def link_in(message) -> str:
    """The path of the link of a mail."""
    [path] = LINK.findall(message.body)
    return path


def last_link(address: str) -> str:
    return link_in(letters_to(address)[-1])
