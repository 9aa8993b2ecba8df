"""«Aquí»: somebody tried to download and could not (T17)."""

from django.db import transaction

from backups import history
from backups.models import BackupRequest, PartDownload, SupportQuestion
from backups.services import notices
from quipux import clock
from quipux.errors import NotAllowedNow
from quipux.history import recorder

NOT_TRIED = (
    "No ha intentado descargar el respaldo. Por favor realice la descarga, si tiene inconvenientes solicite a la SGE."
)


def has_tried(found: BackupRequest, person) -> bool:
    """Whether ``person`` started to download some part."""
    return PartDownload.objects.filter(part__backup=found.backup, person=person).exists()


@transaction.atomic
def ask(found: BackupRequest, *, reason: str, actor) -> SupportQuestion:
    """Ask the operators for help: the question, its line of the Recorrido and the mail, all or none.

    The same question asked again before it is answered is the same question.

    Raises:
        NotAllowedNow: no download was started.
    """
    BackupRequest.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if not has_tried(found, actor.user):
        raise NotAllowedNow(NOT_TRIED)
    asked = SupportQuestion.objects.filter(request=found, person=actor.user, reason=reason, answered_at=None).first()
    if asked:
        return asked
    question = SupportQuestion.objects.create(request=found, person=actor.user, reason=reason, asked_at=clock.now())
    recorder.record(found, history.SUPPORT_ASKED, actor=actor, comment=history.support_comment(reason))
    notices.support_asked(question)
    return question
