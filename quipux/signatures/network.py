"""The only requests that validating makes: certificate status, revocation lists and time-stamps (safety §2.6).

Addresses stand in certificates, which strangers write: only http and https, no redirect, never an address of this
machine or of a private network unless the operator named its host, with limits of time and size.
"""

import http.client
import ipaddress
import logging
import socket
import ssl
import time
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

logger = logging.getLogger("quipux.signatures")
SECONDS = 10.0  # for one request, whatever it sends
MOST_BYTES = 12_000_000  # revocation lists of large authorities are of several MB
CHUNK = 1 << 16
PORTS = {"http": 80, "https": 443}


class Unreachable(Exception):
    """There is no answer, or it may not be asked for; the text is for the log."""


class Question(NamedTuple):
    """``body`` is posted with ``media_type``; without it the address is only read."""

    url: str
    body: bytes | None = None
    media_type: str = ""


def ask(question: Question) -> bytes:
    """The body of a 200 answer. Raises `Unreachable`."""
    try:
        return _ask(question, time.monotonic() + SECONDS)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(type(error).__name__) from error


def _ask(question, deadline):
    parts = urlsplit(question.url)
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password:
        raise Unreachable("scheme")
    connection = _connection(parts, deadline)
    try:
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        headers = {"Host": parts.netloc, "User-Agent": "Quipux"}
        if question.body is None:
            connection.request("GET", target, headers=headers)
        else:
            headers["Content-Type"] = question.media_type
            connection.request("POST", target, body=question.body, headers=headers)
        return _body(connection, deadline)
    finally:
        connection.close()


def _connection(parts: SplitResult, deadline):
    """A connection to an address that was looked at, so that a second answer of the name server cannot change it."""
    port = parts.port or PORTS[parts.scheme]
    address = _allowed_address(parts.hostname, port)
    sock = socket.create_connection((address, port), timeout=_left(deadline))
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=SECONDS)
    if parts.scheme == "https":
        sock = ssl.create_default_context().wrap_socket(sock, server_hostname=parts.hostname)
    connection.sock = sock
    return connection


def _allowed_address(host, port):
    known = host.lower() in _named_hosts()
    for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if known or _is_public(address[0]):
            return address[0]
    raise Unreachable("private")


def _named_hosts():
    """Hosts of private networks that the operator wrote down: he is not a stranger."""
    service = urlsplit(settings.QUIPUX_SIGNATURE_TSA_URL or "").hostname
    return {*settings.QUIPUX_SIGNATURE_INTERNAL_HOSTS, *([service] if service else [])}


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_global and not address.is_multicast


def _body(connection, deadline):
    connection.sock.settimeout(_left(deadline))
    response = connection.getresponse()
    if response.status != http.client.OK:
        raise Unreachable(f"status {response.status}")
    body = bytearray()
    while chunk := response.read1(CHUNK):
        body += chunk
        if len(body) > MOST_BYTES:
            raise Unreachable("size")
        if response.fp is not None and connection.sock is not None:
            connection.sock.settimeout(_left(deadline))
    return bytes(body)


def _left(deadline):
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
