"""Which documents an appointment took part in, by one range scan (performance §2)."""

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import BooleanField, Case, Exists, Min, OuterRef, Q, Value, When

from documents.states import Confidentiality, CopyRole, CopyState, How


class ParticipationQuerySet(models.QuerySet):
    """Facts of participation; the same conditions as the vocabulary of copies, for whole periods."""

    def of(self, appointment):
        return self.filter(appointment=appointment)

    def dated_between(self, start, end):
        """Fecha Documento in ``[start, end)``."""
        return self.filter(document_date__gte=start, document_date__lt=end)

    def for_backup(self):
        """Facts whose copy is today in a state that its branch admits (backups §4.1)."""
        sent = Q(how=How.SENT, copy__role=CopyRole.ORIGINAL, copy__state__in=CopyState.of_sent_original())
        received = Q(how__in=(How.RECEIVED, How.COPIED), copy__state__in=CopyState.of_received())
        handled = Q(how__in=(How.REASSIGNED_TO, How.REASSIGNED_BY, How.INFORMED_TO),
                    copy__state__in=CopyState.of_handled())  # fmt: skip
        return self.filter(sent | received | handled)

    def by_document(self, appointment):
        """One row per document in archive order: ``(document_id, date, hows, readable_hows)``.

        ``readable_hows`` is empty for a document that the reading rule withholds.
        """
        from documents.models import Copy

        readable = Exists(Copy.objects.readable_by(appointment).filter(pk=OuterRef("copy_id")))
        allowed = Case(When(copy__confidentiality=Confidentiality.PUBLIC, then=Value(True)), default=readable,
                       output_field=BooleanField())  # fmt: skip
        facts = self.annotate(allowed=allowed)
        return (
            facts.values("document_id")
            .annotate(date=Min("document_date"), hows=ArrayAgg("how", distinct=True),
                      readable_hows=ArrayAgg("how", distinct=True, filter=Q(allowed=True), default=Value([])))
            .order_by("date", "document_id")
            .values_list("document_id", "date", "hows", "readable_hows")
        )  # fmt: skip
