"""The pages of docs/operacion.md that an alarm may name: a test compares them with its headings (safety §15)."""

from enum import StrEnum


class Runbook(StrEnum):
    """Title of each page."""

    NIGHT = "La noche no comenzó"
    QUEUE = "La cola crece"
    DISK = "El disco está casi lleno"
    BROKER = "Se perdió el broker"
    DATABASE = "La base se reinició o cambió de servidor"
    PART = "Una parte está dañada"
    MISSING = "Una persona dice que faltan documentos"
    EXPIRED = "La vigencia terminó antes de la descarga"
    MAIL = "Los correos no salen"
    SCANNER = "El antivirus no responde"
    AIQ = "Robaron la cuenta de un AIQ"
    LEAK = "Se sospecha una fuga"
    RESTORE = "Restaurar todo"
    RESTORE_FILE = "Restaurar un archivo"
    KEYS = "Una llave se filtró o debe cambiarse"
    RELEASE = "Cambiar de versión y volver atrás"
    MIGRATION = "Una migración se detuvo"
    CLOCK = "El reloj está mal"
    MERGING = "Unir instituciones"
    YEAR = "Cambio de año"
    INSTALLATION = "Primera instalación"
    STORE = "El almacenamiento no responde"
    BUILD = "Un respaldo quedó «Con error»"
    WORKERS = "El planificador o los trabajadores se detuvieron"
    HISTORY = "El Recorrido no corresponde a sus huellas"
    COPY = "La copia de seguridad no se hizo"
    ERRORS = "Hay errores en las páginas"
    STOPPED = "Un trabajo estuvo detenido más de 26 horas"


DOCUMENT = "docs/operacion.md"


def named(runbook: str) -> str:
    """The line of a mail that says where the steps are."""
    return f"Guía: {DOCUMENT}, «{runbook}»."
