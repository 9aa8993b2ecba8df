"""What is asked of a case (institutions §11)."""

from django import forms
from django.db.models import Q

from institutions.delegations.forms import HourField, PostField
from institutions.departures.cases import LONGEST_REASON, Wish
from institutions.departures.destinations import candidates, in_custodian
from institutions.departures.succession import successors
from institutions.models import Appointment, DepartureReason
from quipux.web.forms import DateTextField, Form

SHOWN = 50  # people offered at once; a bigger institution searches


class PeopleField(forms.ModelMultipleChoiceField):
    """Appointments, named by person, post and área."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Appointment.objects.none(), to_field_name="uuid",
                         widget=forms.CheckboxSelectMultiple, **kwargs)  # fmt: skip

    def label_from_instance(self, post):
        return f"{post.person.full_name} – {post.title}, {post.area.name}"


class CaseForm(Form):
    """Who leaves, why and when."""

    puestos = PeopleField(label="Servidores que dejan su puesto",
                          error_messages={"required": "Elija al menos a un servidor."})  # fmt: skip
    reason = forms.ChoiceField(label="Motivo", choices=[("", "Elija un motivo"), *DepartureReason.choices],
                               error_messages={"required": "Elija el motivo."})  # fmt: skip
    last_day = DateTextField(label="Último día")
    ends_hour = HourField(label="Hora de fin", required=False)
    closed_on = DateTextField(label="Sin documentos nuevos desde", required=False,
                              help_text="Si lo deja vacío, desde el último día")  # fmt: skip
    act_number = forms.CharField(label="Número del acto", max_length=60, required=False)
    destination = PostField(label="Destino de lo pendiente en la institución custodia", required=False,
                            empty_label="El Jefe del área de cada uno")  # fmt: skip

    def __init__(self, *args, actor, words="", **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["puestos"]
        field.queryset = offered(actor, words) if not self.is_bound else administered(actor)
        if self.is_bound:
            chosen = [post for post in field.queryset if str(post.uuid) in self.data.getlist("puestos")]
            field.choices = [(post.uuid, field.label_from_instance(post)) for post in chosen]
        offer_custodian(self, actor)

    def wish(self) -> Wish:
        data = self.cleaned_data
        return Wish(data["reason"], data["last_day"], data["closed_on"], data["act_number"],
                    data.get("destination"), ends_hour=data["ends_hour"])  # fmt: skip


def offer_custodian(form, actor) -> None:
    """Where another institution accepted the custody, what is pending of everybody may go to one post of it (§10.4)."""
    people = in_custodian(actor.institution)
    if people.exists():
        form.fields["destination"].queryset = people
    else:
        del form.fields["destination"]


def administered(actor):
    """The active posts the actor may end."""
    posts = Appointment.objects.administered_by(actor).with_names().filter(state="active")
    return posts.order_by("person__surnames", "person__given_names", "pk")


def offered(actor, words: str):
    """Those that fulfil what was searched, as many as a page shows."""
    posts = administered(actor)
    for word in words.split():
        posts = posts.filter(matching(word))
    return posts.filter(pk__in=list(posts.values_list("pk", flat=True)[:SHOWN]))


def matching(word):
    return (Q(person__given_names__unaccent__icontains=word) | Q(person__surnames__unaccent__icontains=word)
            | Q(title__unaccent__icontains=word) | Q(area__name__unaccent__icontains=word))  # fmt: skip


class SearchForm(Form):
    """Finding people for a case."""

    unmarked = True
    texto = forms.CharField(label="Buscar por nombre, puesto o área", max_length=60, required=False)


class DestinationsForm(Form):
    """«Usuario al que desea reasignar los documentos», line by line."""

    def __init__(self, *args, case, lines, **kwargs):
        super().__init__(*args, **kwargs)
        people = candidates(case.appointment)
        self.fields["todo"] = PostField(label="Destino de lo que no tenga otro", required=False,
                                        empty_label="El Jefe del área",
                                        initial=case.destination.uuid if case.destination else None)  # fmt: skip
        self.fields["todo"].queryset = people
        for line in lines:
            field = PostField(label=f"{line.item.code} {line.item.label} ({line.count})", required=False,
                              empty_label="Sin destino todavía",
                              initial=line.destination.uuid if line.destination else None)  # fmt: skip
            field.queryset = people
            self.fields[line.item.code] = field


class ExitsForm(Form):
    """A file of people who leave."""

    archivo = forms.FileField(label="Archivo", help_text="CSV en UTF-8 o XLSX sin macros, hasta 200 filas.",
                              widget=forms.FileInput({"accept": ".csv,.xlsx"}))  # fmt: skip
    destination = PostField(label="Destino de lo pendiente en la institución custodia", required=False,
                            empty_label="El Jefe del área de cada uno")  # fmt: skip

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        offer_custodian(self, actor)


class PieceForm(Form):
    """To whom the ticked documents or tasks of a line go."""

    destino = PostField(label="Usuario al que desea reasignar lo marcado", required=False, empty_label="El de su línea")

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["destino"].queryset = candidates(case.appointment)


class SuccessorForm(Form):
    """Who goes on with what only this post does (DV-08)."""

    reemplazo = PostField(label="Reemplazo", empty_label="Elija a una persona",
                          error_messages={"required": "Elija al reemplazo."})  # fmt: skip

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reemplazo"].queryset = successors(case)


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(label="Motivo", max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}),
                             help_text="De 10 a 500 caracteres")  # fmt: skip
