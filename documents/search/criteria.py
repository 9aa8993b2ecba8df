"""What Búsqueda Avanzada asks for, free of forms and pages (documents §13.2)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Criteria:
    """Every condition must hold; an empty one holds always.

    Attributes:
        number: whole, or a part of at least three characters; temporary numbers too.
        sender, receivers: words of a person as printed on the document; of several receivers any one suffices.
        text: words of asunto, people, body and anexos.
        state, type, category, classification: slug or value; empty for all.
        signed: electronically, or not; None for both.
        registered: whether ``start`` and ``end`` are days of registration instead of Fecha Documento.
        start, end: days in Guayaquil, both inclusive.
        area, institution: primary keys of the área and the institution that hold the copy now.
        folder: primary key of a carpeta virtual that has the copy.
        metadata: words of a value of metadatos, of a heading that the reader's área uses.
        participant: primary key of an appointment that took part; None for anybody.
        participant_name: words of the name of somebody who took part.
        label: primary key of a label of the reader's own.
    """

    number: str = ""
    reference: str = ""
    sender: str = ""
    receivers: tuple[str, ...] = ()
    text: str = ""
    state: str = ""
    type: str = ""
    category: str = ""
    classification: str = ""
    signed: bool | None = None
    registered: bool = False
    start: date | None = None
    end: date | None = None
    area: int | None = None
    institution: int | None = None
    folder: int | None = None
    metadata: str = ""
    participant: int | None = None
    participant_name: str = ""
    with_attachments: bool = False
    label: int | None = None
