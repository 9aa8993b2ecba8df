"""Forms of appointments (institutions §6.2)."""

from django import forms

from accounts.identity import InvalidIdentity, validate_cedula, validate_country, validate_passport
from accounts.models import CatalogueKind, IdentityKind
from accounts.suggestions import SuggestedField
from institutions.areas.forms import area_field
from institutions.catalogue import PERMISSIONS
from institutions.models import Appointment, Post
from institutions.people.services import FIELDS, NewPerson
from quipux import clock
from quipux.web.forms import DateTextField, Form, ModelForm

STATES = {"": "Activos", "leaving": "En desvinculación", "inactive": "Inactivos", "todos": "Todos"}
LABELS = {"kind": "Tipo", "title": "Puesto", "heading_title": "Puesto cabecera", "profile": "Perfil",
          "initials": "Iniciales sumilla", "is_responsible": "Responsable de Área", "city": "Ciudad",
          "work_email": "Correo de trabajo", "phone": "Teléfono", "extension": "Extensión", "mobile": "Celular",
          "certificate": "Tipo de certificado", "observation": "Observación"}  # fmt: skip


class IdentityForm(Form):
    """Whom the post is for: the first step."""

    tipo = forms.ChoiceField(label="Tipo de identificación", widget=forms.RadioSelect, initial=IdentityKind.CEDULA,
                             choices=[(IdentityKind.CEDULA, "Cédula"), (IdentityKind.PASSPORT, "Pasaporte")])  # fmt: skip
    numero = forms.CharField(label="Número", max_length=20, widget=forms.TextInput({"class": "govuk-input--width-10"}))
    pais = forms.CharField(label="País del pasaporte", max_length=3, required=False,
                           help_text="Solo con pasaporte: tres letras, por ejemplo COL.",
                           widget=forms.TextInput({"class": "govuk-input--width-5", "autocomplete": "off"}))  # fmt: skip

    def clean(self):
        data = super().clean()
        is_passport = data.get("tipo") == IdentityKind.PASSPORT
        checks = {"numero": validate_passport if is_passport else validate_cedula}
        checks |= {"pais": validate_country} if is_passport else {}
        data["pais"] = data.get("pais", "") if is_passport else ""
        for name, check in checks.items():
            try:
                data[name] = check(data[name]) if name in data else ""
            except InvalidIdentity as error:
                self.add_error(name, f"{error}.")
        return data


class NewPersonForm(Form):
    """Identity of somebody nobody knows yet."""

    starred = True
    nombres = forms.CharField(label="Nombres", max_length=100)
    apellidos = forms.CharField(label="Apellidos", max_length=100)
    titulo = SuggestedField(CatalogueKind.TITLE, label="Título académico", max_length=60, required=False)
    correo = forms.EmailField(label="Correo electrónico personal",
                              help_text="A esta dirección llega el enlace para crear la contraseña.")  # fmt: skip

    def person(self, kind, number, country) -> NewPerson:
        data = self.cleaned_data
        return NewPerson(number, data["nombres"], data["apellidos"], data["correo"], kind, data["titulo"], country)


class AppointmentForm(ModelForm):
    """The data of a post."""

    starred = True
    area = area_field("Área")
    starts_on = DateTextField(label="Fecha desde")
    city = SuggestedField(CatalogueKind.CITY, label="Ciudad", max_length=80, required=False)
    ends_on = DateTextField(label="Fecha hasta", required=False, help_text="Solo para un encargo.")

    class Meta:
        model = Appointment
        fields = list(FIELDS)
        labels = LABELS
        help_texts = {"work_email": "Recibirá avisos de documentos cuando la persona la confirme.",
                      "heading_title": "Como se imprime en la cabecera de los documentos."}  # fmt: skip

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].of(actor, empty="Elija un área")
        self.fields["heading_title"].required = False
        titles = Post.objects.filter(institution=actor.institution, is_active=True).values_list("name", flat=True)
        self.titles = list(titles.order_by("level", "name"))
        if self.instance.pk is None:
            self.initial.setdefault("starts_on", clock.today())

    def clean_heading_title(self):
        return self.cleaned_data["heading_title"] or self.cleaned_data.get("title", "")

    def clean(self):
        data = super().clean()
        if data.get("ends_on") and data.get("starts_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "La fecha hasta no puede ser anterior a la fecha desde.")
        if data.get("kind") == Appointment.Kind.CHARGE and not data.get("ends_on"):
            self.add_error("ends_on", "Un encargo necesita la fecha hasta la que dura.")
        return data

    def validate_constraints(self):
        """The service says what is taken, in the order of the rules."""

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in FIELDS}


class FilterForm(forms.Form):
    """Filters of the list of people; its address is its saved state."""

    unmarked = True
    texto = forms.CharField(label="Nombre / C.I. / Puesto / Correo", max_length=100, required=False)
    area = area_field("Área y dependientes", required=False)
    perfil = forms.ChoiceField(label="Perfil", required=False, choices=[("", "Todos"), *Appointment.Profile.choices])
    permiso = forms.ChoiceField(label="Permiso", required=False, choices=[
        ("", "Todos"), *((one.slug, one.name) for one in PERMISSIONS if not one.is_platform)])  # fmt: skip
    estado = forms.ChoiceField(label="Estado", required=False, choices=list(STATES.items()))

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].of(actor, empty="Todas")
