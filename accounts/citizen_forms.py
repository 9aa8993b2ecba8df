"""The form of a citizen that the staff brings in (accounts-portal §10.2)."""

from django import forms

from accounts.citizens import Identity, NewCitizen
from accounts.identity import Doubtful, InvalidIdentity
from accounts.models import CatalogueKind
from accounts.suggestions import SuggestedField
from quipux.web.forms import Form

PROFILE = {"otro_documento": "other_document", "empresa": "company", "puesto": "post", "telefono": "phone",
           "pais": "country", "provincia": "province", "ciudad": "city", "canton": "canton", "direccion": "address",
           "referencia": "address_note"}  # fmt: skip


def _text(label, length, *, required=False, **attrs):
    return forms.CharField(label=label, max_length=length, required=required,
                           widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}))  # fmt: skip


class CitizenDataForm(Form):
    """What is known of a citizen besides the number."""

    starred = True

    otro_documento = _text("Otro documento", 30)
    nombres = _text("Nombre", 100, required=True)
    apellidos = _text("Apellido", 100, required=True)
    titulo = SuggestedField(CatalogueKind.TITLE, label="Título", max_length=60, required=False)
    empresa = _text("Institución o empresa", 200)
    puesto = _text("Puesto", 200)
    telefono = _text("Teléfono", 30, inputmode="tel")
    correo = forms.EmailField(label="Correo electrónico", required=False, error_messages={
        "invalid": "Escriba el correo como nombre@dominio, por ejemplo ana@ejemplo.ec."},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}))  # fmt: skip
    pais = SuggestedField(CatalogueKind.COUNTRY, label="País", max_length=60, required=False)
    provincia = SuggestedField(CatalogueKind.PROVINCE, label="Provincia", max_length=60, required=False)
    ciudad = SuggestedField(CatalogueKind.CITY, label="Ciudad", max_length=80, required=False)
    canton = SuggestedField(CatalogueKind.CANTON, label="Cantón", max_length=80, required=False)
    direccion = _text("Dirección", 250)
    referencia = _text("Referencia", 250)

    @property
    def texts(self) -> dict:
        """What was typed, without blanks at the ends or twice."""
        return {name: " ".join(value.split()) if isinstance(value, str) else value
                for name, value in self.cleaned_data.items()}  # fmt: skip

    @property
    def person(self) -> dict:
        """Fields of the person."""
        data = self.texts
        return {"given_names": data["nombres"], "surnames": data["apellidos"], "academic_title": data["titulo"],
                "email": data.get("correo", "")}  # fmt: skip

    @property
    def profile(self) -> dict:
        """Fields of the profile."""
        data = self.texts
        return {column: data[name] for name, column in PROFILE.items()}

    @staticmethod
    def initial_of(person) -> dict:
        """What is on file, by field."""
        kept = {name: getattr(person.citizen, column) for name, column in PROFILE.items()}
        return kept | {"nombres": person.given_names, "apellidos": person.surnames, "titulo": person.academic_title,
                       "correo": person.email}  # fmt: skip


class ContactProposalForm(Form):
    """Where a citizen said she can be reached."""

    telefono = _text("Teléfono", 30, inputmode="tel")
    ciudad = SuggestedField(CatalogueKind.CITY, label="Ciudad", max_length=80, required=False)
    direccion = _text("Dirección", 250)
    como = _text("Cómo lo supo", 200, required=True)

    @property
    def values(self) -> dict:
        data = self.cleaned_data
        return {"phone": data["telefono"], "city": data["ciudad"], "address": data["direccion"]}


class CitizenForm(CitizenDataForm):
    """Who the citizen is and how to reach them; a company is the RUC of whoever represents it."""

    identidad = _text("Cédula o RUC", 20)
    motivo_numero = _text("Motivo para aceptar el número", 200)
    sin_cedula = forms.BooleanField(label="Sin cédula", required=False)
    field_order = ("identidad", "motivo_numero", "sin_cedula")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["identidad"].help_text = "10 dígitos de la cédula o 13 del RUC. Obligatoria, salvo «Sin cédula»."
        self.fields["motivo_numero"].help_text = "Dónde leyó ese número. Queda escrito con su nombre."
        self.fields["pais"].initial = "Ecuador"
        self.is_doubted = False

    def clean(self):
        data = super().clean()
        typed = data.get("identidad", "")
        if not typed and not data.get("sin_cedula"):
            self.add_error("identidad", "Escriba la cédula o el RUC, o marque «Sin cédula».")
        elif typed and data.get("sin_cedula"):
            self.add_error("identidad", "Deje vacía la cédula o quite la marca de «Sin cédula».")
        try:
            self.identity = Identity.read(typed)
        except Doubtful as doubt:
            self._take_doubtful(doubt, data)
        except InvalidIdentity as error:
            self.add_error("identidad", f"{error}.")
        return data

    def _take_doubtful(self, doubt, data):
        """A number outside the algorithm: with a reason it is taken, since such numbers exist (A-04)."""
        self.identity, self.is_doubted = Identity.of(doubt.number), True
        if not data.get("motivo_numero", "").strip():
            self.add_error("identidad", f"{doubt}. Corríjalo o, si el documento dice ese número, escriba el motivo.")

    @property
    def citizen(self) -> NewCitizen:
        """What was typed; only of a valid form."""
        return NewCitizen(identity=self.identity, **self.person, profile=self.profile,
                          override=self.texts["motivo_numero"] if self.is_doubted else "")  # fmt: skip
