"""Starts a demonstration, keeps it alive in the foreground and ends it without leaving anything running."""

import os
import signal
import sys
import threading
import time
import urllib.error
import urllib.request

from quipux.bootstrap.demo import parser
from quipux.bootstrap.environment import say, stop
from quipux.launcher import office
from quipux.launcher.backing import Backing
from quipux.launcher.children import Child, children
from quipux.launcher.place import Place, free_port, migrations_digest

_asked_to_end = threading.Event()
_READY_SECONDS = 90
_END_SECONDS = 10


class Interrupted(BaseException):
    """Somebody asked the demonstration to end."""


def main() -> int:
    """Returns 0 when a person ended it, 1 when a part of it failed."""
    wanted = parser().parse_args()
    _listen_for_the_end()
    place = Place()
    place.claim()
    backing, family = Backing(place), []
    try:
        _clear_if_needed(place, backing, wanted.reset)
        _start(place, backing, family, wanted)
        return _watch(family)
    except Interrupted:
        say("Deteniendo la demostración; los datos se conservan")
        return 0
    finally:
        _end_everything(family, backing)


def _listen_for_the_end() -> None:
    def end(number, frame):
        _asked_to_end.set()
        raise Interrupted

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)


def _clear_if_needed(place: Place, backing: Backing, reset: bool) -> None:
    if not backing.owns_database:
        if reset:
            stop("--reset no borra una base indicada con DATABASE_URL. Vacíela usted o quite la variable.")
        return
    if place.filling.exists():
        say("La oficina anterior quedó a medio llenar; se empieza de nuevo")
    if reset or place.filling.exists():
        place.clear()


def _start(place: Place, backing: Backing, family: list[Child], wanted) -> None:
    addresses = backing.start()
    port = free_port(wanted.port)
    if port != wanted.port:
        say(f"El puerto {wanted.port} está ocupado; se usa el {port}")
    os.environ.update(place.environment(port=port, documents=wanted.documents, **addresses))
    os.environ["DJANGO_SETTINGS_MODULE"] = "quipux.settings"
    family.extend(children(place.logs, port))
    web, worker, scheduler = family
    known, digest = place.migrated, migrations_digest()
    if backing.owns_database and known.exists() and known.read_text() == digest:
        # Nothing to migrate or fill: everything may start while this process checks it.
        web.start()
        worker.start()
    office.prepare_django(place.logs / "launcher.log")
    office.migrate()
    office.fill_once(wanted.documents, place.filling)
    office.confirm_jobs()
    known.write_text(digest)
    for child in (web, worker):
        if child.process is None:
            child.start()
    _announce(place, web, port)
    scheduler.start()


def _announce(place: Place, web: Child, port: int) -> None:
    address = f"http://127.0.0.1:{port}"
    logins = office.finish(place.data)
    _wait_until_ready(web, address)
    place.announce(address)
    print(f"\nListo: {address}\n\n{logins}\n\nPara terminar: Ctrl-C", flush=True)


def _wait_until_ready(web: Child, address: str) -> None:
    limit = time.monotonic() + _READY_SECONDS
    while not _answers(f"{address}/salud/lista"):
        if web.has_ended() or time.monotonic() > limit:
            stop(f"El servidor web no respondió. Vea {web.log}:\n{web.last_words()}")
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 (always http on this machine)
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _watch(family: list[Child]) -> int:
    """Starts again what ends by accident; gives up on what cannot live."""
    while True:
        if _asked_to_end.is_set():
            raise Interrupted  # what was raised at the signal was lost inside a callback, as those of a fork
        for child in family:
            if child.died_young():
                say(f"El proceso {child.name} no puede seguir. Vea {child.log}:\n{child.last_words()}")
                return 1
            if child.has_ended():
                say(f"El proceso {child.name} terminó de improviso; se inicia otra vez")
                child.start()
        time.sleep(0.5)


def _end_everything(family: list[Child], backing: Backing) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for child in family:
        child.ask_to_end()
    for child in family:
        child.end(_END_SECONDS)
    backing.stop()


if __name__ == "__main__":
    sys.exit(main())
