"""What is asked before sending (documents §9.1, §10.3)."""

from django import forms

from documents.acts.forms import CommentForm
from documents.acts.running import name_of
from documents.permissions import printing_area
from documents.services import prepare_previews
from documents.states import CopyState
from institutions.models import Area

ELECTRONIC_LATER = "La firma electrónica todavía no está disponible en esta instalación."
ON_PAPER = ("El documento no llegará a sus destinatarios hasta que la secretaría de {} lo imprima y lo envíe desde "
            "Por Imprimir.")  # fmt: skip


class SignForm(CommentForm):
    """Firmar y Enviar: by which route, and how the preview of each document went."""

    electronically = forms.BooleanField(label="¿Firmar electrónicamente?", required=False, disabled=True,
                                        help_text=ELECTRONIC_LATER)  # fmt: skip
    shelve_answered = forms.BooleanField(label="Archivar el documento respondido", required=False)
    field_order = ["electronically", "shelve_answered", "phrase", "comment"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.actor.holds("sign_electronically"):
            del self.fields["electronically"]
        if not any(self._answers(copy) for copy in self.copies):
            del self.fields["shelve_answered"]
        drafts = [copy for copy in self.copies if copy.state == CopyState.DRAFT]
        self.previews = prepare_previews([copy.document for copy in drafts]) if not self.is_bound else []
        self._names = {copy.document_id: name_of(copy) for copy in drafts}

    def _answers(self, copy):
        answered = copy.document.answer_to
        return answered is not None and answered.state == CopyState.IN_PROCESS and (
            answered.holder_id == self.actor.appointment.pk
        )  # fmt: skip

    @property
    def notes(self) -> list[str]:
        """When the documents arrive, and which of them cannot be printed."""
        area = Area.objects.get(pk=printing_area(self.actor.appointment.area))
        problems = [f"{self._names[p.document.pk]}: {p.problem}" for p in self.previews if p.problem]
        return [ON_PAPER.format(area.name), *problems]
