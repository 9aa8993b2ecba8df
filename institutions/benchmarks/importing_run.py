"""The process behind `bench import`: fills an empty database and brings people to it.

    python -m institutions.benchmarks.importing_run PEOPLE REPEAT

Prints what it does as JSON lines; the last one holds the figures.
"""

import json
import sys
import time

import django


def main(people: str, repeat: str) -> None:
    """Bring a file of so many people, `repeat` times, each to an institution of its own."""
    django.setup()
    from django.core.management import call_command

    _tell(doing="Creando la base de datos…")
    call_command("migrate", verbosity=0)
    told = {"validate": [], "apply": [], "people": 0, "refused": 0, "again": 0}
    for turn in range(int(repeat)):
        _tell(doing=f"Ronda {turn + 1} de {repeat}: {people} personas…")
        _round(turn, int(people), told)
    print(json.dumps(told), flush=True)


def _tell(**values):
    print(json.dumps(values), flush=True)


def _round(turn, people, told):
    from institutions.importing import services
    from institutions.importing.findings import ERROR

    aiq, data = _aiq(turn), _file(turn, people)
    begun = time.perf_counter()
    job = services.upload(data, kind="people", name="personas.csv", actor=aiq)
    told["validate"].append(time.perf_counter() - begun)
    told["refused"] += sum(row["status"] == ERROR for row in job.report)
    begun = time.perf_counter()
    told["people"] += services.apply(job, actor=aiq)
    told["apply"].append(time.perf_counter() - begun)
    again = services.upload(data, kind="people", name="personas.csv", actor=aiq)
    told["again"] += services.apply(again, actor=aiq)


def _aiq(turn):
    """The AIQ of a new institution."""
    from accounts.models import User
    from institutions import services as institutions
    from institutions.actors import Actor
    from institutions.models import Appointment, Grant
    from institutions.states import Environment
    from quipux import clock
    from quipux.history.recorder import SYSTEM

    institution = institutions.create_institution(
        name=f"Instituto {turn}", sigla=f"INS{turn}", ruc=f"176810{turn:03}0001", environment=Environment.PRODUCTION)  # fmt: skip
    person = User.objects.create(identity_number=_cedula(turn), given_names="Diego", surnames="Ponce",
                                 email=f"diego{turn}@ejemplo.example", email_verified_at=clock.now())  # fmt: skip
    post = institutions.appoint(
        person, institution.areas.get(), title="Administrador", starts_on=clock.today(), actor=SYSTEM
    )
    Grant.objects.bulk_create(
        Grant(appointment=post, permission=slug) for slug in ("administer", "institutional_admin")
    )
    return Actor(person, Appointment.objects.with_names().get(pk=post.pk))


def _file(turn, people) -> bytes:
    from institutions.importing import reading

    first = 1000 + turn * people
    rows = [_row(_cedula(first + number), f"INS{turn}") for number in range(people)]
    return "\n".join([";".join(reading.PEOPLE), *rows]).encode("utf-8-sig")


def _row(number, sigla):
    return (f"{number};C;;Rosa;Lema;Ing.;{sigla};Analista;Analista;N;rl;p{number}@ejemplo.example;;022000000;1;"
            f"+593990000000;Quito;Token;Servidor")  # fmt: skip


def _cedula(serial: int) -> str:
    """A number of Pichincha with its check digit."""
    digits = f"17{serial:07}"
    doubled = (int(digit) * (2 if position % 2 == 0 else 1) for position, digit in enumerate(digits))
    return digits + str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)


if __name__ == "__main__":
    main(*sys.argv[1:])
