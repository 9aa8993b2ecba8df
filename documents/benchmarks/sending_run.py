"""The process behind `bench sending`: an office, and one circular after another to all of it.

    python -m documents.benchmarks.sending_run SCALE REPEAT

Prints what it does as JSON lines; the last one holds the figures.
"""

import json
import sys
import time

import django


def main(scale: str, repeat: str) -> None:
    """Run at a scale of `sending.SCALES`, `repeat` circulars."""
    django.setup()
    from django.core.management import call_command

    from documents.benchmarks.sending import SCALES
    from documents.benchmarks.sending_office import Office

    _tell(doing="Creando la base de datos…")
    call_command("migrate", verbosity=0)
    office = Office(SCALES[scale].people)
    told = {"people": SCALES[scale].people, "request": [], "render": [], "deliver": [], "wrong": 0}
    for turn in range(int(repeat)):
        _tell(doing=f"Circular {turn + 1} de {repeat}: {told['people']} destinatarios…")
        original = office.draft()
        request, sending = _timed(office.request, original)
        told["request"].append(request)
        told["render"].append(_timed(office.work, sending)[0])
        office.accept(sending)
        told["deliver"].append(_timed(office.work, sending)[0])
        told["wrong"] += office.wrong(sending)
    print(json.dumps(told), flush=True)


def _tell(**values):
    print(json.dumps(values), flush=True)


def _timed(work, *args):
    begun = time.perf_counter()
    result = work(*args)
    return time.perf_counter() - begun, result


if __name__ == "__main__":
    main(*sys.argv[1:])
