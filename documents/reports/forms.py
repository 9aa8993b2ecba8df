"""The criteria of a report; its address is its saved state (documents §14)."""

from django import forms
from django.db.models import Q

from documents.models import DocumentType
from documents.reports.scope import Scope
from documents.reports.shape import Report
from documents.states import CopyState
from institutions.models import Institution
from institutions.states import InstitutionState
from quipux.web.forms import DateTextField, Form

LONGEST_YEARS = 10


def _date(label):
    sentence = f"Escriba la fecha {label} como año-mes-día, por ejemplo 2016-01-04"
    return DateTextField(label=label, required=False, help_text="", error_messages={"invalid": sentence})


class CriteriaForm(Form):
    """Desde–Hasta, Área, Usuario, Tipo, Institución and Estado: those that the report and the person have."""

    unmarked = True

    desde = _date("Desde")
    hasta = _date("Hasta")
    area = forms.ChoiceField(
        label="Área", required=False, error_messages={"invalid_choice": "Elija un área de la lista."}
    )
    dependientes = forms.BooleanField(label="Con sus áreas dependientes", required=False)
    usuario = forms.CharField(label="Servidor público", max_length=100, required=False,
                              widget=forms.TextInput(attrs={"size": 20, "autocomplete": "off"}))  # fmt: skip
    tipo = forms.ChoiceField(label="Tipo de documento", required=False,
                             error_messages={"invalid_choice": "Elija un tipo de la lista."})  # fmt: skip
    institucion = forms.ChoiceField(label="Institución", required=False,
                                    error_messages={"invalid_choice": "Elija una institución de la lista."})  # fmt: skip
    estado = forms.ChoiceField(label="Estado", required=False, choices=[("", "Todos"), *CopyState.choices],
                               error_messages={"invalid_choice": "Elija un estado de la lista."})  # fmt: skip
    secuencia = forms.ChoiceField(label="Secuencia", required=False,
                                  error_messages={"invalid_choice": "Elija una secuencia de la lista."})  # fmt: skip
    persona = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, report: Report, scope: Scope):
        super().__init__(data)
        self._fill(scope)
        if "secuencia" in report.criteria:
            self.fields = {"secuencia": self.fields["secuencia"]}
        else:
            del self.fields["secuencia"]
            self._narrow(report, scope)

    def _narrow(self, report, scope):
        for name in ("tipo", "institucion", "estado"):
            if name not in report.criteria:
                del self.fields[name]
        if not scope.has_people:
            del self.fields["usuario"], self.fields["area"], self.fields["dependientes"]
        elif not scope.is_wide:
            del self.fields["area"], self.fields["dependientes"]
        if not report.parent:
            del self.fields["persona"]

    def _fill(self, scope):
        areas = scope.areas().order_by("name").values_list("pk", "name")
        own = Q(institution=None) | Q(institution=scope.actor.institution)
        types = DocumentType.objects.filter(own, is_active=True).order_by("label").values_list("slug", "label")
        others = (Institution.objects.filter(state=InstitutionState.ACTIVE, environment=scope.actor.institution.environment)
                  .exclude(pk=scope.actor.institution.pk).order_by("name").values_list("pk", "name"))  # fmt: skip
        self.fields["area"].choices = [("", "Todas"), *((str(pk), name) for pk, name in areas)]
        self.fields["secuencia"].choices = [
            (str(c.pk), f"{c.area.sigla} – {c.type.label}, {c.year}") for c in scope.counters()]  # fmt: skip
        self.fields["tipo"].choices = [("", "Todos"), *types]
        self.fields["institucion"].choices = [("", "Todas"), *((str(pk), name) for pk, name in others)]

    def clean(self):
        data = super().clean()
        start, end = data.get("desde"), data.get("hasta")
        if start and end and start > end:
            self.add_error("desde", "La fecha Desde debe ser menor o igual que la fecha Hasta.")
        elif start and end and (end - start).days > LONGEST_YEARS * 366:
            self.add_error("desde", f"El período es demasiado largo: elija hasta {LONGEST_YEARS} años.")
        return data
