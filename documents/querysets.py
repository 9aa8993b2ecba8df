"""The vocabulary of reads about copies (documents §2.2, §5.2, §16.2).

Every method is one clause; they compose. The six that backups uses ignore what never goes into
a backup: drafts, undelivered, printing, deleted, annulled and purged copies.
"""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q

from documents.states import Confidentiality, CopyRole, CopyState, How, PartyRole


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
                                   "holder__person", "holder__area")  # fmt: skip

    # Reading rule -----------------------------------------------------------------------------
    def readable_by(self, appointment):
        """Copies the appointment reads whole: level 3 or more of documents §16.2.

        Confidential ones are read by the holder, De, the addressee on the own delivered copy and
        whoever holds a grant in force; nobody else.
        """
        from documents.models import ConfidentialGrant, Party

        grant = Exists(ConfidentialGrant.objects.filter(copy=OuterRef("pk"), appointment=appointment,
                                                        revoked_at__isnull=True))  # fmt: skip
        from_me = Exists(Party.objects.filter(document=OuterRef("document"), role=PartyRole.FROM,
                                              appointment=appointment))  # fmt: skip
        own_delivered = Q(party__appointment=appointment, state__in=CopyState.of_received())
        always = Q(holder=appointment) | grant | own_delivered | (
            Q(from_me, institution_id=appointment.institution_id)
            & ~Q(state__in=(CopyState.DRAFT, CopyState.DELETED)))  # fmt: skip
        by_part = _took_part(appointment, How.REASSIGNED_TO, How.REASSIGNED_BY, How.INFORMED_TO)
        public = Q(confidentiality=Confidentiality.PUBLIC) & by_part
        return self.filter(always | public).exclude(state=CopyState.PURGED)

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
