"""What is known of a build, in one sentence; a bar only where a number of the database stands behind it (backups §3.9)."""

from dataclasses import dataclass
from datetime import date, datetime

from backups.presenters.wording import gigabytes_text, long_day
from backups.states import BackupState, RequestState
from quipux.web import formatting

UNSCHEDULED = "Asignando fecha de ejecución."
VERIFYING = "Comprobando el respaldo antes de entregarlo."
FINAL_FAILURE = (
    "No se pudo generar. La Subsecretaría de Gobierno Electrónico ya fue avisada. No necesita solicitarlo otra vez."
)
READY = "Lista para descargar."
SLOWER = ", más lento de lo previsto"
SHOWN_SHARE, SHOWN_SECONDS = 0.05, 30


@dataclass(frozen=True)
class Facts:
    """Committed numbers of one backup.

    Attributes:
        bytes_done, bytes_total: bytes; the total is the plan's upper bound until the parts are done.
        part, parts: the one being built, and how many there are.
        position: place in the queue of its night, from 1.
        reserved, capacity: bytes of the night.
        retry_night: when a failed build is tried again, None after the last try.
        reason: of the operator who paused it.
        seconds_left, is_slower: from measured speed; None while it cannot be known.
        running_seconds: how long the build has been measured.
        is_resting: its hours ended and it goes on in ``night`` (T9).
    """

    request_state: str
    backup_state: str
    documents_done: int = 0
    documents_total: int = 0
    bytes_done: int = 0
    bytes_total: int = 0
    part: int = 0
    parts: int = 0
    is_verifying: bool = False
    is_resting: bool = False
    night: date | None = None
    position: int = 0
    reserved: int = 0
    capacity: int = 0
    retry_night: date | None = None
    reason: str = ""
    code: str = ""
    updated_at: datetime | None = None
    running_seconds: float = 0
    seconds_left: float | None = None
    is_slower: bool = False


@dataclass(frozen=True)
class Progress:
    """What the component draws; ``maximum`` 0 hides the bar."""

    text: str
    state: str
    value: int = 0
    maximum: int = 0
    updated_text: str = ""


def describe(facts: Facts) -> Progress:
    """The sentence of the situation, with the bar while documents are being packed."""
    updated = f"Actualizado {formatting.time_text(facts.updated_at)}." if facts.updated_at else ""
    is_running = facts.request_state == RequestState.APPROVED and facts.backup_state == BackupState.RUNNING
    value, maximum = (facts.documents_done, facts.documents_total) if is_running else (0, 0)
    return Progress(_sentence(facts), state_of(facts), value, maximum, updated if is_running else "")


def state_of(facts: Facts) -> str:
    """Changes whenever the page around the bar must be drawn again."""
    waiting = facts.backup_state == BackupState.PENDING and facts.night
    return f"{facts.request_state}-{facts.backup_state}{'-scheduled' if waiting else ''}"


def _sentence(facts):
    if facts.request_state == RequestState.FULFILLED:
        return READY
    if facts.request_state != RequestState.APPROVED:
        return f"La solicitud está en estado {RequestState(facts.request_state).label}."
    return SENTENCES[facts.backup_state](facts)


def _waiting(facts):
    if facts.night is None:
        return UNSCHEDULED
    reserved, capacity = gigabytes_text(facts.reserved), gigabytes_text(facts.capacity)
    return (f"Programada para la noche del {long_day(facts.night)}; posición {facts.position}; "
            f"{reserved} de {capacity} GB reservados.")  # fmt: skip


def _running(facts):
    if facts.is_verifying and not facts.is_resting:
        return VERIFYING
    done, total = formatting.count_text(facts.documents_done), formatting.count_text(facts.documents_total)
    percent = 100 * facts.documents_done // facts.documents_total if facts.documents_total else 0
    sentence = f"{done} de {total} documentos ({percent} %), parte {facts.part} de {facts.parts}"
    if facts.is_resting:
        return f"{sentence}. Continúa la noche del {long_day(facts.night)}."
    return f"{sentence}{_remaining(facts)}."


def _remaining(facts):
    """Hidden until 5 % or 30 s: before that a number would be a guess."""
    share = facts.bytes_done / facts.bytes_total if facts.bytes_total else 0
    if facts.seconds_left is None or (share < SHOWN_SHARE and facts.running_seconds < SHOWN_SECONDS):
        return ""
    waiting = formatting.duration_text(facts.seconds_left)
    about = "falta" if waiting.startswith("menos") else "faltan unos"
    return f", {about} {waiting}{SLOWER if facts.is_slower else ''}"


def _paused(facts):
    return f"Detenido por la Subsecretaría de Gobierno Electrónico. Motivo: {facts.reason}"


def _failed(facts):
    if facts.retry_night is None:
        return f"{FINAL_FAILURE} Código: {facts.code}"
    return (f"No se pudo generar esta noche. El sistema lo intentará de nuevo la noche del "
            f"{long_day(facts.retry_night)}. No necesita hacer nada.")  # fmt: skip


SENTENCES = {
    BackupState.PENDING: _waiting,
    BackupState.RUNNING: _running,
    BackupState.PAUSED: _paused,
    BackupState.FAILED: _failed,
}
