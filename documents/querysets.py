"""The vocabulary of reads about copies (documents §2.2, §5.2, §16.2).

Every method is one clause; they compose. The six that backups uses ignore what never goes into
a backup: drafts, undelivered, printing, deleted, annulled and purged copies.
"""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef

from documents.states import CopyRole, CopyState, How


def _took_part(appointment, *hows):
    from documents.models import Participation

    return Exists(Participation.objects.filter(copy=OuterRef("pk"), appointment=appointment, how__in=hows))


class CopyQuerySet(models.QuerySet):
    # Trays ------------------------------------------------------------------------------------
    def received_tray(self, appointment):
        """Recibidos: held by the appointment and En Trámite."""
        return self.filter(holder=appointment, state=CopyState.IN_PROCESS)

    def sent_tray(self, appointment):
        """Enviados: own originals already sent."""
        return self.filter(holder=appointment, state=CopyState.SENT, role=CopyRole.ORIGINAL)

    def unread(self):
        return self.filter(is_read=False)

    def for_tray(self):
        """With everything a row shows, in a constant number of queries."""
        return self.select_related("document", "document__type", "previous_holder__person", "holder__person")

    def for_page(self):
        """With everything the head of a document's page shows."""
        return self.select_related("document__type", "document__official_pdf", "document__answer_to__document",
                                   "holder__person", "holder__area", "first_opening")  # fmt: skip

    def locked(self, pk: int, *related: str):
        """The row under lock until the transaction ends, with what it refers to.

        Two statements, because PostgreSQL judges a join by the rows from before it waited: whoever lost
        a race for the holder would be told that the copy does not exist.
        """
        self.model._base_manager.select_for_update().values_list("pk").get(pk=pk)
        return self.select_related(*related).get(pk=pk)

    # Reading rule -----------------------------------------------------------------------------
    def visible_to(self, actor, *, at_least: int = 3):
        """Copies the actor sees at a level of documents §16.2 or a higher one; a citizen sees few of them."""
        if actor.is_citizen:
            from documents.citizens import sight

            return self.filter(sight.seen(actor, at_least))
        from documents.levels import Reader, seen

        return self.filter(seen(Reader.of(actor), at_least))

    def with_level(self, actor):
        """Annotates ``level``, 0 to 7, so that a row shows no more than its reader may see."""
        if actor.is_citizen:
            from documents.citizens import sight

            return self.annotate(level=sight.level_expression(actor))
        from documents.levels import Reader, level_expression

        return self.annotate(level=level_expression(Reader.of(actor)))

    def readable_by(self, appointment):
        """Copies the appointment reads whole by its own part in them, as if active (backups §4.1).

        The rights of permissions and of a Jefe are left out: they end with the post.
        """
        from documents.levels import Reader, seen

        return self.filter(seen(Reader(appointment), 3))

    # Vocabulary offered to backups ------------------------------------------------------------
    def sent_by(self, appointment):
        """Originals of outgoing documents of which the appointment is De."""
        return self.filter(_took_part(appointment, How.SENT), role=CopyRole.ORIGINAL,
                           state__in=CopyState.of_sent_original())  # fmt: skip

    def received_by(self, appointment):
        """Copies made for the appointment as Para or Copia."""
        return self.filter(_took_part(appointment, How.RECEIVED, How.COPIED), state__in=CopyState.of_received())

    def reassigned_to(self, appointment):
        return self.filter(_took_part(appointment, How.REASSIGNED_TO), state__in=CopyState.of_handled())

    def reassigned_by(self, appointment):
        return self.filter(_took_part(appointment, How.REASSIGNED_BY), state__in=CopyState.of_handled())

    def informed_to(self, appointment):
        """Also when the row of Informados was removed later."""
        return self.filter(_took_part(appointment, How.INFORMED_TO), state__in=CopyState.of_handled())

    def dated_between(self, start: datetime, end: datetime):
        """Fecha Documento in the half-open interval of instants ``[start, end)``."""
        return self.filter(sort_at__gte=start, sort_at__lt=end)
