"""The acts of the window: Comprobante, Enviar of what came from outside, and of citizens' letters (documents §11)."""

from django.urls import reverse

from documents import permissions, services
from documents.acts.forms import PersonField
from documents.acts.list_forms import ListsForm, with_its_list
from documents.acts.registry import Act, register
from documents.services.incoming import directable
from documents.states import CopyState


class SendIncomingForm(ListsForm):
    """To its addressees, or to somebody in their place; lists with rules are asked again."""

    directed_to = PersonField(
        label="Dirigir documento a", queryset=None, required=False, empty_label="A su destinatario",
        error_messages={"invalid_choice": "Elija a una persona de la lista."},
        help_text="Si elige a alguien, el documento le llega a esa persona y el destinatario queda informado.")  # fmt: skip
    field_order = ["lists", "directed_to", "phrase", "comment"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["directed_to"].queryset = directable(self.actor.institution)
        chosen = {copy.directed_to_id for copy in self.copies}
        if len(chosen) == 1:
            self.initial["directed_to"] = chosen.pop()
        else:  # directed to several people: each document keeps its own
            del self.fields["directed_to"]


def _send(copy, actor, data):
    chosen = data.get("directed_to", copy.directed_to)
    copy = with_its_list(copy, actor, data.get("lists"), again="Enviar")
    services.send_incoming(copy, actor=actor, directed_to=chosen, comment=data["comment"])
    return f"Número {copy.number}."


def _may_send(copy, actor):
    return copy.state == CopyState.DRAFT and permissions.can_send_incoming(copy, actor)


def _release(copy, actor, data):
    services.release(copy, actor=actor, directed_to=data.get("directed_to", copy.directed_to), comment=data["comment"])


def _receipt(copy, actor):
    return reverse("documents:receipt", args=[copy.uuid])


def _physical(copy, actor):
    return reverse("documents:physical", args=[copy.uuid])


def _nothing(copy, actor, data):
    """Comprobante prints, and Archivo físico has a page of its own."""


register(
    Act("comprobante", "Comprobante", permissions.can_print_receipt, _nothing, leads_to=_receipt),
    Act("archivo-fisico", "Archivo físico", permissions.can_use_archive, _nothing, leads_to=_physical),
    Act("enviar-externo", "Enviar", _may_send, _send, form=SendIncomingForm, permission="register_incoming",
        about="El documento llega a la bandeja Recibidos de su destinatario."),
    Act("enviar-ciudadano", "Enviar", permissions.can_process_citizens, _release, form=SendIncomingForm,
        about="La carta llega a la bandeja Recibidos de su destinatario."),
)  # fmt: skip
