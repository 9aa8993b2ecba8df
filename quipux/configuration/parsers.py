"""How one environment variable becomes a value. Each parser raises `Wrong` with what is expected."""

import re
from collections.abc import Callable
from datetime import time
from ipaddress import ip_network
from string import Formatter
from urllib.parse import parse_qs, unquote, urlsplit

from quipux.files.kinds import KINDS

SIGNER_PARTS = {"direccion", "ficha", "documentos"}
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class Wrong(ValueError):
    """The text is not acceptable; the message says in Spanish what is expected."""


def text(value: str) -> str:
    """Any text that is not blank."""
    if not value.strip():
        raise Wrong("no puede quedar vacía")
    return value.strip()


def switch(value: str) -> bool:
    """Yes or no, the way operators write it."""
    answer = {"1": True, "true": True, "on": True, "sí": True, "si": True, "yes": True}
    answer |= {"0": False, "false": False, "off": False, "no": False}
    try:
        return answer[value.strip().lower()]
    except KeyError:
        raise Wrong("se espera 1 (sí) o 0 (no)") from None


def integer(low: int, high: int) -> Callable[[str], int]:
    """A whole number between `low` and `high`, both included."""

    def parse(value: str) -> int:
        if not re.fullmatch(r"\d{1,18}", value.strip()) or not low <= int(value) <= high:
            raise Wrong(f"se espera un número entero entre {low} y {high}")
        return int(value)

    return parse


def decimal(low: float, high: float) -> Callable[[str], float]:
    """A number with decimal point between `low` and `high`, both included."""

    def parse(value: str) -> float:
        if not re.fullmatch(r"\d{1,9}(\.\d{1,9})?", value.strip()) or not low <= float(value) <= high:
            raise Wrong(f"se espera un número entre {low:g} y {high:g}, con punto decimal")
        return float(value)

    return parse


def one_of(*choices: str) -> Callable[[str], str]:
    """One word of a closed list."""

    def parse(value: str) -> str:
        if value.strip() not in choices:
            raise Wrong("se espera uno de estos valores: " + ", ".join(choices))
        return value.strip()

    return parse


def several_of(*choices: str) -> Callable[[str], tuple[str, ...]]:
    """Words of a closed list separated by commas, at least one."""

    def parse(value: str) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))
        if not names or not set(names) <= set(choices):
            raise Wrong("se esperan uno o más de estos valores, separados por comas: " + ", ".join(choices))
        return names

    return parse


def signer_address(value: str) -> str:
    """How the signer program of a person's machine is opened; never an address that a browser itself would run."""
    parts = urlsplit(value.strip())
    try:
        named = {name for _, name, _, _ in Formatter().parse(value) if name is not None}
    except ValueError:
        named = set()
    if not parts.scheme or parts.scheme in ("javascript", "data", "file", "http") or named != SIGNER_PARTS:
        raise Wrong("se espera una dirección con {direccion}, {ficha} y {documentos}")
    return value.strip()


def integers(count: int | None, low: int, high: int) -> Callable[[str], tuple[int, ...]]:
    """Whole numbers separated by commas: exactly `count` of them, or any number when None."""

    def parse(value: str) -> tuple[int, ...]:
        pieces = [piece.strip() for piece in value.split(",")]
        try:
            numbers = tuple(integer(low, high)(piece) for piece in pieces)
        except Wrong as error:
            raise Wrong(f"{error}, separados por comas") from None
        if count is not None and len(numbers) != count:
            raise Wrong(f"se esperan {count} números separados por comas")
        return numbers

    return parse


def hosts(value: str) -> tuple[str, ...]:
    """Exact host names separated by commas; wildcards are refused."""
    names = tuple(name.strip().lower() for name in value.split(",") if name.strip())
    if not names:
        raise Wrong("se espera al menos un nombre de servidor")
    for name in names:
        if not re.fullmatch(r"\[::1\]|[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?", name):
            raise Wrong("se esperan nombres exactos, sin comodines, puertos ni «https://»")
    return names


def networks(value: str) -> tuple[str, ...]:
    """Addresses or networks separated by commas."""
    try:
        return tuple(str(ip_network(item.strip())) for item in value.split(",") if item.strip())
    except ValueError:
        raise Wrong("se esperan direcciones IP o redes separadas por comas") from None


def site_path(value: str) -> str:
    """One step below the root of the site that no other page has: `/gobierno/`."""
    taken = ("static", "salud", "ingresar", "salir", "respaldos", "documentos", "bandejas", "institucion", "verificar")
    match = re.fullmatch(r"/([a-z0-9][a-z0-9-]{2,40})/", value.strip())
    if match is None or match[1] in taken:
        raise Wrong("se espera una ruta propia entre barras, con minúsculas, cifras y guiones")
    return value.strip()


def token(value: str) -> str:
    """A secret that a machine sends in a header."""
    if not re.fullmatch(r"[A-Za-z0-9._~+/=-]{20,200}", value.strip()):
        raise Wrong("se esperan de 20 a 200 letras, números y signos, sin espacios")
    return value.strip()


def age_recipient(value: str) -> str:
    """The public key of age, X25519."""
    if not re.fullmatch(r"age1[02-9ac-hj-np-z]{58}", value.strip()):
        raise Wrong("se espera una llave pública de age")
    return value.strip()


def email(value: str) -> str:
    """One mail address."""
    if not re.fullmatch(r"[^@\s,<>]{1,64}@[^@\s,<>]{1,189}\.[^@\s,<>.]{2,63}", value.strip()):
        raise Wrong("se espera una dirección de correo")
    return value.strip()


def public_url(value: str) -> str:
    """The address people type, without a trailing slash."""
    parts = urlsplit(value.strip())
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.query or parts.fragment:
        raise Wrong("se espera una dirección completa")
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise Wrong("se espera https (http solo se acepta en este mismo equipo)")
    return value.strip().rstrip("/")


def night_window(value: str) -> tuple[time, time]:
    """Two hours of the day, Guayaquil time: beginning and end of the night's work."""
    match = re.fullmatch(r"(\d{2}):(\d{2})\s*[-–]\s*(\d{2}):(\d{2})", value.strip())
    if not match:
        raise Wrong("se esperan dos horas de 00:00 a 23:59")
    numbers = [int(group) for group in match.groups()]
    try:
        begin, end = time(*numbers[:2]), time(*numbers[2:])
    except ValueError:
        raise Wrong("se esperan dos horas de 00:00 a 23:59") from None
    if begin == end:
        raise Wrong("las dos horas no pueden ser iguales")
    return begin, end


def secret_key(value: str) -> str:
    """A signing key of at least 50 characters with enough different ones (safety.md 2.1)."""
    if len(value) < 50 or len(set(value)) < 10:
        raise Wrong("se esperan al menos 50 caracteres al azar")
    if value.startswith("django-insecure-"):
        raise Wrong("la clave de ejemplo de Django no sirve")
    return value


def secret_keys(value: str) -> tuple[str, ...]:
    """Former signing keys separated by spaces, so that a leaked one can be replaced without a stop."""
    return tuple(secret_key(piece) for piece in value.split())


def database_url(value: str) -> str:
    """A PostgreSQL address with a database name."""
    parts = urlsplit(value.strip())
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise Wrong("se espera una base PostgreSQL")
    return value.strip()


def redis_url(value: str) -> str:
    """Where Redis or Valkey listens: TCP, TLS or a Unix socket."""
    parts = urlsplit(value.strip())
    if parts.scheme not in ("redis", "rediss", "unix") or not (parts.hostname or parts.path.strip("/")):
        raise Wrong("se espera un servidor Redis o Valkey")
    return value.strip()


def broker_url(value: str) -> str:
    """The address of the queue as Celery writes it."""
    parts = urlsplit(value.strip())
    if parts.scheme not in ("redis", "rediss", "redis+socket"):
        raise Wrong("se espera un servidor Redis o Valkey")
    return value.strip()


def storage_url(value: str) -> dict:
    """Where bytes are kept: `{"kind": "file", "path"}` or `{"kind": "s3", "bucket", "endpoint", "region"}`."""
    parts = urlsplit(value.strip())
    if parts.scheme == "s3" and parts.hostname and not parts.path.strip("/"):
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if set(query) <= {"endpoint", "region"}:
            return {"kind": "s3", "bucket": parts.netloc, **{"endpoint": None, "region": None}, **query}
    elif parts.scheme in ("", "file") and not parts.netloc and parts.path.startswith("/"):
        return {"kind": "file", "path": unquote(parts.path)}
    raise Wrong("se espera una carpeta absoluta o un depósito S3")


def bucket_url(value: str) -> dict:
    """An S3 bucket, as `storage_url` gives it."""
    place = storage_url(value)
    if place["kind"] != "s3":
        raise Wrong("se espera un depósito S3")
    return place


def email_url(value: str) -> str:
    """The mail server, or `consolemail:` and `filemail:` for a demonstration."""
    parts = urlsplit(value.strip())
    if parts.scheme in ("smtp", "smtps", "smtp+tls", "smtp+ssl") and parts.hostname:
        return value.strip()
    if parts.scheme in ("consolemail", "filemail", "memorymail"):
        return value.strip()
    raise Wrong("se espera un servidor de correo SMTP")


def file_kinds(value: str) -> tuple[str, ...]:
    """Extensions separated by commas, each of a kind whose content the product recognises."""
    names = tuple(dict.fromkeys(name.strip().lower().removeprefix(".") for name in value.split(",") if name.strip()))
    if not names or not set(names) <= set(KINDS):
        raise Wrong("se esperan tipos de esta lista, separados por comas: " + ", ".join(KINDS))
    return names


def scanner(value: str) -> str:
    """`none`, or the dotted path of a callable that scans."""
    if value.strip() != "none" and not re.fullmatch(r"[a-z_]\w*(\.[a-z_]\w*)+", value.strip()):
        raise Wrong("se espera none o la ruta de una función de Python")
    return value.strip()


def identity_source(value: str) -> str:
    """`none`, `stub`, or the address of a service without query."""
    if value.strip() in ("none", "stub"):
        return value.strip()
    try:
        return public_url(value)
    except Wrong as wrong:
        raise Wrong(f"se espera none, stub o la dirección de un servicio: {wrong}") from None


def socket_address(value: str) -> str:
    """Where a service of the house listens: `unix:///path` or `tcp://host:port`."""
    parts = urlsplit(value.strip())
    try:
        is_tcp = parts.scheme == "tcp" and bool(parts.hostname and parts.port) and not parts.path.strip("/")
    except ValueError:
        is_tcp = False
    if not is_tcp and not (parts.scheme == "unix" and not parts.netloc and parts.path.strip("/")):
        raise Wrong("se espera un socket local o un servidor con su puerto")
    return value.strip()


def folder(value: str) -> str:
    """An absolute folder."""
    if not re.fullmatch(r"/[^\0\n]+", value.strip()):
        raise Wrong("se espera la ruta absoluta de una carpeta")
    return value.strip()


def web_address(value: str) -> str:
    """The http or https address of a service."""
    parts = urlsplit(value.strip())
    try:
        is_right = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_right = False
    if not is_right or parts.username or parts.fragment or re.search(r"\s", value.strip()):
        raise Wrong("se espera una dirección http:// o https://")
    return value.strip()


def identity_sources(value: str) -> tuple[str, ...]:
    """``serialNumber`` and object identifiers of extensions, in the order in which they are read."""
    names = tuple(name.strip() for name in value.split(","))
    if not all(name == "serialNumber" or re.fullmatch(r"[0-2](\.\d{1,20}){2,40}", name) for name in names):
        raise Wrong("se espera serialNumber o identificadores de objeto, separados por comas")
    return names


def host_names(value: str) -> tuple[str, ...]:
    """Names of servers, separated by commas; none is allowed."""
    names = tuple(name.strip().lower() for name in value.split(",") if name.strip())
    if not all(re.fullmatch(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?", name) for name in names):
        raise Wrong("se esperan nombres de servidores separados por comas, sin puerto")
    return names
