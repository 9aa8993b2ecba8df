"""The automatic items about numbering and the practice documents (institutions §12.6, groups E, H and P)."""

from documents.models import Copy, Document, NumberFormat, NumberSkip, Participation, Signature, Task
from documents.states import CopyState, DocumentKind, How, TaskState
from institutions.implantation.checks import at_least_one, none_of, register
from quipux import clock


@register("PS-E1")
def formats(institution, case):
    used = set(Document.objects.filter(institution=institution).exclude(number="").values_list("area", "type"))
    written = set(NumberFormat.objects.filter(area__institution=institution).values_list("area", "type"))
    missing = len(used - written)
    return none_of(missing, "pares de área y tipo sin formato") if written else at_least_one(0, "formatos")


def _unconfirmed(institution) -> int:
    """Own series of this year whose «Secuencia Actual» nobody declared."""
    own = NumberFormat.objects.filter(area__institution=institution, copies_from=None).values_list("area", "type")
    skips = NumberSkip.objects.filter(counter__area__institution=institution, counter__year=clock.today().year)
    return len(set(own) - set(skips.values_list("counter__area", "counter__type")))


@register("PS-E2")
def sequences(institution, case):
    return none_of(_unconfirmed(institution), "secuencias iniciales sin declarar")


@register("PS-P4")
def real_sequences(institution, case):
    return sequences(institution, case)


@register("PS-H1")
def incoming(institution, case):
    scanned = Document.objects.filter(institution=institution, kind=DocumentKind.INCOMING,
                                      attachments__is_document_image=True)  # fmt: skip
    passed = Participation.objects.filter(document__in=scanned, how=How.REASSIGNED_BY)
    return at_least_one(
        passed.values("document").distinct().count(), "externos registrados, digitalizados y reasignados"
    )


@register("PS-H2")
def outgoing(institution, case):
    signed = Signature.objects.filter(document__institution=institution, document__kind=DocumentKind.OUTGOING,
                                      document__sent_at__isnull=False)  # fmt: skip
    return at_least_one(signed.count(), "salidas firmadas y enviadas")


@register("PS-H3")
def tasks(institution, case):
    ended = Task.objects.filter(copy__document__institution=institution, state=TaskState.FINISHED)
    return at_least_one(ended.count(), "tareas finalizadas")


@register("PS-H4")
def shelved(institution, case):
    copies = Copy.objects.filter(document__institution=institution, state=CopyState.SHELVED)
    return at_least_one(copies.count(), "documentos archivados")
