"""The acts of paper as people see them: guía, devolución, sobre, traspaso (documents §4.2, §10.4)."""

import uuid
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from documents import permissions
from documents.acts import sending_acts  # noqa: F401 (its buttons come first)
from documents.acts.registry import Act, register
from documents.dispatching import envelopes, services, transfers
from documents.dispatching.forms import DispatchForm, EnvelopeForm, HandOverForm, ReturnForm
from documents.dispatching.querysets import on_paper, on_paper_of, with_envelope
from documents.models import PhysicalTransfer
from quipux import clock
from quipux.web.components import Link


def _dispatch(copy, actor, data):
    services.dispatch_again(copy, actor=actor, carrier=data["carrier"], guide=data["guide"], day=data["day"],
                            comment=data["comment"])  # fmt: skip


def _return(copy, actor, data):
    services.mark_returned(copy, actor=actor, reason=data["reason"], note=data["note"], comment=data["comment"])


def _envelopes(copies, actor, data):
    """The envelopes as a file of their own; each may be printed again."""
    content = envelopes.print_envelopes(copies, actor=actor, parts=data["parts"], corrected=data["corrected"],
                                        comment=data["comment"])  # fmt: skip
    return HttpResponse(content, content_type="application/pdf", headers={
        "Content-Disposition": f'inline; filename="sobres_{clock.today().isoformat()}.pdf"',
        "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})  # fmt: skip


def _offers_envelopes(copy, actor):
    """Of a copy on paper, and of an original whose author still has copies on paper."""
    if not copy.is_original:
        return permissions.can_print_envelope(copy, actor)
    return permissions.is_holder(copy, actor) and on_paper_of(copy).exists()


def _envelopes_page(copy, actor):
    copies = on_paper_of(copy)[: settings.QUIPUX_BULK_MAX] if copy.is_original else [copy]
    query = {"copia": [one.uuid for one in copies], "volver": reverse("documents:document", args=[copy.uuid])}
    return f"{reverse('documents:act', args=['imprimir-sobre'])}?{urlencode(query, doseq=True)}"


def _hand_over(copy, actor, data):
    """What one act hands over is printed together."""
    sheet = data.setdefault("sheet", uuid.uuid4())
    transfers.hand_over(copy, data["target"], actor=actor, responsible=data["responsible"],
                        condition=data["condition"], comment=data["comment"], sheet=sheet)  # fmt: skip


def _transfer_sheet(run):
    done = [item["uuid"] for item in run.results if item["done"]]
    sheet = PhysicalTransfer.objects.filter(copy__uuid__in=done, giver=run.appointment, at__gte=run.at).order_by(
        "pk").values_list("sheet", flat=True).first()  # fmt: skip
    return Link("Imprimir el traspaso", reverse("documents:transfer", args=[sheet])) if sheet else None


def _nothing(copy, actor, data):
    """What answers with a file never runs."""


def _receiver(data):
    return data["target"].person.full_name


register(
    Act("imprimir-sobre", "Imprimir Sobre", _offers_envelopes, _nothing, form=EnvelopeForm, reach=with_envelope,
        leads_to=_envelopes_page, gives=_envelopes, about="Se imprime en sobres número 10 (24,1 × 10,5 cm)."),
    Act("enviar-fisico", "Enviar Físico", permissions.can_hand_over, _hand_over, form=HandOverForm, receipt=_transfer_sheet,
        target_of=_receiver, about="Los papeles pasan de mano con tres firmas. El documento sigue con su usuario actual."),
    Act("despachar", "Registrar despacho", permissions.can_dispatch_again, _dispatch, form=DispatchForm, reach=on_paper,
        about="Anote el transporte y la guía. Si el envío anterior fue devuelto, consta como un despacho nuevo."),
    Act("devolver", "Devolver", permissions.can_follow, _return, form=ReturnForm, reach=on_paper, is_warning=True,
        about="El papel regresó sin entregarse. Se avisa a quien lo firmó y a la secretaría de su área."),
)  # fmt: skip
