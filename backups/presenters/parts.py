"""The rows, names, sums and instructions of the download page (backups §3.8)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from backups.archive import naming
from backups.states import PartRole
from quipux.web import formatting

NOT_TAKEN, CHECKED = "Sin descargar", "Comprobada"


@dataclass(frozen=True)
class Taken:
    """How far a person got with one part.

    Attributes:
        completed_at: None until the union of the delivered ranges is the whole part, or the copy was checked.
        checked_at: the person's copy had the digest of the part.
    """

    started_at: datetime | None = None
    completed_at: datetime | None = None
    checked_at: datetime | None = None


@dataclass(frozen=True)
class Digest:
    """A file name and the SHA-256 its bytes must have."""

    name: str
    sha256: str


@dataclass(frozen=True)
class PartRow:
    """One file of the set as the page shows it.

    Attributes:
        period: first and last date of the documents it holds, empty for the index.
        independent_name: empty for a set of one file.
        digests: one per different content; the index part has two forms.
        unavailable: why it cannot be taken now, empty when it can.
        status: «Sin descargar», «Iniciada 02:17», «Descargada 2016-12-29 09:12» or «Comprobada».
    """

    number: int
    label: str
    period: str
    name: str
    independent_name: str
    size: int
    digests: list[Digest]
    status: str
    is_complete: bool
    is_checked: bool
    url: str
    independent_url: str = ""
    unavailable: str = ""


def part_rows(request, backup, parts, periods: dict[int, tuple], taken: dict[int, Taken], today: date) -> list[PartRow]:
    """The rows of the table, in order.

    Args:
        periods: part number → first and last document date.
        taken: part id → what this person took.
    """
    names = naming.part_names(request.archive_name, backup.parts_count)
    alone = naming.independent_names(request.archive_name, backup.parts_count)
    return [_row(request, part, names[part.number - 1], alone[part.number - 1], periods.get(part.number),
                 taken.get(part.pk, Taken()), today) for part in parts]  # fmt: skip


def _row(request, part, name, independent, period, taken, today):
    single = part.role == PartRole.SINGLE
    label = f"Parte {part.number} (índice)" if part.role == PartRole.INDEX else f"Parte {part.number}"
    return PartRow(
        number=part.number, label=label, period=f"{period[0]} a {period[1]}" if period else "", name=name,
        independent_name="" if single else independent, size=part.bytes, digests=_digests(part, name, independent),
        status=status_of(taken, today), is_complete=taken.completed_at is not None,
        is_checked=taken.checked_at is not None,
        url=reverse("backups:part", args=[request.uuid, part.number]),
        independent_url="" if single else reverse("backups:independent_part", args=[request.uuid, part.number]),
        unavailable="" if not part.damaged_at else "No disponible" if part.lost_at else "En reparación",
    )  # fmt: skip


def _digests(part, name, independent):
    own = [Digest(name, part.sha256)]
    return own + ([Digest(independent, part.alternative_sha256)] if part.alternative_sha256 else [])


def status_of(taken: Taken, today: date) -> str:
    """The word of «Descargado»; the hour alone while it is the same day."""
    if taken.checked_at:
        return CHECKED
    if taken.completed_at:
        return f"Descargada {formatting.minute_text(taken.completed_at)}"
    if not taken.started_at:
        return NOT_TAKEN
    return f"Iniciada {_moment(taken.started_at, today)}"


def _moment(instant: datetime, today: date):
    text = formatting.minute_text(instant)
    return text[-5:] if formatting.day_of(instant) == today else text


def sums_text(request, backup, parts) -> str:
    """The file SHA256SUMS: both families of names, so either set is checked with it."""
    names = naming.part_names(request.archive_name, backup.parts_count)
    alone = naming.independent_names(request.archive_name, backup.parts_count)
    lines = [f"{part.sha256}  {names[part.number - 1]}\n" for part in parts]
    if backup.parts_count > 1:
        lines += [f"{part.alternative_sha256 or part.sha256}  {alone[part.number - 1]}\n" for part in parts]
    return "".join(lines)


@dataclass(frozen=True)
class Instructions:
    """The sentences and commands of the page, with the real names of this backup."""

    name: str
    parts: int

    @property
    def set_name(self) -> str:
        """The file to open."""
        return f"{self.name}.zip"

    @property
    def common(self) -> str:
        if self.parts == 1:
            return "Su respaldo es un solo archivo .zip: descárguelo y ábralo."
        return (f"Su respaldo tiene {self.parts} partes. Descárguelas todas en la misma carpeta, una después de otra, y "
                "abra la que termina en .zip.")  # fmt: skip

    @property
    def metalink(self) -> str:
        """The file for download managers."""
        return f"{self.name}.meta4"

    @property
    def join_command(self) -> str:
        return f"zip -s 0 {self.name}.zip --out {self.name}_unificado.zip"

    @property
    def unpack_command(self) -> str:
        """Extracts the independent files one over the other into the same folder."""
        return f'for f in {self.name}_parte*.zip; do unzip -o -q "$f"; done'
