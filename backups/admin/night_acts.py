"""The acts on one night: their form, what they would move, and the service each one calls (backups §2.5, §3.11)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from backups.admin.night_forms import CapacityForm, DayWindowForm, NoticeForm, PauseForm, ResumeForm
from backups.schedule import Load
from backups.services import nights, second_looks

WAITS = "La nueva capacidad espera la confirmación de otra persona operadora."


@dataclass(frozen=True)
class NightAct:
    """One form of the page of a night.

    Attributes:
        preview: from the night and what the form says to the effect, where the act moves requests.
        carry_out: from the night, the actor and what the form says to the sentence of success.
    """

    slug: str
    title: str
    button: str
    form: type
    carry_out: Callable
    preview: Callable | None = None

    @property
    def has_preview(self) -> bool:
        """For templates, which would call ``preview`` itself."""
        return self.preview is not None


def _moved(shifts):
    return f" Se movieron {len(shifts)} solicitudes." if shifts else ""


def _pause(night, actor, data):
    return f"La noche del {night} está pausada.{_moved(nights.pause_night(night, actor=actor, reason=data['reason']))}"


def _resume(night, actor, data):
    nights.resume_night(night, actor=actor, reason=data["reason"])
    return f"La noche del {night} está abierta."


def _capacity(night, actor, data):
    figures = {name: data[name] for name in ("requests", "documents", "bytes")}
    if nights.exceeds_limit(Load(**figures)):
        second_looks.ask_capacity(night, **figures, actor=actor, reason=data["reason"])
        return WAITS
    shifts = nights.change_capacity(night, **figures, actor=actor, reason=data["reason"])
    return f"La capacidad de la noche del {night} fue guardada.{_moved(shifts)}"


def _preview_capacity(night: date, data):
    return nights.preview_capacity(night, **{name: data[name] for name in ("requests", "documents", "bytes")})


def _day_window(night, actor, data):
    nights.set_day_window(night, start=data["start"], end=data["end"], actor=actor, reason=data["reason"])
    return f"La ventana diurna del {night} fue guardada."


def _notice(night, actor, data):
    nights.set_notice(night, notice=data["notice"], actor=actor)
    return f"El aviso de la noche del {night} fue guardado."


PAUSE = NightAct(
    "pausar", "Pausar la noche", "Pausar", PauseForm, _pause, lambda night, data: nights.preview_pause(night)
)
RESUME = NightAct("reanudar", "Reanudar la noche", "Reanudar", ResumeForm, _resume)
OTHERS = (
    NightAct("capacidad", "Capacidad", "Guardar capacidad", CapacityForm, _capacity, _preview_capacity),
    NightAct("ventana", "Ventana diurna", "Guardar ventana", DayWindowForm, _day_window),
    NightAct("aviso", "Aviso al público", "Guardar aviso", NoticeForm, _notice),
)


def acts_of(is_paused: bool) -> tuple[NightAct, ...]:
    """Pause or resume first, then what every night has."""
    return (RESUME if is_paused else PAUSE, *OTHERS)
