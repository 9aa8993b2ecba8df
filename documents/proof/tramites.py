"""«Consultar trámite»: what became of a paper, for who has its number and its consult code (documents §15)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from documents.citizens import wording
from documents.models import Copy, Document
from documents.proof.codes import CONSULT_LENGTH, canonical
from documents.states import Confidentiality, CopyRole, DocumentKind
from institutions.models import Area
from institutions.states import Environment
from quipux import clock, environments

# What an área is, by the word its name begins with; the rest of the name would say which one it is.
KINDS = ("Ministerio", "Viceministerio", "Subsecretaría", "Secretaría", "Coordinación", "Dirección", "Subdirección",
         "Gerencia", "Subgerencia", "Jefatura", "Departamento", "Unidad", "Sección", "Oficina", "Procuraduría",
         "Auditoría", "Tesorería", "Ventanilla", "Archivo", "Comisión", "Consejo")  # fmt: skip
TOP, OTHER = "Máxima autoridad", "Unidad administrativa"


@dataclass(frozen=True)
class Tramite:
    """What the citizen is told: no name, no subject, nothing of the content.

    Attributes:
        areas: kinds of área that hold it, each once.
        days: calendar days from the reception to the answer, or to today.
    """

    number: str
    institution: str
    received_on: date
    state: str
    explained: str
    areas: list[str]
    days: int
    answer_number: str = ""
    answer_on: date | None = None


def find(number: str, typed: str) -> Tramite | None:
    """The trámite of a number and its code; None alike for unknown, wrong, confidential and training ones.

    Args:
        number: as printed, in capitals.
        typed: the consult code as people type it.
    """
    code = canonical(typed, CONSULT_LENGTH)
    if code is None or environments.is_practice():
        return None
    rows = Document.objects.filter(kind=DocumentKind.INCOMING, consult_code=code, number=number)
    secret = Copy.objects.filter(document=OuterRef("pk"), confidentiality=Confidentiality.CONFIDENTIAL)
    told = rows.exclude(institution__environment=Environment.TRAINING).exclude(Exists(secret))
    document = told.select_related("institution").first()
    return _told(document) if document else None


def _told(document):
    copies = list(document.copies.select_related("holder__area"))
    answer = wording.answers_to([document.pk]).get(document.pk)
    state, received = wording.state_of(copies, answer), clock.local(document.registered_at).date()
    answered = clock.local(answer.document_date).date() if answer else None
    days = ((answered or clock.today()) - received).days
    areas = [] if state == wording.ANNULLED else _areas(copies)
    return Tramite(document.number, document.institution.name, received, state, wording.EXPLAINED[state], areas, days,
                   answer.number if answer else "", answered)  # fmt: skip


def _areas(copies):
    received = [copy for copy in copies if copy.role != CopyRole.ORIGINAL] or copies
    return list(dict.fromkeys(kind_of(copy.holder.area) for copy in received if copy.holder_id))


def kind_of(area: Area) -> str:
    """What kind of área it is, never which one."""
    if area.parent_id is None:
        return TOP
    first = area.name.split(" ", 1)[0].casefold()
    return next((kind for kind in KINDS if kind.casefold() == first), OTHER)
