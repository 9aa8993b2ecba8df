"""What a person writes, and the rows that keep it (documents §2.1, §6)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from accounts.models import User
from documents import images
from documents.models import Attachment, BodyVersion, Copy, Document, DocumentType, Party, PrintOptions
from documents.states import Category, Confidentiality, DocumentKind, Medium, PartyRole
from documents.text import SANITISER, check_size
from institutions.models import Appointment, DistributionList
from quipux import clock
from quipux.errors import Invalid
from quipux.files.models import StoredFile

UNCLASSIFIED = "Sin tipificación"
LONGEST_SUBJECT, LONGEST_DESCRIPTION, LONGEST_NOTES = 350, 250, 1000  # characters
OVERRIDES = ("override_academic_title", "override_title", "override_institution", "override_place")


@dataclass(frozen=True)
class NewAttachment:
    """An anexo as it is given; ``file`` is None only for a physical one."""

    name: str
    file: StoredFile | None
    description: str = ""


@dataclass(frozen=True)
class Draft:
    """What a person writes.

    Attributes:
        body: HTML as typed; it is sanitised before it is kept.
        to, cc: appointments, or people who are citizens, in order.
        answer_to: the copy this one answers.
        sender: De; the author's own appointment when None.
        list: the distribution list that was put into Para, and its version then; ``listed`` are the
            ``party_key`` of its members.
        options: fields of PrintOptions that are not the default.
        overrides: what is printed of a party instead of its own data, by ``party_key``.
        senders, dated, summary, directed_to: of what comes from outside: De in order, the day written on the paper,
            Resumen, and «Dirigir documento a».
    """

    type: DocumentType
    subject: str
    body: str = ""
    to: Sequence[Appointment | User] = ()
    cc: Sequence[Appointment | User] = ()
    attachments: Sequence[NewAttachment] = ()
    reference: str = ""
    category: str = Category.NORMAL
    confidentiality: str = Confidentiality.PUBLIC
    answer_to: Copy | None = None
    sender: Appointment | None = None
    classification: str = UNCLASSIFIED
    notes: str = ""
    attachments_description: str = ""
    antecedent: Document | None = None
    list: DistributionList | None = None
    list_version: int | None = None
    listed: frozenset[str] = frozenset()
    hides_draft_steps: bool = False
    options: Mapping[str, object] = field(default_factory=dict)
    overrides: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    senders: Sequence[Appointment | User] = ()
    dated: date | None = None
    summary: str = ""
    directed_to: Appointment | None = None

    @property
    def is_incoming(self) -> bool:
        """Whether it comes from outside and is registered at the window."""
        return self.type.kind == DocumentKind.INCOMING

    @property
    def named_senders(self) -> Sequence[Appointment | User]:
        """De: who signs, or whoever wrote from outside."""
        return self.senders if self.is_incoming else [self.sender]

    def by(self, author: Appointment) -> "Draft":
        """The same, its De named: the author where nobody else is."""
        return replace(self, sender=self.sender or author)


def party_key(somebody: Appointment | User) -> str:
    """How a party is named outside the database: «s:» and the UUID of an appointment, «c:» and that of a citizen."""
    return f"{'s' if isinstance(somebody, Appointment) else 'c'}:{somebody.uuid}"


# The rows of a draft --------------------------------------------------------------------------------------


def columns_of(draft: Draft) -> dict:
    """What the document's row keeps of a draft and may change with every saving."""
    columns = {"subject": draft.subject.strip(), "attachments_description": draft.attachments_description,
               "antecedent": draft.antecedent, "list": draft.list,
               "list_version": draft.list_version if draft.list else None,
               "hide_draft_steps": draft.hides_draft_steps}  # fmt: skip
    return columns | _columns_of_paper(draft) if draft.is_incoming else columns


def _columns_of_paper(draft):
    return {"reference": draft.reference.strip(), "summary": draft.summary.strip(),
            "document_date": clock.day_start(draft.dated) if draft.dated else None}  # fmt: skip


def copy_columns_of(draft: Draft) -> dict:
    """The same of its original's row."""
    columns = {"category": draft.category, "confidentiality": draft.confidentiality,
               "classification": draft.classification, "notes": draft.notes}  # fmt: skip
    return columns | {"directed_to": draft.directed_to} if draft.is_incoming else columns


def parties_of(document: Document, draft: Draft) -> list[Party]:
    """De, Para and Copia, not yet saved."""
    roles = ((PartyRole.FROM, draft.named_senders), (PartyRole.TO, draft.to), (PartyRole.CC, draft.cc))
    return [_party(document, role, position, somebody, draft)
            for role, people in roles for position, somebody in enumerate(people, start=1)]  # fmt: skip


def _party(document, role, position, somebody, draft):
    serves = isinstance(somebody, Appointment)
    key = party_key(somebody)
    overrides = draft.overrides.get(key, {})
    return Party(
        document=document, role=role, position=position, appointment=somebody if serves else None,
        person=None if serves else somebody,
        list=draft.list if role == PartyRole.TO and key in draft.listed else None,
        **{name: overrides[name] for name in OVERRIDES if overrides.get(name)},
    )  # fmt: skip


def keep_body(document: Document, actor, now) -> BodyVersion:
    """The text in force as a new version; the author's name is frozen in it."""
    images.note_use(document)
    last = document.versions.order_by("-version").values_list("version", flat=True).first() or 0
    return BodyVersion.objects.create(
        document=document, version=last + 1, html=document.body, sanitiser=SANITISER, saved_at=now,
        author_name=actor.identity().name, sha256=hashlib.sha256(document.body.encode()).hexdigest(),
    )  # fmt: skip


def keep_options(document: Document, options: Mapping[str, object]) -> None:
    """How it prints; a document without own wishes has no row."""
    if options or PrintOptions.objects.filter(document=document).exists():
        clean = {
            f.name: f.get_default() for f in PrintOptions._meta.concrete_fields if f.name not in ("id", "document")
        }
        PrintOptions.objects.update_or_create(document=document, defaults=clean | dict(options))


def attachment_row(document, new: NewAttachment, actor, now, copy=None) -> Attachment:
    """The unsaved row of an anexo; without ``file`` it is a physical one."""
    medium = Medium.ELECTRONIC if new.file else Medium.PHYSICAL
    return Attachment(document=document, copy=copy, name=new.name, description=new.description, medium=medium,
                      file=new.file, added_by=actor.user.full_name, added_at=now)  # fmt: skip


# What a draft must have -----------------------------------------------------------------------------------


def check_draft(draft: Draft, body: str, author: Appointment, *, whole: bool) -> None:
    """The rules of documents §6.2 that hold for every saving; ``body`` is already cleaned.

    Raises:
        Invalid: with the sentence of each field that fails.
    """
    faults = text_faults(draft)
    other = draft.sender.pk != author.pk  # who acts in the own post was asked for it on the way in
    if other and (not draft.sender.is_working or draft.sender.institution_id != author.institution_id):
        faults["de"] = "De debe ser un servidor activo de su institución."
    if whole and not draft.to:
        faults["para"] = "Seleccione al menos un destinatario en Para."
    if faults:
        raise Invalid(next(iter(faults.values())), **faults)
    check_once(draft)
    check_size(body)


def text_faults(draft: Draft) -> dict[str, str]:
    """What is wrong with the written fields, by the name of each."""
    faults = {}
    if not draft.subject.strip():
        faults["asunto"] = "Escriba el asunto."
    limits = {"asunto": ("El asunto", draft.subject.strip(), LONGEST_SUBJECT),
              "descripcion": ("La descripción de anexos", draft.attachments_description, LONGEST_DESCRIPTION),
              "notas": ("El texto de Notas", draft.notes, LONGEST_NOTES)}  # fmt: skip
    for name, (what, text, limit) in limits.items():
        if len(text) > limit:
            faults[name] = f"{what} tiene {len(text)} caracteres; el máximo es {limit}."
    return faults


def check_once(draft: Draft) -> None:
    """Nobody is in two roles.

    Raises:
        Invalid: somebody is.
    """
    roles = {}
    for role, people in (("De", draft.named_senders), ("Para", draft.to), ("Copia", draft.cc)):
        for somebody in people:
            key = party_key(somebody)
            if key in roles:
                message = already_there(name_of(somebody), roles[key])
                raise Invalid(message, para=message)
            roles[key] = role


def already_there(name: str, role: str) -> str:
    """The refusal of a second role; ``role`` is De, Para or Copia."""
    return f"{name} ya consta en {role}."


def name_of(somebody: Appointment | User) -> str:
    return somebody.person.full_name if isinstance(somebody, Appointment) else somebody.full_name
