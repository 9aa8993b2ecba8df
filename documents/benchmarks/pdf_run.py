"""The process behind `bench pdf`: one memorando with logo and QR, laid out again and again.

    python -m documents.benchmarks.pdf_run DOCUMENTS REPEAT

Prints what it does as JSON lines; the last one holds the figures. The reference is WeasyPrint on an empty page, by
turns with ours in the same child.
"""

import json
import os
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django

EMPTY = "<!doctype html><html lang=es><title>Vacío</title><body></body></html>"


def main(documents: str, repeat: str) -> None:
    """`repeat` rounds of so many `documents`."""
    django.setup()
    from django.core.management import call_command

    from quipux.pdf.pool import Pool

    _tell(doing="Creando la base de datos y el memorando…")
    call_command("migrate", verbosity=0)
    page, rounds = _memorando(), range(int(repeat))
    told = {"pages": [], "empty": [], "at_once": [], "memory": []}
    one = Pool()
    told["start"] = _timed(one.render, EMPTY)
    one.render(page)
    for turn in rounds:
        _tell(doing=f"Ronda {turn + 1} de {repeat}: {documents} páginas, una tras otra y varias a la vez…")
        for _ in range(int(documents)):
            told["empty"].append(_timed(one.render, EMPTY))
            told["pages"].append(_timed(one.render, page))
        told["memory"].append(sum(map(_resident, one.children())))
    one.close()
    told["at_once"] = [_at_once(page, int(documents)) for _ in rounds]
    print(json.dumps(told), flush=True)


def _at_once(page, documents) -> float:
    """Pages per second with a child on every core."""
    from quipux.pdf.pool import Pool

    cores = os.cpu_count() or 1
    pool = Pool(size=cores)
    try:
        with ThreadPoolExecutor(cores) as threads:
            list(threads.map(pool.render, [page] * cores))  # every child starts once
            begun = time.perf_counter()
            list(threads.map(pool.render, [page] * documents))
            return documents / (time.perf_counter() - begun)
    finally:
        pool.close()


def _resident(process: int) -> int:
    """Bytes of memory that a process holds now."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) * 1024


def _memorando() -> str:
    """The page of a numbered memorando with the institution's logo and its QR, as it is sent to be laid out."""
    from documents import rendering
    from documents.benchmarks.sending_office import Office
    from documents.models import Document

    office = Office(3)
    sending = office.request(office.draft())
    return rendering.official_html(Document.objects.get(pk=sending.document_id))


def _tell(**values):
    print(json.dumps(values), flush=True)


def _timed(work, *args) -> float:
    begun = time.perf_counter()
    work(*args)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main(*sys.argv[1:])
