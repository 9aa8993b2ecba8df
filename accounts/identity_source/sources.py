"""Who answers for a cédula: nobody, synthetic people, or a service over HTTPS."""

import http.client
import json
import time
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings

from quipux.errors import DomainError

NONE, STUB = "none", "stub"
SECONDS = 5.0  # for the whole answer, however slowly it drips
LARGEST = 65_536  # bytes of an answer


class Unavailable(DomainError):
    """The source did not answer in time, or not in words of the contract; people go on without it."""

    status = 503


@dataclass(frozen=True)
class Record:
    """What the source says of a cédula; ``born`` only where it tells the date of birth."""

    given_names: str
    surnames: str
    is_deceased: bool = False
    born: date | None = None

    @property
    def full_name(self) -> str:
        return f"{self.given_names} {self.surnames}"


class Source(Protocol):
    """One way to ask."""

    def find(self, cedula: str, purpose: str) -> Record | None:
        """What is known of a canonical cédula; None where nothing is.

        Raises:
            Unavailable: no answer.
        """


class Stub:
    """Synthetic people, the same ones at each start."""

    PEOPLE = {
        "1712345675": Record("Rosa Elena", "Quishpe Ñacata", born=date(1985, 3, 14)),
        "0912345675": Record("José Luis", "Guamán Paucar", born=date(1972, 11, 2)),
        "0102030400": Record("María Dolores", "Cárdenas Vega", is_deceased=True),
    }

    def find(self, cedula: str, purpose: str) -> Record | None:
        return self.PEOPLE.get(cedula)


class Service:
    """A service that speaks the contract of docs/operacion.md; it follows no redirect and trusts no size."""

    def __init__(self, address: str, token: str | None):
        self.address, self.token = urlsplit(address), token

    def find(self, cedula: str, purpose: str) -> Record | None:
        try:
            status, body = self._asked({"cedula": cedula, "proposito": purpose})
        except (OSError, http.client.HTTPException) as error:
            raise Unavailable(SILENT) from error
        if status == http.client.NOT_FOUND:
            return None
        if status != http.client.OK:
            raise Unavailable(SILENT)
        return _record(body)

    def _asked(self, question) -> tuple[int, bytes]:
        end = time.monotonic() + SECONDS
        opened = self._connection()
        try:
            headers = {"Content-Type": "application/json", "Accept": "application/json"}
            if self.token:
                headers["Authorization"] = f"Bearer {self.token}"
            opened.request("POST", self.address.path or "/", json.dumps(question).encode(), headers)
            answer = opened.getresponse()
            return answer.status, _read(answer, opened, end)
        finally:
            opened.close()

    def _connection(self):
        kind = http.client.HTTPSConnection if self.address.scheme == "https" else http.client.HTTPConnection
        return kind(self.address.hostname, self.address.port, timeout=SECONDS)


SILENT = "El Registro Civil no responde. Continúe sin la consulta."


def _read(answer, opened, end) -> bytes:
    """The body, up to its largest size and until the instant ``end`` of the monotonic clock."""
    body = b""
    while piece := answer.read1(LARGEST):
        body += piece
        left = end - time.monotonic()
        if left <= 0 or len(body) > LARGEST:
            raise Unavailable(SILENT)
        if opened.sock is not None:
            opened.sock.settimeout(left)
    return body


def _record(body) -> Record:
    try:
        said = json.loads(body)
        born = said.get("fecha_nacimiento")
        found = Record(_words(said["nombres"]), _words(said["apellidos"]), said.get("fallecido", False) is True,
                       date.fromisoformat(born) if born else None)  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unavailable(SILENT) from error
    return found


def _words(text) -> str:
    """At most what a name of a person may hold, without what does not print."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:100]


def configured() -> Source | None:
    """The source of this installation; None where there is none."""
    chosen = settings.QUIPUX_IDENTITY_SOURCE
    if chosen == NONE:
        return None
    return Stub() if chosen == STUB else Service(chosen, settings.QUIPUX_IDENTITY_SOURCE_TOKEN)
