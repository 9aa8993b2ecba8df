"""What the confirmation page of an act asks (documents §4.2)."""

from django import forms
from django.db.models import Q
from django.forms.utils import ErrorDict

from documents import services, targets
from documents.acts.running import name_of
from documents.models import CommentPhrase
from documents.services.routing import NEEDS_LEAVE
from institutions.models import Area, DistributionList
from quipux import clock
from quipux.errors import Invalid
from quipux.web.forms import DateTextField, Form

COMMENT_LIMIT = 550
SHOWN_AT_ONCE = 60  # people listed without searching


def leave_notes(copies) -> list[str]:
    """One sentence for each confidential document, which nobody reads without leave (documents §13.12)."""
    return [NEEDS_LEAVE.format(name_of(copy)) for copy in copies if copy.is_confidential]


class CommentForm(Form):
    """«Comentario», with the institution's phrases; base of every act's form.

    Args:
        actor: who acts.
        copies: the copies the act is for.
    """

    phrase = forms.ChoiceField(label="Frase predefinida", required=False)
    comment = forms.CharField(label="Comentario", max_length=COMMENT_LIMIT, required=False,
                              widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip

    def __init__(self, *args, actor, copies, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor, self.copies = actor, copies
        phrases = list(_phrases(actor))
        if phrases:
            self.fields["phrase"].choices = [("", "Ninguna"), *((text, text) for text in phrases)]
        else:
            del self.fields["phrase"]

    @property
    def notes(self) -> list[str]:
        """Sentences that the page tells before the questions."""
        return []

    @property
    def asks_again(self) -> bool:
        """Whether what was chosen makes another question necessary before the act runs."""
        return False

    def forget_errors(self) -> None:
        """Draw what was typed without judging it: the person is still choosing."""
        self._errors, self.cleaned_data = ErrorDict(), {}

    def clean(self):
        data = super().clean()
        data["comment"] = "\n".join(filter(None, [data.get("phrase", ""), data.get("comment", "")]))[
            : COMMENT_LIMIT * 2
        ]
        return data


class ReasonForm(CommentForm):
    """The same, when a reason is obligatory."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["comment"].required = True
        self.fields["comment"].error_messages["required"] = "Escriba el motivo en Comentario."


class RemarkForm(CommentForm):
    """Comentar: the comment is the act."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["comment"].required = "phrase" not in self.fields

    def clean(self):
        data = super().clean()
        if not data["comment"].strip() and "comment" not in self.errors:
            self.add_error("comment", "Escriba el comentario.")
        return data


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, post):
        return targets.label_of(post)


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, post):
        return targets.label_of(post)


class ReassignForm(CommentForm):
    """Reasignar: to whom, and until when."""

    target = PersonField(label="Reasignar a", queryset=None, empty_label="Elija a una persona",
                         error_messages={"required": "Elija a quién reasigna.",
                                         "invalid_choice": "Elija a una persona de la lista."})  # fmt: skip
    deadline = DateTextField(label="Fecha Máxima de trámite", required=False)
    antecedents = forms.BooleanField(label="¿Desea reasignar los documentos antecedentes?", required=False)
    field_order = ["target", "deadline", "antecedents", "phrase", "comment"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = targets.targets_of(self.actor, self.copies)
        if not any(services.antecedents_held(copy, self.actor) for copy in self.copies):
            del self.fields["antecedents"]

    def clean_deadline(self):
        deadline = self.cleaned_data["deadline"]
        try:
            targets.check_deadline(deadline, clock.today())
        except Invalid as error:
            raise forms.ValidationError(error.message) from error
        return deadline


class InformForm(CommentForm):
    """Informar: people, whole áreas and lists; with the permission, everybody.

    Few people are listed at once; a big institution searches. Those ticked stay ticked.
    """

    q = forms.CharField(label="Buscar persona, puesto o área", max_length=60, required=False)
    people = PeopleField(label="Personas", queryset=None, required=False, widget=forms.CheckboxSelectMultiple)
    areas = forms.ModelMultipleChoiceField(label="Áreas completas", queryset=None, required=False,
                                           widget=forms.CheckboxSelectMultiple)  # fmt: skip
    lists = forms.ModelMultipleChoiceField(label="Listas de envío", queryset=None, required=False,
                                           widget=forms.CheckboxSelectMultiple)  # fmt: skip
    everyone = forms.BooleanField(label="Todos los usuarios activos de la institución", required=False)
    authorised = PeopleField(label="Autorizo a leer los documentos confidenciales a", queryset=None, required=False,
                             widget=forms.CheckboxSelectMultiple)  # fmt: skip
    asked = forms.BooleanField(required=False, widget=forms.HiddenInput)
    field_order = ["q", "people", "areas", "lists", "everyone", "authorised", "phrase", "comment", "asked"]
    error_anchor = "people"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.colleagues = targets.colleagues(self.actor)
        institution = self.actor.institution
        self.fields["people"].queryset = self.colleagues
        self.fields["areas"].queryset = Area.objects.filter(institution=institution, is_active=True).order_by("name")
        self.fields["lists"].queryset = _lists(self.actor)
        self.fields["authorised"].queryset = self.colleagues
        if not self.actor.holds("inform_all"):
            del self.fields["everyone"]
        for name in ("areas", "lists"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]
        self._show_people()
        if not self._has_confidential or not self.is_bound:
            del self.fields["authorised"]

    @property
    def notes(self):
        return leave_notes(self.copies) if "authorised" in self.fields else super().notes

    @property
    def _has_confidential(self):
        return any(copy.is_confidential for copy in self.copies)

    def _show_people(self):
        """What is drawn: who is ticked, and who was searched for or serves in the own área."""
        ticked = self.data.getlist("people") if self.is_bound else []
        text = (self.data.get("q", "") if self.is_bound else "").strip()
        shown = self.colleagues
        if text:
            shown = shown.filter(named_so(text))
        elif self.colleagues.count() > SHOWN_AT_ONCE:
            shown = shown.filter(area=self.actor.appointment.area_id)
        listed = list(shown[:SHOWN_AT_ONCE]) + list(self.colleagues.filter(pk__in=[t for t in ticked if t.isdigit()]))
        field = self.fields["people"]
        field.choices = [(post.pk, field.label_from_instance(post)) for post in dict.fromkeys(listed)]

    def clean(self):
        data = super().clean()
        data["targets"] = self._targets(data)
        if not data["targets"] and not self.errors:
            self.add_error("people", "Elija al menos a una persona para informar.")
        if "authorised" in self.fields:
            field = self.fields["authorised"]
            field.choices = [(post.pk, field.label_from_instance(post)) for post in data["targets"]]
        return data

    def _targets(self, data):
        chosen = Q(pk__in=[post.pk for post in data.get("people") or ()])
        chosen |= Q(area__in=data.get("areas") or ())
        chosen |= Q(pk__in=[m.appointment_id for found in data.get("lists") or () for m in found.members.all()])
        if data.get("everyone"):
            return list(self.colleagues)
        return list(self.colleagues.filter(chosen).distinct())

    @property
    def asks_again(self):
        """Confidential documents: once the people are known, leave is asked for each of them."""
        return self._has_confidential and not self.cleaned_data.get("asked")


def named_so(text: str) -> Q:
    """Posts whose person, puesto or área has every word."""
    found = Q()
    for word in text.split():
        found &= (Q(person__given_names__icontains=word) | Q(person__surnames__icontains=word)
                  | Q(title__icontains=word) | Q(area__name__icontains=word))  # fmt: skip
    return found


def _lists(actor):
    usable = Q(owner=actor.appointment) | Q(is_public=True, institution=actor.institution)
    return DistributionList.objects.filter(usable, is_active=True).order_by("name")


def _phrases(actor):
    own = Q(appointment=actor.appointment) | Q(appointment=None)
    found = CommentPhrase.objects.filter(own, institution=actor.institution, is_active=True)
    return found.order_by("text").values_list("text", flat=True)
