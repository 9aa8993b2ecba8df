"""Lists with rules, asked again when a document is sent (documents §6.1)."""

from collections.abc import Callable

from django import forms

from documents.acts.forms import CommentForm
from documents.acts.running import name_of
from documents.composing import lists
from documents.models import Copy
from documents.states import CopyState
from quipux.errors import Invalid

FOLLOW, KEEP = "actualizar", "mantener"


class ListsForm(CommentForm):
    """Shows what the rules of the lists give now, and asks whether the addressees follow them."""

    lists = forms.ChoiceField(
        label="Las listas de envío cambiaron", widget=forms.RadioSelect,
        choices=[(FOLLOW, "Actualizar los destinatarios según la lista"),
                 (KEEP, "Enviar a quienes constan en el documento")],
        error_messages={"required": "Elija qué hacer con los destinatarios de la lista."})  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.drafts = [copy for copy in self.copies if copy.state == CopyState.DRAFT]
        changed = lists.ruled_changes(self.drafts, self.actor)
        self._changes = [f"{name_of(copy)}: {changed[copy.pk]}" for copy in self.drafts if copy.pk in changed]
        if not self._changes:
            del self.fields["lists"]

    @property
    def notes(self) -> list[str]:
        return self._changes


def with_its_list(copy: Copy, actor, wanted: str | None, *, again: str, check: Callable = lambda copy: None) -> Copy:
    """The draft to be sent: a list with a rule is asked at this very moment; what nobody was asked about is not sent.

    Args:
        wanted: FOLLOW, KEEP, or None where nothing was asked.
        again: the button to press after a refusal, as people read it.
        check: ``check(copy)`` of a draft whose addressees changed; raises what keeps it from being sent.

    Raises:
        Invalid: the list changed and nobody decided.
    """
    changed = lists.ruled_changes([copy], actor)
    if not changed or wanted == KEEP:
        return copy
    if wanted != FOLLOW:
        raise Invalid(f"{changed[copy.pk]} Presione {again} otra vez para decidir.")
    copy = lists.follow(copy, actor)
    check(copy)
    return copy
