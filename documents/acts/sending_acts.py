"""The acts of sending and of Por Imprimir as people see them (documents §4.2, §9.1, §10)."""

from django.http import HttpResponse

from documents import permissions, services
from documents.acts.forms import CommentForm, ReasonForm
from documents.acts.list_forms import with_its_list
from documents.acts.registry import Act, register
from documents.acts.sending_forms import RetryForm, SignForm
from documents.dispatching.forms import PaperForm
from documents.services import paper
from documents.services.sending.rerendering import can_rerender
from documents.signing import entering
from documents.states import CopyState
from quipux import clock
from quipux.errors import DomainError, Invalid


def _sign(copy, actor, data):
    """The number is told, and what became of the document that was answered."""
    copy = with_its_list(copy, actor, data.get("lists"), again="Firmar", check=_printable)
    sending = services.request_sending(copy, actor=actor, electronically=bool(data.get("electronically")),
                                       comment=data["comment"])  # fmt: skip
    return f"Número {sending.document.number}. {_shelve_answered(copy, actor, data)}".strip()


def _printable(copy):
    [preview] = services.prepare_previews([copy.document])
    if preview.problem:
        raise Invalid(preview.problem)


def _shelve_answered(copy, actor, data):
    answered = copy.document.answer_to
    if not data.get("shelve_answered") or answered is None:
        return ""
    try:
        services.shelve(answered, actor=actor, comment="Respondido")
    except DomainError as error:
        return f"El documento respondido no se archivó: {error.message}"
    return ""


def _send_paper(copy, actor, data):
    services.send_paper(copy, actor=actor, comment=data["comment"], guide=data["guide"], carrier=data["carrier"])


def _annul_copy(copy, actor, data):
    services.annul_copy(copy, actor=actor, comment=data["comment"])


def _retry(copy, actor, data):
    services.retry_sending(copy, actor=actor, comment=data["comment"])


def _order_paper(copy, actor, data):
    services.order_paper(copy, actor=actor, comment=data["comment"])


def _annul(copy, actor, data):
    services.annul(copy, actor=actor, reason=data["comment"])


def _rerender(copy, actor, data):
    services.rerender(copy, actor=actor, comment=data["comment"])


def _print(copies, actor):
    """The bundle as a file of its own; nothing changes, so that it may be printed again."""
    content = paper.print_many(copies, actor=actor)
    return HttpResponse(content, content_type="application/pdf", headers={
        "Content-Disposition": f'inline; filename="por-imprimir_{clock.today().isoformat()}.pdf"',
        "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})  # fmt: skip


def _nothing(copy, actor, data):
    """What answers with a file never runs."""


def _is_unsent(copy, actor):
    return copy.state == CopyState.UNSENT_ORIGINAL and permissions.is_holder(copy, actor)


def _may_sign(copy, actor):
    return copy.state == CopyState.DRAFT and permissions.is_signer(copy, actor)


def _waits_on_paper(copy, actor):
    return copy.state == CopyState.TO_PRINT and permissions.can_send_paper(copy, actor)


def _may_print(copy, actor):
    return copy.state == CopyState.TO_PRINT and (
        permissions.is_holder(copy, actor) or (permissions.can_send_paper(copy, actor) and not copy.is_confidential)
    )


register(
    Act("firmar", "Firmar/Enviar", _may_sign, _sign, form=SignForm, follows=entering.after_act,
        about="El documento toma su número definitivo y ya no se podrá cambiar."),
    Act("enviar", "Enviar", _waits_on_paper, _send_paper, form=PaperForm, reach=paper.to_print,
        about="El documento impreso y firmado sale a su destinatario. Si es de la institución, lo tendrá en Recibidos."),
    Act("imprimir", "Imprimir", _may_print, _nothing, reach=paper.printable, answers=_print),
    Act("eliminar-copia", "Eliminar", _waits_on_paper, _annul_copy, form=CommentForm, reach=paper.to_print,
        is_warning=True, about="El documento no se enviará a este destinatario. Se avisa a quien lo firmó, que puede "
                               "restaurarlo desde Eliminados."),
    Act("envio-electronico", "Envío Electrónico", _is_unsent, _retry, form=RetryForm, follows=entering.after_act,
        about="Se intenta otra vez con el mismo número."),
    Act("regenerar", "Regenerar PDF", can_rerender, _rerender,
        about="Se imprime otra vez con el mismo número y en De queda usted. Luego presione Envío Electrónico para "
              "firmarlo."),
    Act("envio-manual", "Envío Manual", _is_unsent, _order_paper,
        about="Lo que no se ha entregado pasa a Por Imprimir, para que se imprima, se firme a mano y se envíe en papel."),
    Act("anular", "Anular", _is_unsent, _annul, form=ReasonForm, is_warning=True,
        about="El documento no se enviará. Su número queda anulado y no se usará otra vez."),
)  # fmt: skip
