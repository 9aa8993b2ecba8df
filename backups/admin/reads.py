"""What the SGE asks of the database about requests (backups §3.5, §3.11)."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from backups.models import BackupRequest, Omission, SupportQuestion
from backups.states import OmissionReason, PetitionMatch, RequestState

MISMATCHED = Q(petition_match=PetitionMatch.MISMATCH)


def requests():
    """Every request that was sent or ended, with all that a row of the queue shows, in one query.

    Each carries ``count`` («Cant.»), ``observations`` (K) and ``asks_help`` («Descarga Solicitada»).
    """
    found = BackupRequest.objects.exclude(state=RequestState.DRAFT).with_names().select_related("petition__document")
    return found.with_count().annotate(observations=_omissions(), asks_help=Exists(open_questions()))


def open_questions():
    return SupportQuestion.objects.filter(request=OuterRef("pk"), answered_at=None)


def _omissions():
    found = Omission.objects.filter(backup=OuterRef("backup")).exclude(reason=OmissionReason.WITHHELD)
    return Coalesce(Subquery(found.order_by().values("backup").annotate(n=Count("pk")).values("n")), 0)
