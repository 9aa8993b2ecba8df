"""`manage.py demo`: from a bare machine to the launcher, which runs in the project's own Python."""

import argparse
import ctypes.util
import os

from quipux.bootstrap.environment import PYTHON, ROOT, install_python_packages, install_system_packages


class _Parser(argparse.ArgumentParser):
    """The standard parser with its complaints in Spanish."""

    def error(self, message):
        detail = message.rpartition(": ")[2].replace("expected one argument", "falta un valor")
        self.exit(2, f"[quipux] No se entiende la orden: {detail}. Ayuda: python3 manage.py demo --help\n")


def parser() -> argparse.ArgumentParser:
    """The arguments of contract.md 1, with their help in Spanish."""
    made = _Parser(prog="manage.py demo", description="Inicia una oficina de demostración completa en este equipo.")
    made.add_argument("--port", type=_port, default=8000, help="puerto en este equipo (8000)")
    made.add_argument("--documents", type=_documents, default=300, help="documentos de Ana (300)")
    made.add_argument("--reset", action="store_true", help="borra la oficina anterior y empieza de nuevo")
    return made


def run(arguments: list[str]) -> int:
    """Prepares the machine and becomes the launcher: the same process, so signals reach it directly."""
    parser().parse_args(arguments)
    # System packages first: a machine that lacks them is told before minutes of downloads.
    install_system_packages({"libpangoft2-1.0-0": pango_is_there()})
    install_python_packages("requirements.txt")
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", "quipux.launcher", *arguments])


def pango_is_there() -> bool:
    """Whether the text layout library that the PDF renderer loads is on this machine."""
    return bool(ctypes.util.find_library("pangoft2-1.0"))


def _port(text: str) -> int:
    if not text.isdigit() or not 1024 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError("se espera un puerto entre 1024 y 65535")
    return int(text)


def _documents(text: str) -> int:
    if not text.isdigit() or not 60 <= int(text) <= 100_000:
        raise argparse.ArgumentTypeError("se espera un número entre 60 y 100000")
    return int(text)
