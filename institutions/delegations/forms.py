"""What is asked of a subrogación (institutions §8)."""

from datetime import datetime

from django import forms
from django.conf import settings
from django.db.models import Q

from institutions.delegations.services import LONGEST_REASON
from institutions.models import Appointment
from quipux import clock
from quipux.web.forms import DateTextField, Form

HOUR_HINT = "Hora de Ecuador, de 00:00 a 23:59"


class PostField(forms.ModelChoiceField):
    """An appointment, named by person, post and área."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Appointment.objects.none(), to_field_name="uuid", **kwargs)

    def label_from_instance(self, post):
        return f"{post.person.full_name} – {post.title}, {post.area.name}"


class HourField(forms.TimeField):
    """An hour and its minute, typed."""

    def __init__(self, **kwargs):
        texts = {"invalid": "Escriba la hora como 08:00 o 17:30", "required": "Escriba la hora como 08:00 o 17:30"}
        widget = forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5", "autocomplete": "off"})
        super().__init__(input_formats=["%H:%M"], widget=widget, error_messages=texts, help_text=HOUR_HINT, **kwargs)


class TitularForm(Form):
    """The first question: whose post."""

    subrogado = PostField(label="Subrogado (Jefe de Área)", empty_label="Elija a un Jefe de Área",
                          error_messages={"required": "Elija a un Jefe de Área.",
                                          "invalid_choice": "Elija a un Jefe de la lista."})  # fmt: skip

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["subrogado"].queryset = chiefs_of(actor)


class DelegationForm(Form):
    """Who acts, between which instants, and by which act."""

    acting = PostField(label="Subrogante", empty_label="Elija a una persona",
                       error_messages={"required": "Elija al subrogante.",
                                       "invalid_choice": "Elija a una persona de la lista."})  # fmt: skip
    starts_on = DateTextField(label="Fecha desde")
    starts_hour = HourField(label="Hora desde")
    ends_on = DateTextField(label="Fecha hasta")
    ends_hour = HourField(label="Hora hasta")
    act_number = forms.CharField(label="Número del acto", max_length=60)
    act_date = DateTextField(label="Fecha del acto")
    act_file = forms.FileField(label="Acto en PDF", required=False, help_text="Un PDF de hasta 10 MB",
                               widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}))  # fmt: skip

    def __init__(self, *args, titular, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["acting"].queryset = deputies_of(titular)

    def instant(self, side: str) -> datetime:
        """The instant of ``starts`` or ``ends``, in Guayaquil."""
        data = self.cleaned_data
        return datetime.combine(data[f"{side}_on"], data[f"{side}_hour"], tzinfo=clock.GUAYAQUIL)


class ReasonForm(Form):
    """Why it ends or is annulled."""

    reason = forms.CharField(label="Motivo", max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}),
                             help_text="De 10 a 500 caracteres")  # fmt: skip


def chiefs_of(actor):
    """The Jefes whose posts the actor administers."""
    chiefs = Appointment.objects.administered_by(actor).working().with_names()
    return chiefs.filter(profile=Appointment.Profile.CHIEF).order_by("area__name", "pk")


def deputies_of(titular: Appointment):
    """Who may act for a Jefe: the people of the área and the other Jefes, unless the installation allows everybody."""
    posts = Appointment.objects.working().with_names().filter(institution=titular.institution_id)
    if not settings.QUIPUX_DELEGATION_INSTITUTION_WIDE:
        posts = posts.filter(Q(area=titular.area_id) | Q(profile=Appointment.Profile.CHIEF))
    return posts.exclude(person=titular.person_id).order_by("person__surnames", "person__given_names", "pk")
