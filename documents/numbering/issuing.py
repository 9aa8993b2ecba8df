"""Numbers given to documents, annulled and given back (documents §7.4 to §7.9)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from documents.models import Document, DocumentType, InstitutionSettings, IssuedNumber
from documents.numbering import counters
from documents.numbering.formats import format_of
from documents.states import NumberStatus
from institutions.models import Area, Institution
from quipux import clock
from quipux.errors import Invalid, NotAllowedNow
from quipux.history.recorder import SYSTEM

RECEIVED = "externo"  # slug of the type whose numbers a receiving institution gives


@dataclass(frozen=True)
class Number:
    """A value taken from a counter, not yet given to any document."""

    institution_id: int | None
    counter_id: int
    value: int
    text: str
    at: datetime


def issue(document: Document, *, area: Area | None, type: DocumentType, actor, at: datetime | None = None) -> str:
    """Give a document the next number of a series.

    Call it last, once every check passed: the counter stays locked until the caller's
    transaction ends, and its failure returns the number.

    Args:
        area: that of the appointment in De; None for the citizens' series.
        at: instant of the transaction, now when omitted; its year in Guayaquil is the number's.

    Raises:
        IntegrityError: the document already has a number of that institution, or the text is taken.
    """
    at, wanted = clock.local(at or clock.now()), format_of(area, type)
    return counters.give(wanted.series, at.year, written=wanted.around(at.year), institution=wanted.institution_id,
                         document=document.pk, at=at, by=actor.identity().name)  # fmt: skip


@transaction.atomic(savepoint=False)
def take_each(area: Area | None, type: DocumentType, instants: Sequence[datetime]) -> list[Number]:
    """Numbers of one series for many documents, one for each instant; `keep` must follow in the same transaction."""
    wanted, years, taken = format_of(area, type), [clock.local(at).year for at in instants], {}
    for year, count in sorted(Counter(years).items()):
        counter, values = counters.take(wanted.series, year, count)
        taken[year] = ((counter, value, wanted.text(year, value)) for value in values)
    return [Number(wanted.institution_id, *next(taken[year]), at) for year, at in zip(years, instants, strict=True)]


def keep(given: Iterable[tuple[Document, Number]], *, by: str) -> None:
    """Write down which document has each number.

    Args:
        by: name of who gave them, as it was then.
    """
    IssuedNumber.objects.bulk_create(
        IssuedNumber(institution_id=number.institution_id, counter_id=number.counter_id, value=number.value,
                     text=number.text, document=document, issued_at=number.at, issued_by=by)
        for document, number in given
    )  # fmt: skip


def receiving_number(institution: Institution, document: Document, *, actor=SYSTEM) -> str:
    """The number ``institution`` gives to a document that reaches it; all its recipients share it (documents §7.8).

    In the author's own institution it is the document's number. The document must be locked by the
    caller, as its delivery does.
    """
    return receiving_numbers([institution], document, actor=actor)[institution.pk]


@transaction.atomic(savepoint=False)
def receiving_numbers(institutions: Iterable[Institution], document: Document, *, actor=SYSTEM) -> dict[int, str]:
    """The numbers of several receiving institutions, by their key; missing ones are issued."""
    given = dict(IssuedNumber.objects.filter(document=document).values_list("institution_id", "text"))
    new = {institution.pk: institution for institution in institutions if institution.pk not in given}
    if new:
        type, at = DocumentType.objects.get(slug=RECEIVED), clock.now()
        areas = {key: reception_area(institution) for key, institution in new.items()}
        if len(areas) > 1:
            counters.lock((format_of(area, type).series, at.year) for area in areas.values())
        given |= {key: issue(document, area=area, type=type, actor=actor, at=at) for key, area in areas.items()}
    return given


def reception_area(institution: Institution) -> Area:
    """The «área de recepción» that an institution chose, its root área otherwise."""
    areas = institution.areas.select_related("institution")
    chosen = (
        InstitutionSettings.objects.filter(institution=institution).values_list("reception_area", flat=True).first()
    )
    return areas.get(pk=chosen) if chosen else areas.get(parent=None)


def annul(document: Document, reason: str, actor) -> None:
    """Annul the number of a document that will not be sent; nobody else ever gets it (documents §7.6).

    Raises:
        Invalid: no reason was given.
        NotAllowedNow: it has no number.
    """
    if not reason.strip():
        raise Invalid("Escriba el motivo de la anulación.", reason="Escriba el motivo de la anulación.")
    _judge(document, NumberStatus.ANNULLED, reason.strip(), actor.identity().name)


def restore(document: Document) -> None:
    """Take back the annulment of a document's number.

    Raises:
        NotAllowedNow: it has no number.
    """
    _judge(document, NumberStatus.USED)


def _judge(document, status, reason="", by=""):
    rows = IssuedNumber.objects.filter(document=document, text=document.number)
    if not rows.exists():
        raise NotAllowedNow("El documento todavía no tiene número.")
    rows.exclude(status=status).update(status=status, reason=reason, annulled_by=by)
