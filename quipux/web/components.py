"""The values that component templates draw: steps, tags, columns, tabs, chips."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

TAG_COLOURS = ("grey", "blue", "turquoise", "green", "red", "orange", "yellow", "purple")
BACKUP_STEPS = ("Enviada", "Aprobada", "Calendarizada", "En ejecución", "Lista para descargar")


@dataclass(frozen=True)
class Tag:
    """A word of state in a coloured box; the word alone carries the meaning."""

    text: str
    colour: str = "grey"
    icon: str = ""

    def __post_init__(self):
        if self.colour not in TAG_COLOURS:
            raise ValueError(f"Unknown tag colour {self.colour!r}")


@dataclass(frozen=True)
class Link:
    """A link inside a table cell; ``target`` is read after the text by screen readers only."""

    text: str
    url: str
    target: str = ""


@dataclass(frozen=True)
class Code:
    """The name of a file, a package or an order, which is no word of any language."""

    text: str


@dataclass(frozen=True)
class Column:
    """A table heading; ``long`` is the whole title of an abbreviated one."""

    label: str
    long: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool = False
    title: str = ""


@dataclass(frozen=True)
class Chip:
    """A quick view; its count may be words, as «más de 1 000»."""

    label: str
    url: str
    count: int | str | None = None
    current: bool = False


@dataclass(frozen=True)
class Step:
    """One step of a tracker. ``state`` is done, current, pending or stopped."""

    label: str
    state: str = "pending"
    note: str = ""


def tracker_steps(
    reached: int,
    *,
    labels: Sequence[str] = BACKUP_STEPS,
    finished: bool = False,
    stopped: str = "",
    reason: str = "",
    notes: Mapping[str, str] | None = None,
) -> list[Step]:
    """The five steps of a backup request (ui.md section 7.9).

    ``reached`` is the position of the current step, from 0. With ``finished`` that step is done too.
    ``stopped`` is the word (Con error, Detenido, Eliminada, Rechazada) that takes its place, and
    ``reason`` what is said below it. ``notes`` are second lines by label («noche del 2016-12-28»).
    """
    notes = notes or {}
    if not 0 <= reached < len(labels):
        raise ValueError(f"There is no step {reached}")
    steps = []
    for position, label in enumerate(labels):
        if position < reached or (finished and position == reached):
            steps.append(Step(label, "done", notes.get(label, "")))
        elif position == reached and stopped:
            steps.append(Step(stopped, "stopped", reason))
        else:
            state = "current" if position == reached else "pending"
            steps.append(Step(label, state, notes.get(label, "")))
    return steps


def joined(values: Iterable[str], separator: str = " · ") -> str:
    """The non-empty values in one line, as the second lines of a tray are written."""
    return separator.join(value for value in values if value)
