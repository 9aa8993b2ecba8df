"""The panels of an área's page about its Jefe and the tray he shares (institutions §6.1, §9)."""

from django import forms

from institutions.areas import tree
from institutions.models import Appointment
from institutions.states import AppointmentState
from quipux.web.forms import Form


def _people(area):
    rows = Appointment.objects.filter(area=area, state__in=AppointmentState.working()).select_related("person")
    return rows.order_by("person__surnames", "person__given_names", "pk")


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return f"{obj.person.full_name}, {obj.title}"


class PeopleChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj):
        return f"{obj.person.full_name}, {obj.title}"


class ChiefForm(Form):
    """Who is Jefe; ``anterior`` is who was when the page was drawn."""

    jefe = PersonChoice(label="Seleccione una Persona para Jefe", queryset=Appointment.objects.none(), required=False,
                        empty_label="Sin jefe")  # fmt: skip
    anterior = forms.IntegerField(required=False, widget=forms.HiddenInput)

    unmarked = True

    def __init__(self, *args, area, current, **kwargs):
        initial = {"jefe": current.pk if current else None, "anterior": current.pk if current else None}
        super().__init__(*args, initial=initial, auto_id="jefe_%s", **kwargs)
        self.fields["jefe"].queryset = _people(area)
        if current and current.shares_given.exists():
            names = ", ".join(
                row.member.person.full_name for row in current.shares_given.select_related("member__person")
            )
            self.fields["jefe"].help_text = f"Si cambia, dejarán de ver la bandeja compartida: {names}."


class ShareForm(Form):
    """Who of the área sees the Recibidos of the Jefe."""

    personas = PeopleChoice(label="Personas que ven los Recibidos del Jefe", queryset=Appointment.objects.none(),
                            required=False, widget=forms.CheckboxSelectMultiple)  # fmt: skip

    unmarked = True

    def __init__(self, *args, chief, **kwargs):
        initial = {"personas": list(chief.shares_given.values_list("member", flat=True))}
        super().__init__(*args, initial=initial, auto_id="compartir_%s", **kwargs)
        self.fields["personas"].queryset = _people(chief.area).exclude(pk=chief.pk)


def context(area) -> dict:
    """``chief``, ``chief_form`` and ``share_form`` of a page."""
    chief = tree.chief_of(area)
    share_form = ShareForm(chief=chief) if chief else None
    offers = share_form is not None and share_form.fields["personas"].queryset.exists()
    return {"chief": chief, "chief_form": ChiefForm(area=area, current=chief) if area.is_active else None,
            "share_form": share_form if offers else None}  # fmt: skip
