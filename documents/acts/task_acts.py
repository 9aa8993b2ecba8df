"""Nueva Tarea, for one document or many (documents §4.2)."""

from django import forms

from documents import permissions, targets
from documents.acts.forms import CommentForm, PersonField, leave_notes
from documents.acts.registry import Act, register
from documents.services import tasks
from documents.states import CopyState
from quipux import clock
from quipux.web.forms import DateTextField


class TaskForm(CommentForm):
    """To whom, until when, and leave to read what is confidential."""

    target = PersonField(label="Asignar a", queryset=None, empty_label="Elija a una persona",
                         error_messages={"required": "Elija a quién asigna la tarea.",
                                         "invalid_choice": "Elija a una persona de la lista."})  # fmt: skip
    due = DateTextField(label="Fecha Máxima")
    authorised = forms.BooleanField(label="Autorizo a la persona elegida a leer los documentos confidenciales mientras "
                                          "dure la tarea", required=False)  # fmt: skip
    field_order = ["target", "due", "authorised", "phrase", "comment"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = targets.targets_of(self.actor, self.copies)
        self.fields["comment"].required = "phrase" not in self.fields
        self.fields["comment"].error_messages["required"] = "Escriba en Comentario qué se debe hacer."
        if not any(copy.is_confidential for copy in self.copies):
            del self.fields["authorised"]

    @property
    def notes(self):
        return leave_notes(self.copies)

    def clean_due(self):
        due = self.cleaned_data["due"]
        if due and due < clock.today():
            raise forms.ValidationError("La Fecha Máxima no puede ser anterior a hoy.")
        return due

    def clean(self):
        data = super().clean()
        if not data["comment"].strip() and "comment" not in self.errors:
            self.add_error("comment", "Escriba en Comentario qué se debe hacer.")
        return data


def _assign(copy, actor, data):
    tasks.assign(copy, data["target"], actor=actor, comment=data["comment"], due=data["due"],
                 authorised=data.get("authorised", False))  # fmt: skip


def _may_assign(copy, actor):
    return copy.state in (CopyState.DRAFT, CopyState.IN_PROCESS) and permissions.can_assign_task(copy, actor)


register(
    Act("nueva-tarea", "Nueva Tarea", _may_assign, _assign, form=TaskForm,
        target_of=lambda data: data["target"].person.full_name,
        about="La persona trabaja en el documento hasta la fecha que usted fije; usted lo conserva y lo sigue en Tareas "
              "Enviadas."),
)  # fmt: skip
