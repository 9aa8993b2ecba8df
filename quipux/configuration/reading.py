"""From the environment to checked values, or to one list of everything that is wrong."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from quipux.configuration.parsers import LOOPBACK, Wrong
from quipux.configuration.variables import REQUIRED, UNSET, VARIABLES, Variable

DEMO_KEY_PREFIX = "demo-"


class ConfigurationError(ImproperlyConfigured):
    """The environment does not allow a start; the message lists every reason in Spanish."""


def read(environ: Mapping[str, str]) -> dict[str, Any]:
    """Reads every variable of the table.

    An empty variable counts as absent, as compose files write them.
    Raises `ConfigurationError` with one sentence per wrong variable (contract.md 4).
    """
    values, problems = {}, []
    for variable in VARIABLES.values():
        try:
            values[variable.name] = _value(variable, environ.get(variable.name, ""))
        except Wrong as wrong:
            problems.append(_sentence(variable, str(wrong)))
    if not problems:
        problems = _contradictions(values)
    if problems:
        raise ConfigurationError("Quipux no puede iniciar:\n" + "\n".join(f"  - {line}" for line in problems))
    return values


def _value(variable: Variable, written: str) -> Any:
    if written:
        return variable.parse(written)
    if variable.default is REQUIRED:
        raise Wrong("es obligatoria")
    if variable.default is UNSET:
        return None
    return variable.parse(variable.default) if variable.default else ()


def _sentence(variable: Variable, reason: str) -> str:
    # The wrong value itself is not repeated: it may be a password or a key.
    return f"La variable {variable.name} no es válida: {reason}. Ejemplo válido: {variable.name}={variable.example}"


def _contradictions(values: dict[str, Any]) -> list[str]:
    """What no single variable can tell: rules between them (safety.md 2.1)."""
    found = []
    demo, key = values["QUIPUX_DEMO"], VARIABLES["SECRET_KEY"]
    if values["SECRET_KEY"].startswith(DEMO_KEY_PREFIX) and not demo:
        found.append(_sentence(key, "la clave de la demostración no sirve fuera de ella"))
    if demo and not set(values["ALLOWED_HOSTS"]) <= set(LOOPBACK):
        found.append(
            "La variable QUIPUX_DEMO no es válida: la demostración solo atiende en este equipo y ALLOWED_HOSTS "
            "nombra otros. Ejemplo válido: ALLOWED_HOSTS=localhost,127.0.0.1"
        )
    if values["SECRET_KEY"] == key.example:
        found.append(_sentence(key, "es la del ejemplo, que todo el mundo conoce"))
    if values["QUIPUX_IDENTITY_SOURCE"] == "stub" and not demo:
        found.append(_sentence(VARIABLES["QUIPUX_IDENTITY_SOURCE"], "las personas inventadas son de la demostración"))
    if values["QUIPUX_ENVIRONMENT"] != "both" and demo:
        found.append(_sentence(VARIABLES["QUIPUX_ENVIRONMENT"], "la demostración tiene los dos ambientes: use both"))
    other = VARIABLES["QUIPUX_OTHER_ENVIRONMENT_URL"]
    if values[other.name] and values[other.name] == values["QUIPUX_PUBLIC_URL"]:
        found.append(_sentence(other, "es la de esta misma instalación; se espera la del otro ambiente"))
    kind = values["STORAGE_URL"]["kind"]
    if values["QUIPUX_DELIVERY"] == "s3" and kind != "s3":
        found.append(_sentence(VARIABLES["QUIPUX_DELIVERY"], "la entrega s3 exige STORAGE_URL=s3://deposito"))
    return found
