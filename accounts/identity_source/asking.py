"""The question on a page: a purpose, a button, and what came back (accounts-portal §3)."""

from dataclasses import dataclass

from django import forms

from accounts.identity_source import services
from accounts.identity_source.sources import Record, Unavailable
from quipux.errors import Forbidden, Invalid, NotAllowedNow, TooMany
from quipux.web.forms import Form

BUTTON = "consultar"  # value of «accion»
NOBODY = "El Registro Civil no tiene a nadie con esa cédula."


class LookUpForm(Form):
    """What for; the cédula is that of the page."""

    unmarked = True

    proposito = forms.CharField(label="Para qué consulta el Registro Civil", max_length=200, required=False,
                                help_text="Queda escrito con su nombre. Puede hacer 60 consultas en una hora.",
                                widget=forms.TextInput(attrs={"autocomplete": "off"}))  # fmt: skip


@dataclass(frozen=True)
class Question:
    """What the page draws.

    Attributes:
        form: unbound until something was asked.
        record: what came back; None before, without an answer, or where nobody has the number.
        nobody: the sentence for nobody, else empty.
        status: of the answer to the request.
    """

    form: LookUpForm
    record: Record | None = None
    nobody: str = ""
    status: int = 200


def open_to(actor) -> Question | None:
    """The question, not asked yet; None where there is no source or the person may not."""
    return Question(LookUpForm()) if services.is_connected() and services.may_look_up(actor) else None


def asks(request) -> bool:
    """Whether the button was pressed."""
    return request.method == "POST" and request.POST.get("accion") == BUTTON


def asked(request, cedula: str, *, actor) -> Question:
    """Ask once; what is refused is told by the form of the page, whose text stays."""
    form = LookUpForm(request.POST)
    form.full_clean()
    try:
        found = services.look_up(request, cedula, purpose=form.cleaned_data.get("proposito", ""), actor=actor)
    except (Forbidden, Invalid, NotAllowedNow, TooMany, Unavailable) as refusal:
        form.add_error("proposito", refusal.message)
        return Question(form, status=refusal.status)
    return Question(form, found, "" if found else NOBODY)
