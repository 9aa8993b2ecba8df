"""«Libro de numeración»: every value of a counter and what became of it (documents §7.6, §14)."""

from django.db.models import BigIntegerField, CharField, F, QuerySet, Value
from django.db.models.functions import Cast

from documents.models import IssuedNumber, NumberCounter, NumberSkip
from institutions.models import Institution

SKIPPED = "skipped"  # a standing beside those of NumberStatus: never given
STANDINGS = {"used": "Usado", "annulled": "Anulado", SKIPPED: "No emitido"}


def counters_of(institution: Institution) -> QuerySet:
    """The counters of an institution, those of this year first."""
    rows = NumberCounter.objects.filter(area__institution=institution).select_related("area__institution", "type")
    return rows.order_by("-year", "area__sigla", "type__label")


def book(institution: Institution, counter: NumberCounter | None = None) -> QuerySet:
    """Every value of one counter of the institution, or of all, by counter and value.

    Returns:
        Dicts with ``counter_pk``, ``document_pk`` (None for what was never given), ``start`` and ``end`` (the same value
        unless values were skipped together), ``number``, ``standing`` (of ``STANDINGS``), ``why``, ``who`` and ``when``.
    """
    issued = IssuedNumber.objects.filter(counter__area__institution=institution)
    skips = NumberSkip.objects.filter(counter__area__institution=institution)
    if counter is not None:
        issued, skips = issued.filter(counter=counter), skips.filter(counter=counter)
    given = issued.values(
        counter_pk=F("counter"), document_pk=F("document"), start=F("value"), end=F("value"), number=F("text"),
        standing=F("status"), why=F("reason"), who=F("issued_by"), when=F("issued_at"))  # fmt: skip
    skipped = skips.values(
        counter_pk=F("counter"), document_pk=Cast(Value(None), BigIntegerField()), start=F("first"), end=F("last"),
        number=Value("", CharField()), standing=Value(SKIPPED, CharField()), why=F("reason"), who=F("actor"),
        when=F("at"))  # fmt: skip
    return given.union(skipped, all=True).order_by("counter_pk", "start")
