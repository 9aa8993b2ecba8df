"""`python -m backups.archive build|verify`: the commands of contract.md §2."""

import argparse
import gc
import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path

from .build import build
from .errors import ArchiveError, PlanError, Unsound
from .plan import DEFAULT_PART_SIZE, check_part_size

OK, FAULT, WRONG_USE = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; gives the exit code: 0 sound, 1 a fault, 2 wrong use."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except ArchiveError as error:
        print(error, file=sys.stderr)
        return FAULT
    except OSError as error:
        print(f"{error.filename or 'Entrada o salida'}: {error.strerror}.", file=sys.stderr)
        return FAULT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m backups.archive")
    commands = parser.add_subparsers(required=True, metavar="ORDEN")
    packing = commands.add_parser("build", help="empaqueta una carpeta en un juego de partes ZIP")
    packing.add_argument("source", metavar="CARPETA", type=_folder)
    packing.add_argument("--output", required=True, metavar="DESTINO", type=Path)
    packing.add_argument("--name", required=True, metavar="NOMBRE", type=_set_name)
    packing.add_argument("--part-size", default=DEFAULT_PART_SIZE, metavar="BYTES", type=_part_size)
    packing.add_argument("--jobs", default=_processors(), metavar="N", type=_jobs)
    packing.set_defaults(run=_build)
    checking = commands.add_parser("verify", help="relee un juego entero y dice si está íntegro")
    checking.add_argument("last", metavar="NOMBRE.zip", type=_existing_zip)
    checking.add_argument("--jobs", default=_processors(), metavar="N", type=_jobs)
    checking.set_defaults(run=_verify)
    return parser


def _build(options: argparse.Namespace) -> int:
    started = time.monotonic()
    if options.output.resolve().is_relative_to(options.source.resolve()):
        print("El destino está dentro de la carpeta de origen: elija otro.", file=sys.stderr)
        return WRONG_USE
    built = build(
        options.source,
        options.output,
        options.name,
        part_size=options.part_size,
        jobs=options.jobs,
    )
    answer = asdict(built) | {"seconds": round(time.monotonic() - started, 3)}
    if not built.renamed:
        del answer["renamed"]
    print(json.dumps(answer))
    return OK


def _verify(options: argparse.Namespace) -> int:
    from .reader import verify_set  # the writer starts sooner without the judge

    try:
        report = verify_set(options.last, jobs=options.jobs)
    except Unsound as fault:
        print(json.dumps({"sound": False, "part": fault.part, "member": fault.member, "fault": fault.words}))
        raise
    print(json.dumps(report.to_dict()))
    return OK


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"«{text}» no es una carpeta")
    return Path(text)


def _existing_zip(text: str) -> Path:
    if not text.endswith(".zip") or not Path(text).is_file():
        raise argparse.ArgumentTypeError(f"«{text}» no es un archivo .zip que exista")
    return Path(text)


def _set_name(text: str) -> str:
    if not text or "/" in text or text.startswith("."):
        raise argparse.ArgumentTypeError(f"«{text}» no sirve como nombre de un juego")
    return text


def _part_size(text: str) -> int:
    size = _whole(text)
    try:
        check_part_size(size)
    except PlanError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return size


def _jobs(text: str) -> int:
    count = _whole(text)
    if count < 1:
        raise argparse.ArgumentTypeError("se necesita al menos un proceso")
    return count


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text}» no es un número entero") from None


def _processors() -> int:
    return len(os.sched_getaffinity(0))


if __name__ == "__main__":
    gc.disable()  # nothing here makes cycles, and looking for them takes its time
    sys.exit(main())
