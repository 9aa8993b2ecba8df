"""What travels between the product and the child, and the limits of one document."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True)
class Limits:
    """Limits of safety.md 2.6. Seconds, bytes and documents."""

    cpu_seconds: int = 30
    wall_seconds: float = 60
    memory_bytes: int = 1024**3
    start_seconds: float = 60
    documents_per_child: int = 200


class Attachment(NamedTuple):
    """A file embedded in the PDF. ``relationship``: a value of ISO 32000-2, 7.11.3."""

    name: str
    content: bytes
    relationship: str = "Data"
    description: str = ""


@dataclass(frozen=True)
class Job:
    """One document to lay out; ``created`` is an ISO 8601 text with seconds and offset."""

    html: str
    attachments: tuple[Attachment, ...] = ()
    pdf_variant: str | None = "pdf/a-3a"
    title: str | None = None
    created: str | None = None

    def frames(self) -> list[bytes]:
        """Return the frames that :meth:`from_frames` reads back."""
        fields = asdict(self)
        del fields["html"]
        fields["attachments"] = [[a.name, a.relationship, a.description] for a in self.attachments]
        return [json.dumps(fields).encode(), self.html.encode(), *(a.content for a in self.attachments)]

    @classmethod
    def from_frames(cls, receive) -> "Job":
        """Build the job from ``receive()``, which returns the next frame."""
        fields = json.loads(receive())
        html = receive().decode()
        named = fields.pop("attachments")
        attachments = tuple(Attachment(name, receive(), kind, text) for name, kind, text in named)
        return cls(html=html, attachments=attachments, **fields)


def moment(created: datetime | None) -> str | None:
    """Write an aware datetime the way PDF metadata wants it; raise ValueError for a naive one."""
    if created is None:
        return None
    if created.tzinfo is None:
        raise ValueError("created must carry its time zone")
    return created.isoformat(timespec="seconds")
