"""How maintenance commands speak: one line for people, or one JSON object, and the exit code (safety §14)."""

import json
import sys


def add_json(parser) -> None:
    """The option every such command has."""
    parser.add_argument("--json", action="store_true", help="responder con un objeto JSON")


def report(command, *, facts: dict, sentence: str, sound: bool, as_json: bool) -> None:
    """Say what was found; exit with 1 when something is not sound."""
    command.stdout.write(json.dumps(facts, ensure_ascii=False) if as_json else sentence)
    if not sound:
        sys.exit(1)
