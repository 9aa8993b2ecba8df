"""Forms of the acts on an implantation, and of the courses."""

from datetime import datetime

from django import forms

from accounts.proof import ProofMixin
from institutions.implantation import parametrisation
from institutions.implantation.forms import PersonForm
from institutions.implantation.states import Attendance, ItemState
from institutions.models import Course, CourseEdition
from institutions.models.courses import QUARTERS
from quipux import clock
from quipux.web.forms import DateTextField, Form

LONGEST = 1000
SUBJECTS = ("Nombre", "RUC", "Sigla", "Teléfono", "Dirección", "Función o tipo", "Máxima autoridad", "AIQ",
            "AIQ de respaldo", "Oficio", "Delegación", "Otro dato")  # fmt: skip
ROWS = 3
PDF = forms.FileInput(attrs={"accept": ".pdf"})


def _reason(label="Motivo", *, required=True, help_text=""):
    return forms.CharField(label=label, required=required, max_length=LONGEST, help_text=help_text,
                           widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip


class ActForm(Form):
    """An act without data: the page says what it does. Every form of an act knows its case and who acts."""

    def __init__(self, *args, case=None, user=None, request=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.case, self.user, self.request = case, user, request


class ReasonForm(ActForm):
    motivo = _reason()


class ExceptionForm(ActForm):
    motivo = _reason("Motivo de la excepción", required=False,
                     help_text="Solo si el RUC no es público o el AIQ ya lo es de otra institución.")  # fmt: skip


class LetterForm(ActForm):
    motivo = _reason()
    archivo = forms.FileField(label="Oficio de la máxima autoridad", help_text="PDF de hasta 10 MB.", widget=PDF)


class ObservationForm(ActForm):
    """Up to three observations; those without text are left out."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in range(1, ROWS + 1):
            self.fields[f"sobre_{number}"] = forms.ChoiceField(
                label=f"Dato o archivo {number}", choices=[(one, one) for one in SUBJECTS])  # fmt: skip
            self.fields[f"texto_{number}"] = _reason(f"Observación {number}", required=number == 1)

    def observations(self) -> list[tuple[str, str]]:
        data = self.cleaned_data
        pairs = [(data[f"sobre_{number}"], data[f"texto_{number}"].strip()) for number in range(1, ROWS + 1)]
        return [pair for pair in pairs if pair[1]]


class DatesForm(ActForm):
    """One future edition of each course that the case asks for."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        credited = self.case.enrolments.filter(attendance=Attendance.CREDITED).values("course")
        for course in Course.objects.filter(slug__in=self.case.required_hours).exclude(pk__in=credited):
            self.fields[course.slug] = forms.ModelChoiceField(
                label=course.name, queryset=future().filter(course=course), empty_label="Elija una fecha")  # fmt: skip

    def editions(self) -> list[CourseEdition]:
        return [edition for edition in self.cleaned_data.values() if isinstance(edition, CourseEdition)]


class EditionChoiceForm(ActForm):
    edicion = forms.ModelChoiceField(label="Edición", queryset=CourseEdition.objects.none(), empty_label="Elija")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["edicion"].queryset = future()


def future():
    return CourseEdition.objects.filter(starts_at__gt=clock.now()).select_related("course")


class CreditForm(ActForm):
    curso = forms.ModelChoiceField(label="Curso", queryset=Course.objects.all(), empty_label="Elija")
    motivo = _reason()


class ExtensionForm(ActForm):
    dias = forms.IntegerField(label="Días", min_value=1, max_value=15, help_text="De 1 a 15.",
                              widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}))  # fmt: skip
    motivo = _reason()


class ApprovalForm(ProofMixin, ActForm):
    """Nothing but who she is again: the password, and the code of a second factor."""

    proves_always = True


class PartsMixin(forms.Form):
    """What is copied, all of it unless something is taken out."""

    partes = forms.MultipleChoiceField(label="Qué se copia", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        parts = parametrisation.choices()
        self.fields["partes"].choices, self.fields["partes"].initial = parts, [code for code, _ in parts]


class ProductionForm(PartsMixin, ActForm):
    copiar = forms.BooleanField(label="Copiar la parametrización del ambiente de capacitación", required=False)
    field_order = ["copiar", "partes"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.case is not None and self.case.training_id is None:  # it was parametrised in the other deployment
            del self.fields["copiar"], self.fields["partes"]


class PackageForm(PartsMixin, ActForm):
    """The file that another installation wrote; it is rehearsed first."""

    archivo = forms.FileField(label="Paquete de parametrización", widget=forms.FileInput(attrs={"accept": ".zip"}),
                              help_text="El archivo .zip que se descargó del caso en el ambiente de capacitación.")  # fmt: skip
    modo = forms.ChoiceField(label="Qué desea hacer", initial="ensayar", widget=forms.RadioSelect, choices=[
        ("ensayar", "Ensayar: se revisa todo y no se escribe nada"), ("cargar", "Cargar")])  # fmt: skip
    field_order = ["archivo", "partes", "modo"]


class ReceiveForm(ProofMixin, Form):
    """The package of a case that was approved in the deployment of training."""

    proves_always = True
    archivo = forms.FileField(label="Paquete del caso", widget=forms.FileInput(attrs={"accept": ".zip"}),
                              help_text="El archivo .zip que se descargó del caso aprobado en la instalación de capacitación.")  # fmt: skip
    motivo = _reason("Motivo de la excepción", required=False,
                     help_text="Solo si el RUC no es público o el AIQ ya lo es de otra institución.")  # fmt: skip


class AiqForm(ProofMixin, PersonForm, ActForm):
    motivo = _reason()
    archivo = forms.FileField(label="Oficio de la máxima autoridad", help_text="PDF de hasta 10 MB.", widget=PDF)

    def __init__(self, *args, case=None, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.case, self.user = case, user


class ChangeForm(Form):
    """What the AGQ writes on a change of AIQ."""

    motivo = _reason("Motivo", required=False, help_text="Obligatorio para rechazar, anular o convalidar los cursos.")


class RegisterForm(Form):
    correo = forms.EmailField(label="Correo de quien solicita", help_text="Recibirá el enlace de la solicitud.")


# Courses ----------------------------------------------------------------------------------------------


class EditionForm(Form):
    """A new edition."""

    curso = forms.ModelChoiceField(label="Curso", queryset=Course.objects.all(), empty_label="Elija")
    fecha = DateTextField(label="Fecha")
    desde = forms.TimeField(label="Hora de inicio", help_text="Por ejemplo 08:30.",
                            widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}))  # fmt: skip
    hasta = forms.TimeField(label="Hora de fin", widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}))
    modalidad = forms.ChoiceField(label="Modalidad", choices=CourseEdition.Mode.choices, widget=forms.RadioSelect)
    cupos = forms.IntegerField(label="Cupos", min_value=1, max_value=500,
                               widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}))  # fmt: skip
    lugar = forms.CharField(label="Lugar", max_length=200, required=False)
    enlace = forms.URLField(label="Enlace", required=False, assume_scheme="https")
    instructor = forms.CharField(label="Instructor", max_length=200)

    def instants(self) -> tuple[datetime, datetime]:
        data = self.cleaned_data
        return tuple(datetime.combine(data["fecha"], data[end], tzinfo=clock.GUAYAQUIL) for end in ("desde", "hasta"))


class AttendanceForm(Form):
    """What one person attended."""

    horas = forms.DecimalField(label="Horas asistidas", min_value=0, max_value=24, decimal_places=2,
                               help_text="En cuartos de hora: 0, 0.25, 3.5. Escriba 0 si no asistió.",
                               widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-4"}))  # fmt: skip
    motivo = _reason("Motivo de la corrección", required=False, help_text="Solo si corrige una asistencia registrada.")

    def clean_horas(self):
        quarters = self.cleaned_data["horas"] * QUARTERS
        if quarters != int(quarters):
            raise forms.ValidationError("Escriba las horas en cuartos: 0.25, 0.5, 0.75.")
        return int(quarters)


# Plantilla de seguimiento -------------------------------------------------------------------------------

VERDICTS = [(ItemState.PENDING, "Pendiente"), (ItemState.MET, "Cumple"), (ItemState.NOT_MET, "No cumple"),
            (ItemState.NOT_APPLICABLE, "No aplica")]  # fmt: skip


class VerdictsForm(Form):
    """The AGQ's word on each item, and why."""

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[item.code] = forms.ChoiceField(label=f"{item.code}: verificación", choices=VERDICTS,
                                                       initial=item.verdict)  # fmt: skip
            self.fields[f"{item.code}-comentario"] = forms.CharField(
                label=f"{item.code}: comentario", required=False, max_length=LONGEST, initial=item.remark)  # fmt: skip

    def rows(self):
        """Each item with its two fields."""
        return [(item, self[item.code], self[f"{item.code}-comentario"]) for item in self.items]

    def verdicts(self) -> dict[str, tuple[str, str]]:
        data = self.cleaned_data
        return {item.code: (data[item.code], data[f"{item.code}-comentario"]) for item in self.items}
