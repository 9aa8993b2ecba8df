"""Forms of registration, of «Mis datos» and of their decisions (accounts-portal §10.3, §10.4, §10.6)."""

from django import forms

from accounts import finding
from accounts.data_changes import LABELS
from accounts.identity import InvalidIdentity, validate_cedula, validate_country, validate_passport
from accounts.models import CatalogueKind, IdentityKind, User
from accounts.proof import ProofMixin
from accounts.registrations import Applicant
from accounts.suggestions import SuggestedField
from quipux.challenge.fields import CodeField
from quipux.web.forms import DATE_HINT, DateTextField, Form

MAIL = "Escriba el correo como nombre@dominio, por ejemplo ana@ejemplo.ec."
LONGEST = 600
BIRTH = f"{DATE_HINT}. Si coincide con el Registro Civil, no necesita acercarse a una ventanilla. No se guarda."
UNKNOWN = "No consta ninguna persona con ese número."
COUNTRIES = {"queda": "pais_queda", "absorbe": "pais_absorbe"}
WHO = {"queda": "la persona que queda", "absorbe": "la persona que se absorbe"}


def _text(label, length, *, required=True, autocomplete="off", **attrs):
    return forms.CharField(label=label, max_length=length, required=required,
                           widget=forms.TextInput(attrs={"autocomplete": autocomplete, **attrs}))  # fmt: skip


def _mail(label):
    return forms.EmailField(label=label, error_messages={"invalid": MAIL, "required": MAIL},
                            widget=forms.EmailInput(attrs={"autocomplete": "email"}))  # fmt: skip


class RegistrationForm(Form):
    """Who asks to be registered; no copy of the cédula is ever asked."""

    identificacion = forms.ChoiceField(label="Identificación", widget=forms.RadioSelect, initial="cedula", choices=[
        (IdentityKind.CEDULA.value, "Cédula"), (IdentityKind.PASSPORT.value, "Pasaporte")])  # fmt: skip
    numero = _text("Número de cédula o pasaporte", 30, spellcheck="false")
    pais = _text("País del pasaporte", 3, required=False)
    nombres = _text("Nombres", 100, autocomplete="given-name")
    apellidos = _text("Apellidos", 100, autocomplete="family-name")
    correo = _mail("Correo electrónico")
    repetido = _mail("Repita el correo electrónico")
    telefono = _text("Teléfono", 30, required=False, autocomplete="tel", inputmode="tel")
    ciudad = SuggestedField(CatalogueKind.CITY, label="Ciudad", max_length=80, attrs={"autocomplete": "address-level2"})
    direccion = _text("Dirección", 250, required=False, autocomplete="street-address")
    codigo_mostrado = CodeField()
    aviso = forms.BooleanField(label="Leí el aviso de privacidad",
                               error_messages={"required": "Lea el aviso de privacidad y marque que lo leyó."})  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pais"].help_text = "Solo con pasaporte: tres letras, por ejemplo COL."

    def clean(self):
        data = super().clean()
        if data.get("correo") and data.get("repetido") and data["correo"].lower() != data["repetido"].lower():
            self.add_error("repetido", "Los dos correos no son iguales.")
        if data.get("numero"):
            self._clean_identity(data)
        return data

    def _clean_identity(self, data):
        """The number and the country of a passport, or the cédula and no country."""
        is_passport = data.get("identificacion") == IdentityKind.PASSPORT
        checks = [("numero", validate_passport if is_passport else validate_cedula)]
        checks += [("pais", validate_country)] if is_passport else []
        data["pais"] = data.get("pais", "") if is_passport else ""
        for name, check in checks:
            try:
                data[name] = check(data[name]) if name in data else ""
            except InvalidIdentity as error:
                self.add_error(name, f"{error}.")

    @property
    def applicant(self) -> Applicant:
        """What was typed; only of a valid form."""
        data = {name: " ".join(value.split()) if isinstance(value, str) else value
                for name, value in self.cleaned_data.items()}  # fmt: skip
        return Applicant(data["identificacion"], data["numero"], data["nombres"], data["apellidos"], data["correo"],
                         data["ciudad"], data["telefono"], data["direccion"], data["pais"])  # fmt: skip


class ConfirmationForm(Form):
    """The e-mail is hers; her date of birth only where a source may say that it is she. It is kept nowhere."""

    def __init__(self, *args, asks_birth, **kwargs):
        super().__init__(*args, **kwargs)
        if asks_birth:
            self.fields["nacimiento"] = DateTextField(label="Fecha de nacimiento", required=False, help_text=BIRTH)


class ContactForm(Form):
    """What changes at once."""

    telefono = _text("Teléfono", 30, required=False, autocomplete="tel", inputmode="tel")
    ciudad = SuggestedField(CatalogueKind.CITY, label="Ciudad", max_length=80, attrs={"autocomplete": "address-level2"})
    direccion = _text("Dirección", 250, required=False, autocomplete="street-address")
    referencia = _text("Referencia", 250, required=False)

    COLUMNS = {"telefono": "phone", "ciudad": "city", "direccion": "address", "referencia": "address_note"}

    @property
    def values(self) -> dict:
        return {column: self.cleaned_data[name] for name, column in self.COLUMNS.items()}


class ProposalForm(Form):
    """What a validador looks at first."""

    nombres = _text("Nombres", 100, required=False)
    apellidos = _text("Apellidos", 100, required=False)
    cedula = _text("Cédula", 20, required=False, inputmode="numeric")

    COLUMNS = {"nombres": "given_names", "apellidos": "surnames", "cedula": "identity_number"}

    @property
    def values(self) -> dict:
        return {column: self.cleaned_data[name] for name, column in self.COLUMNS.items()}


class ValidationForm(Form):
    """What a validador or the ventanilla decides on a registration."""

    identidad = forms.BooleanField(label="Comprobé la identidad con el documento original", required=False)
    motivo = forms.CharField(label="Motivo", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
                             help_text="Obligatorio para rechazar; la persona lo recibe.")  # fmt: skip


class ChangeDecisionForm(Form):
    """Which of the proposed data are taken."""

    datos = forms.MultipleChoiceField(label="Datos que se aceptan", required=False, widget=forms.CheckboxSelectMultiple)
    motivo = forms.CharField(label="Evidencia o motivo", required=False, max_length=LONGEST,
                             widget=forms.Textarea(attrs={"rows": 3}),
                             help_text="Lo que revisó, si acepta; la razón que recibe la persona, si rechaza.")  # fmt: skip

    def __init__(self, change, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["datos"].choices = [(name, LABELS[name]) for name in change.proposed]


class PairForm(Form):
    """The two people to compare; of a passport number of several countries, whose (§5, A-05)."""

    queda = _text("Cédula o código de la persona que queda", 20)
    absorbe = _text("Cédula o código de la persona que se absorbe", 20)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = {}
        for name, country in COUNTRIES.items():
            self.found[name] = finding.people_named(self._typed(name))
            if len(self.found[name]) > 1:
                choices = [("", "Elija el país"), *((_given_by(one), _given_by(one)) for one in self.found[name])]
                self.fields[country] = forms.ChoiceField(
                    label=f"País del pasaporte de {WHO[name]}", choices=choices,
                    error_messages={"required": "Ese número consta en más de un país: elija uno."})  # fmt: skip
        self.order_fields([one for pair in COUNTRIES.items() for one in pair])

    def _typed(self, name):
        return (self.data if self.is_bound else self.initial).get(name) or ""

    def clean(self):
        data = super().clean()
        for name in COUNTRIES:
            if name in data and not self.found[name]:
                self.add_error(name, UNKNOWN)
        return data

    @property
    def pair(self) -> tuple[User, User]:
        """Who stays and who is absorbed; only of a valid form."""
        return self._person("queda"), self._person("absorbe")

    def _person(self, name):
        country = self.cleaned_data.get(COUNTRIES[name])
        return next(one for one in self.found[name] if country in (None, _given_by(one)))


def _given_by(person) -> str:
    """What tells two people of one number apart."""
    return person.passport_country or person.get_identity_kind_display()


class MergeForm(ProofMixin, PairForm):
    """Evidence, reason, and who she is again: the password, and the code of a second factor."""

    proves_always = True
    evidencia = _text("Evidencia revisada", 200)
    motivo = forms.CharField(label="Motivo", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


class UndoForm(Form):
    """Why a merge is taken back."""

    motivo = forms.CharField(label="Motivo", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
