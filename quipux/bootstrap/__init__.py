"""The two commands of a bare machine, with the standard library alone (contract.md 1).

Nothing here may import Django: the packages may not be installed yet.
"""

from quipux.bootstrap.environment import enter_environment

COMMANDS = ("demo", "verify")


def run(command: str, arguments: list[str]) -> int:
    """Runs `demo` or `verify` and returns its exit code."""
    from importlib import import_module

    return import_module(f"quipux.bootstrap.{command}").run(arguments)


__all__ = ["COMMANDS", "enter_environment", "run"]
