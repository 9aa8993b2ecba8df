"""LEAME.txt of the whole set and of each document part: how to open, join and check (§5.1)."""

from collections.abc import Sequence

from backups.archive.naming import independent_names, part_names
from backups.contents.frozen import FrozenBackup, PartFile, Tally
from backups.contents.rendering import one_line, render_text
from quipux.web.formatting import count_text, size_text, timestamp_text


def part_readme(
    backup: FrozenBackup, *, number: int, documents: int, first_folder: str, last_folder: str
) -> tuple[str, bytes]:
    """(path from the root folder, bytes) of the text of document part `number`, which counts from 1.

    `documents` is how many the part was planned with, `first_folder` and `last_folder` their ends:
    all known before a byte is written, so an omission changes nothing here (§5.3.6).
    """
    return f"LEAME_parte{number:02d}.txt", render_text("LEAME_parte.txt", {
        **_common(backup),
        "number": str(number), "count": str(backup.parts_planned), "count_padded": f"{backup.parts_planned:02d}",
        "documents": f"{count_text(documents)} documento{'' if documents == 1 else 's'}",
        "first": one_line(first_folder), "last": one_line(last_folder),
    })  # fmt: skip


def readme(backup: FrozenBackup, tally: Tally, parts: Sequence[PartFile], *, manifest_sha256: str, acta: bool) -> bytes:
    """LEAME.txt of the set, with the real names."""
    count = backup.parts_planned
    return render_text("LEAME.txt", {
        **_common(backup),
        "person": one_line(backup.person), "position": one_line(backup.position), "area": one_line(backup.area),
        "institution": one_line(backup.institution),
        "period_from": backup.date_from.isoformat(), "period_to": backup.date_to.isoformat(),
        "frozen": timestamp_text(backup.frozen_at), "contents": f"{count_text(tally.inside)} documentos",
        "many": count > 1, "count": str(count),
        "names": list(zip(part_names(backup.name, count), independent_names(backup.name, count), strict=True)),
        "parts": [{"name": part.name, "sha256": part.sha256, "size": size_text(part.bytes)} for part in parts],
        "manifest_sha256": manifest_sha256, "verify_url": backup.verify_url, "acta": acta,
    })  # fmt: skip


def _common(backup: FrozenBackup) -> dict:
    return {"backup": backup, "name": backup.name, "operator_name": one_line(backup.operator_name),
            "support_email": one_line(backup.support_email)}  # fmt: skip
