"""`manage.py verify`: everything a change must pass, on private servers, with nothing left behind."""

import os
import secrets
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from quipux import servers
from quipux.bootstrap.demo import pango_is_there
from quipux.bootstrap.environment import PYTHON, ROOT, install_system_packages, install_test_packages, say
from quipux.bootstrap.private import private_servers

# Programs of other authors that must be able to read what the project writes.
PROGRAMS = {
    "redis-server": "redis-server",
    "poppler-utils": "pdftotext",
    "chromium-headless-shell": "chromium-headless-shell",
    "zip": "zip",
    "unzip": "unzip",
    "p7zip-full": "7z",
    "libarchive-tools": "bsdtar",
    "aria2": "aria2c",
    "nginx-light": "nginx",
    "openssl": "openssl",
    "clamav-daemon": "clamd",
    "age": "age",
}
_END_SECONDS = 30


class Interrupted(BaseException):
    """Somebody asked the run to end."""


def run(arguments: list[str]) -> int:
    """Returns 0 only when every step passed; `--long` adds the tests of up to an hour, the rest goes to pytest."""
    _listen_for_the_end()
    install_system_packages(needed_packages())
    install_test_packages()
    try:
        with private_servers() as environment:
            return _steps(arguments, environment)
    except servers.ServerError as error:
        say(f"No se pudo iniciar un servidor de las pruebas:\n{error}")
    except Interrupted:
        say("Interrumpido; no queda nada en marcha")
    return 1


def needed_packages() -> dict[str, bool]:
    """Each Debian package the tests use, and whether it is there."""
    needed = {package: bool(shutil.which(program)) for package, program in PROGRAMS.items()}
    found = {"libpangoft2-1.0-0": pango_is_there(), "postgresql": bool(servers.system_postgres()),
             "fonts-liberation": letters_are_there()}  # fmt: skip
    return {**found, **needed}


def letters_are_there() -> bool:
    """Whether the letters that the documents prefer are on this machine: where a page ends depends on them."""
    return any(Path("/usr/share/fonts").rglob("LiberationSans-Regular.ttf"))


def _listen_for_the_end() -> None:
    def end(number, frame):
        for again in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(again, signal.SIG_IGN)
        raise Interrupted

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)


def _steps(arguments: list[str], environment: dict[str, str]) -> int:
    python, manage = [str(PYTHON), "-m"], [str(PYTHON), "manage.py"]
    local = {**os.environ, **environment}
    steps = [
        ("Estilo", [*python, "ruff", "check", "."], local),
        ("Formato", [*python, "ruff", "format", "--check", "."], local),
        ("Plantillas", [*python, "djlint", "--lint", "--quiet", "templates"], local),
        ("Migraciones completas", [*manage, "makemigrations", "--check", "--dry-run"], local),
        ("Migraciones seguras", [*python, "tests.migration_lint"], local),
        ("Producción", [*manage, "check", "--deploy", "--fail-level", "WARNING"], {**os.environ, **production(local)}),
        ("Pruebas", [*python, "pytest", *pytest_arguments(arguments)], local),
    ]
    failed = [name for name, command, variables in steps if not _passes(name, command, variables)]
    say("Falló: " + ", ".join(failed) if failed else "Todo en orden")
    return 1 if failed else 0


def pytest_arguments(arguments: list[str]) -> list[str]:
    """What pytest gets: the whole suite on every core unless the person names something."""
    everything = "--long" in arguments
    rest = [argument for argument in arguments if argument != "--long"]
    # One more than the cores: a test that starts a browser, a worker or a server waits for it a good part of its time.
    # Few are handed out at once: the slow ones come last, and no process should end with all of them before it.
    shared = ["-n", str(max(2, os.cpu_count() or 2) + 1), "--maxschedchunk", "3"]
    defaults = ["-q", *shared] if not rest else []
    return [*defaults, *(["-m", ""] if everything else []), *rest]


def production(local: dict[str, str]) -> dict[str, str]:
    """The environment of a real installation, with a key nobody else has."""
    return {
        **local,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ALLOWED_HOSTS": "quipux.ejemplo.gob.ec",
        "QUIPUX_DEMO": "0",
        "QUIPUX_PUBLIC_URL": "https://quipux.ejemplo.gob.ec",
        "QUIPUX_SUPPORT_EMAIL": "soporte@ejemplo.gob.ec",
        "QUIPUX_FROM_EMAIL": "no-responder@ejemplo.gob.ec",
        "EMAIL_URL": "smtp://localhost:25",
    }


def _passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    shown = " ".join(Path(part).name if part.startswith("/") else part for part in command)
    say(f"{name}: {shown}")
    begun = time.monotonic()
    code = _call(command, environment)
    say(f"{name}: {'bien' if code == 0 else f'FALLÓ ({code})'} en {time.monotonic() - begun:.1f} s")
    return code == 0


def _call(command: list[str], environment: dict[str, str]) -> int:
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        start_new_session=True,
        preexec_fn=servers.die_with_parent(signal.SIGINT),
    )
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            # Pytest ends its workers and their browsers by itself when it is asked.
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(_END_SECONDS)
        with suppress(ProcessLookupError):  # usually nobody of the group is left
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
