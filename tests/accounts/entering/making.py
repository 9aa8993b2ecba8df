"""Links out of mails, as the person who reads them gets them."""

import re

from django.core import mail

from quipux.challenge import tokens
from quipux.outbox.services import send_due

RECOVER = "/clave/recuperar/"
LINK = re.compile(r"http://localhost(/clave/enlace/[^/\s]+/)")


FORM_TOKEN = re.compile(r'name="codigo_mostrado_ficha" value="([^"]+)"')


def solved(response, **data) -> dict:
    """``data`` with the answer to the code that a page shows."""
    token = FORM_TOKEN.search(response.content.decode())[1]
    return data | {"codigo_mostrado": tokens.read(token).answer, "codigo_mostrado_ficha": token}


def ask_recovery(client, number: str, **extra):
    """«¿Olvidó su contraseña?», with the code read from its page."""
    return client.post(RECOVER, solved(client.get(RECOVER), cedula=number), **extra)


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
