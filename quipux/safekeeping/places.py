"""Whether the places of the copies take one: asked before the night in which it is needed (`manage.py doctor`)."""

import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings

from quipux import clock
from quipux.files.errors import StoreError
from quipux.files.store import StoredBytesMissing
from quipux.runs.models import JobRun
from quipux.safekeeping import elsewhere, nightly, programs, sealing
from quipux.safekeeping.errors import SafekeepingError
from quipux.safekeeping.making import folder

TRIAL = b"prueba de manage.py doctor"
OFF = "ninguna: QUIPUX_SYSTEM_BACKUP_FOLDER está vacía; copie la base y el almacenamiento por otros medios"


def examine() -> str:
    """Write, read and delete where copies lie, and look for what makes them.

    Returns:
        A sentence on what was found, for people.

    Raises:
        SafekeepingError: something of it fails; the message says what to do.
    """
    if not nightly.is_on():
        if elsewhere.is_on():
            raise SafekeepingError("hay QUIPUX_SYSTEM_BACKUP_BUCKET y falta QUIPUX_SYSTEM_BACKUP_FOLDER: no se copia nada; "
                                   "indique la carpeta")  # fmt: skip
        return OFF
    sealing.recipient()
    programs.dumper()
    found = [_folder(folder())]
    if elsewhere.is_on():
        found.append(_bucket())
    return "; ".join([*found, _last()])


def _folder(place: Path) -> str:
    trial = place / f".prueba-{secrets.token_hex(4)}"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        trial.write_bytes(TRIAL)
        same = trial.read_bytes() == TRIAL
        trial.unlink()
    except OSError as error:
        raise SafekeepingError(f"no se puede escribir en la carpeta {place} ({error.strerror}); monte su disco y désela a quien "
                               "ejecuta Quipux") from error  # fmt: skip
    if not same:
        raise SafekeepingError(f"la carpeta {place} devuelve bytes distintos de los guardados; cambie el disco")
    if _shares_disk(place) and not elsewhere.is_on():
        return "la carpeta escribe y lee, en el mismo disco que los documentos: use otro, o QUIPUX_SYSTEM_BACKUP_BUCKET"
    return "la carpeta escribe y lee"


def _shares_disk(place: Path) -> bool:
    """A disk that breaks takes the documents and their only copy with it."""
    stored = settings.CONFIGURATION["STORAGE_URL"]
    documents = Path(stored["path"]) if stored["kind"] == "file" else None
    return documents is not None and documents.exists() and documents.stat().st_dev == place.stat().st_dev


def _bucket() -> str:
    try:
        elsewhere.probe(TRIAL)
    except (StoreError, StoredBytesMissing) as error:
        raise SafekeepingError("el depósito de las copias no deja escribir, leer y borrar; revise que "
                               "QUIPUX_SYSTEM_BACKUP_BUCKET exista, su dirección, las credenciales y sus permisos"
                               ) from error  # fmt: skip
    return "el depósito escribe, lee y borra"


def _last() -> str:
    ended: datetime | None = JobRun.objects.filter(name=nightly.JOB).values_list("last_ended_at", flat=True).first()
    return f"última copia: {clock.local(ended):%Y-%m-%d %H:%M}" if ended else "todavía no se hizo ninguna copia"
