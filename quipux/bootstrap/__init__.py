"""The two commands of a bare machine, with the standard library alone (contract.md 1).

Nothing here may import Django: the packages may not be installed yet.
"""

from quipux.bootstrap.environment import enter_environment

COMMANDS = ("demo", "verify")


def run(command: str, arguments: list[str]) -> int:
    """Runs `demo` or `verify` and returns its exit code.

    Both start the same programs again and again: what Python compiles of them is kept beside them, even where the
    machine's own habit is to throw it away. Without it each worker and each child compiles everything anew.
    """
    import os
    from importlib import import_module

    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return import_module(f"quipux.bootstrap.{command}").run(arguments)


__all__ = ["COMMANDS", "enter_environment", "run"]
