"""What is asked before sending (documents §9.1, §10.3)."""

from django import forms

from documents.acts.forms import CommentForm
from documents.acts.list_forms import ListsForm
from documents.acts.running import name_of
from documents.inked import services as inked
from documents.permissions import printing_area
from documents.services import prepare_previews
from documents.signing.sessions import MOST, TOO_MANY
from documents.states import CopyState
from institutions.models import Area

ELECTRONIC = ("En el paso siguiente lo firma con su certificado. Si quita la marca, el documento no llegará a sus "
              "destinatarios hasta que la secretaría de {} lo imprima y lo envíe desde Por Imprimir.")  # fmt: skip
ON_PAPER = ("El documento no llegará a sus destinatarios hasta que la secretaría de {} lo imprima y lo envíe desde "
            "Por Imprimir.")  # fmt: skip


WITH_IMAGE = "Las copias que se impriman llevarán la imagen de su firma."


class SignForm(ListsForm):
    """Firmar y Enviar: by which route, how the preview of each document went, and what became of lists with rules."""

    electronically = forms.BooleanField(label="¿Firmar electrónicamente?", required=False, initial=True)
    shelve_answered = forms.BooleanField(label="Archivar el documento respondido", required=False)
    field_order = ["lists", "electronically", "shelve_answered", "phrase", "comment"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.printing_area = Area.objects.get(pk=printing_area(self.actor.appointment.area)).name
        if self.actor.holds("sign_electronically"):
            self.fields["electronically"].help_text = ELECTRONIC.format(self.printing_area) + self._on_the_paper()
        else:
            del self.fields["electronically"]
        if not any(self._answers(copy) for copy in self.copies):
            del self.fields["shelve_answered"]
        self.previews = prepare_previews([copy.document for copy in self.drafts]) if not self.is_bound else []
        self._names = {copy.document_id: name_of(copy) for copy in self.drafts}

    def _answers(self, copy):
        answered = copy.document.answer_to
        return answered is not None and answered.state == CopyState.IN_PROCESS and (
            answered.holder_id == self.actor.appointment.pk
        )  # fmt: skip

    def _on_the_paper(self):
        """What is added for who has an image of the signature; of a post subrogated, of the own one."""
        return f" {WITH_IMAGE}" if inked.is_printed_for(self.actor) else ""

    @property
    def notes(self) -> list[str]:
        """When the documents arrive, and which of them cannot be printed."""
        problems = [f"{self._names[p.document.pk]}: {p.problem}" for p in self.previews if p.problem]
        paper = ON_PAPER.format(self.printing_area) + self._on_the_paper()
        on_paper = [] if "electronically" in self.fields else [paper]
        return [*super().notes, *on_paper, *problems]

    def clean_electronically(self):
        wanted = self.cleaned_data["electronically"]
        if wanted and len(self.copies) > MOST:
            raise forms.ValidationError(f"{TOO_MANY} Eligió {len(self.copies)}.")
        return wanted


class RetryForm(CommentForm):
    """Envío Electrónico: at most as many as one session signs."""

    def clean(self):
        if len(self.copies) > MOST:
            raise forms.ValidationError(f"{TOO_MANY} Eligió {len(self.copies)}.")
        return super().clean()
