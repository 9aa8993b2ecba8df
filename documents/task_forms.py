"""What each act on a task asks (documents §4.2)."""

from django import forms

from documents.services import tasks
from documents.services.tasks.ending import drafted_answers
from quipux import clock
from quipux.web.forms import DateTextField, Form

LONGEST = 550


class TaskActForm(Form):
    """«Comentario»; each act adds what it needs and says how it is done."""

    comment = forms.CharField(label="Comentario", max_length=LONGEST, required=False,
                              widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip

    def __init__(self, *args, task, **kwargs):
        super().__init__(*args, **kwargs)
        self.task = task

    def act(self, actor):
        raise NotImplementedError


class ProgressForm(TaskActForm):
    progress = forms.TypedChoiceField(label="Avance", coerce=int,
                                      choices=[(step, f"{step} %") for step in range(0, 101, 10)],
                                      help_text="Con 100 % la tarea se finaliza.")  # fmt: skip
    field_order = ["progress", "comment"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["progress"].initial = self.task.progress

    def act(self, actor):
        tasks.advance(self.task, self.cleaned_data["progress"], actor=actor, comment=self.cleaned_data["comment"])


class FinishForm(TaskActForm):
    hand_in = forms.BooleanField(
        label="Reasignar las respuestas en elaboración a quien asignó la tarea", required=False
    )
    field_order = ["hand_in", "comment"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not drafted_answers(self.task).exists():
            del self.fields["hand_in"]

    def act(self, actor):
        tasks.finish(self.task, actor=actor, comment=self.cleaned_data["comment"],
                     hand_in=self.cleaned_data.get("hand_in", False))  # fmt: skip


class CancelForm(TaskActForm):
    def act(self, actor):
        tasks.cancel(self.task, actor=actor, comment=self.cleaned_data["comment"])


class ReopenForm(TaskActForm):
    def act(self, actor):
        tasks.reopen(self.task, actor=actor, comment=self.cleaned_data["comment"])


class DueForm(TaskActForm):
    due = DateTextField(label="Fecha Máxima")
    field_order = ["due", "comment"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due"].initial = max(self.task.due, clock.today())

    def act(self, actor):
        tasks.move_due(self.task, self.cleaned_data["due"], actor=actor, comment=self.cleaned_data["comment"])


class RemarkForm(TaskActForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["comment"].required = True

    def act(self, actor):
        tasks.comment(self.task, self.cleaned_data["comment"], actor=actor)


FORMS = {"avance": ProgressForm, "finalizar": FinishForm, "cancelar": CancelForm, "reabrir": ReopenForm,
         "fecha": DueForm, "comentar": RemarkForm}  # fmt: skip
ABOUT = {
    "finalizar": "La tarea queda al 100 %; sus subtareas pendientes se cancelan y se avisa a quien la asignó.",
    "cancelar": "La tarea y sus subtareas pendientes se cancelan y se avisa a quien la tenía.",
    "reabrir": "La tarea vuelve a estar pendiente, con avance 0 %.",
    "comentar": "El comentario queda en el Recorrido de la tarea y se avisa a la otra persona.",
}
DONE = {"avance": "Se registró el avance.", "finalizar": "La tarea se finalizó.", "cancelar": "La tarea se canceló.",
        "reabrir": "La tarea está pendiente otra vez.", "fecha": "Se cambió la Fecha Máxima.",
        "comentar": "Se agregó su comentario."}  # fmt: skip
