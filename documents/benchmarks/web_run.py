"""The process behind `bench web`: gunicorn with two workers, and clients that never pause.

    python -m documents.benchmarks.web_run REPEAT plans|figures DOCUMENTS

DOCUMENTS 0 asks of a database that has them. Prints what it does as JSON lines; the last one holds the figures.
"""

import http.client
import json
import sys
import threading
import time

import django

from documents.benchmarks import measuring
from quipux.benchmarks.web_server import serving

CLIENTS = 20
SECONDS = 5.0  # of each round
ANEW = 0.2  # s, in which no two workers answer 300 pages
TRAY, TRIVIAL = "/bandejas/recibidos/", "/salud/viva"


def main(repeat: str, _shows: str, documents: str) -> None:
    """`repeat` rounds of the tray, logged in, and of the trivial page, by turns."""
    django.setup()
    if int(documents):
        measuring.fill(int(documents))
    cookies, found = _cookies(), {TRAY: [], TRIVIAL: []}
    with serving() as port:
        for path in (TRIVIAL, TRAY):
            _load(port, path, cookies, 1.0)  # warm
        for turn in range(int(repeat)):
            measuring.tell(f"Ronda {turn + 1} de {repeat}: {CLIENTS} personas a la vez…")
            for path, rounds in found.items():
                rounds.append(_load(port, path, cookies, SECONDS))
    print(json.dumps({"tray": _summary(found[TRAY]), "trivial": _summary(found[TRIVIAL])}), flush=True)


def _cookies() -> list[str]:
    """The sessions of those who hold the most copies."""
    from django.conf import settings
    from django.test import Client

    from documents import bulk

    name, found = settings.SESSION_COOKIE_NAME, []
    for person in {post.person for post in bulk.busiest_posts(CLIENTS)}:
        client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
        client.force_login(person, backend="accounts.backends.NumberBackend")
        found.append(f"{name}={client.cookies[name].value}")
    return found


def _load(port, path, cookies, seconds) -> dict:
    """What CLIENTS saw who ask for `path` again and again for so many `seconds`."""
    until, taken, failed = time.monotonic() + seconds, [], []
    clients = [threading.Thread(target=_client, args=(port, path, cookies[which % len(cookies)], until, taken, failed))
               for which in range(CLIENTS)]  # fmt: skip
    begun = time.monotonic()
    for client in clients:
        client.start()
    for client in clients:
        _wait_for(client)
    return {"taken": taken, "failed": len(failed), "seconds": time.monotonic() - begun}


def _wait_for(client):
    """Until it ends; counts begin anew meanwhile: few people stand here for many, who stay below their limit (S-25)."""
    from quipux.limits.models import PageUse

    while client.is_alive():
        PageUse.objects.all().delete()
        client.join(ANEW)


def _client(port, path, cookie, until, taken, failed):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    known = {"Cookie": cookie} if path == TRAY else {}
    headers = {"Host": "localhost", "Accept-Encoding": "gzip"} | known
    while time.monotonic() < until:
        begun = time.monotonic()
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.read()
        except (OSError, http.client.HTTPException) as error:
            failed.append(str(error))
            connection.close()
            continue
        taken.append(time.monotonic() - begun)
        if response.status != http.client.OK:
            failed.append(response.status)
    connection.close()


def _summary(rounds):
    taken = sorted(seconds for one in rounds for seconds in one["taken"])
    return {"per_second": len(taken) / sum(one["seconds"] for one in rounds), "failed": sum(one["failed"] for one in rounds),
            "p95": taken[int(len(taken) * 0.95)]}  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
