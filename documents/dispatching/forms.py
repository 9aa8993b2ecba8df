"""What is asked of paper: how it travels, what became of it, what its envelope prints (documents §10.4)."""

from django import forms

from accounts.models import CatalogueKind
from accounts.suggestions import SuggestedField
from documents.acts.forms import CommentForm, PersonField
from documents.dispatching.carriers import carriers_of
from documents.dispatching.envelopes import ADDRESSED, EDITABLE, PARTS, address_of
from documents.dispatching.evidence import ALLOWED
from documents.models import Party
from documents.states import Condition, DispatchState, ReturnReason
from documents.targets import colleagues
from quipux import clock
from quipux.web.forms import DateTextField, Form

OTHER = "otro"
SHEETS_NAMED = 20  # sheets that the page of an act names one by one


class JourneyForm(CommentForm):
    """Transporte and guía; base of Enviar and of Registrar despacho."""

    carrier = forms.ChoiceField(label="Transporte", required=False)
    other_carrier = forms.CharField(label="Otro transporte", max_length=80, required=False,
                                    help_text="Solo si no consta en la lista.")  # fmt: skip
    guide = forms.CharField(label="Número de guía", max_length=60, required=False)
    field_order = ["carrier", "other_carrier", "guide", "phrase", "comment"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = carriers_of(self.actor.institution)
        self.fields["carrier"].choices = [("", "Sin transporte"), *((name, name) for name in names), (OTHER, "Otro")]

    def clean(self):
        data = super().clean()
        other = (data.get("other_carrier") or "").strip()
        if data.get("carrier") == OTHER and not other:
            self.add_error("other_carrier", "Escriba el nombre del transporte.")
        if other:
            data["carrier"] = other
        return data


class PaperForm(JourneyForm):
    """Enviar by hand: how the paper travels, when it leaves the institution."""

    @property
    def notes(self) -> list[str]:
        """For whom each sheet is; of a confidential document the number alone."""
        shown = [copy for copy in self.copies if not copy.is_confidential]
        parties = Party.objects.in_bulk([copy.party_id for copy in shown[:SHEETS_NAMED]])
        named = [f"{copy.number}, para {parties[copy.party_id].name}" for copy in shown[:SHEETS_NAMED]]
        more = len(shown) - len(named)
        return ["; ".join(named) + (f"; y {more} más." if more else ".")] if named else []


class DispatchForm(JourneyForm):
    """Registrar despacho: the guía that came later, or another journey of what came back."""

    day = DateTextField(label="Fecha de envío", required=False)
    field_order = ["carrier", "other_carrier", "guide", "day", "phrase", "comment"]

    def clean_day(self):
        return not_future(self.cleaned_data["day"])


class ReturnForm(CommentForm):
    """Devolver: why it came back."""

    reason = forms.ChoiceField(label="Motivo de la devolución", choices=ReturnReason.choices, widget=forms.RadioSelect,
                               error_messages={"required": "Elija el motivo de la devolución."})  # fmt: skip
    note = forms.CharField(label="Detalle", max_length=250, required=False,
                           help_text="Obligatorio si el motivo es otro.")  # fmt: skip
    field_order = ["reason", "note", "phrase", "comment"]

    def clean(self):
        data = super().clean()
        if data.get("reason") == ReturnReason.OTHER and not (data.get("note") or "").strip():
            self.add_error("note", "Escriba por qué fue devuelto.")
        return data


class DeliveryForm(Form):
    """Entregado: when, to whom, and the file that proves it."""

    day = DateTextField(label="Fecha de entrega")
    received_by = forms.CharField(label="Recibió", max_length=150, required=False,
                                  help_text="Nombre de quien firmó la guía o el recibido.")  # fmt: skip
    evidence = forms.FileField(label="Constancia", required=False, widget=forms.FileInput(
        attrs={"accept": ",".join(f".{name}" for name in ALLOWED)}), help_text="Guía o recibido firmado: PDF, JPG o PNG.")  # fmt: skip
    comment = forms.CharField(label="Comentario", max_length=550, required=False,
                              widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip

    def clean_day(self):
        return not_future(self.cleaned_data["day"])


class EnvelopeForm(CommentForm):
    """Imprimir Sobre: what is printed; of a single one also its corrected address."""

    parts = forms.MultipleChoiceField(label="Datos que se imprimen", choices=PARTS, widget=forms.CheckboxSelectMultiple,
                                      error_messages={"required": "Marque al menos un dato."})  # fmt: skip
    address = forms.CharField(label="Dirección", max_length=250, required=False)
    city = SuggestedField(CatalogueKind.CITY, label="Ciudad", max_length=80, required=False)
    phone = forms.CharField(label="Teléfono", max_length=30, required=False)
    field_order = ["parts", "address", "city", "phone", "phrase", "comment"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["parts"] = [name for name, _ in PARTS if name != "phone"]
        if len(self.copies) != 1:
            for name in EDITABLE:
                del self.fields[name]
        else:
            party = Party.objects.select_related(*ADDRESSED).get(pk=self.copies[0].party_id)
            self.initial |= address_of(party)

    @property
    def notes(self) -> list[str]:
        if len(self.copies) == 1:
            return [
                "La dirección que corrija se conserva para este documento. Si es de un ciudadano, se propone para su registro."
            ]
        return [f"Se imprimen {len(self.copies)} sobres, cada uno en su hoja."]

    def clean(self):
        data = super().clean()
        data["corrected"] = {name: data[name].strip() for name in EDITABLE if name in data}
        return data


class HandOverForm(CommentForm):
    """Enviar Físico: who takes the paper, who carries it, and how it is."""

    target = PersonField(label="Recibe", queryset=None, empty_label="Elija a una persona",
                         error_messages={"required": "Elija quién recibe los documentos.",
                                         "invalid_choice": "Elija a una persona de la lista."})  # fmt: skip
    responsible = forms.CharField(label="Responsable de traslado", max_length=150,
                                  help_text="Nombre de quien lleva los documentos.")  # fmt: skip
    condition = forms.ChoiceField(label="Estado de los documentos", choices=Condition.choices, initial=Condition.GOOD,
                                  widget=forms.RadioSelect)  # fmt: skip
    comment = forms.CharField(label="Comentario", max_length=110, required=False,
                              widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip
    field_order = ["target", "responsible", "condition", "comment"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("phrase", None)
        self.fields["target"].queryset = colleagues(self.actor)


class DispatchFilterForm(Form):
    """The list of dispatches; its address is its saved state."""

    unmarked = True
    texto = forms.CharField(label="Texto a buscar", max_length=100, required=False,
                            widget=forms.TextInput(attrs={"size": 20, "autocomplete": "off"}))  # fmt: skip
    transporte = forms.ChoiceField(label="Transporte", required=False)
    estado = forms.ChoiceField(label="Estado", required=False, choices=[("", "Todos"), *DispatchState.choices])
    desde = DateTextField(label="Enviado desde", help_text="", required=False)
    hasta = DateTextField(label="Enviado hasta", help_text="", required=False)
    dias = forms.IntegerField(label="Sin confirmar hace más de (días)", min_value=0, max_value=3650, required=False,
                              widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 5}))  # fmt: skip

    def __init__(self, *args, carriers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["transporte"].choices = [("", "Todos"), *((name, name) for name in carriers)]

    def clean(self):
        data = super().clean()
        if data.get("desde") and data.get("hasta") and data["desde"] > data["hasta"]:
            self.add_error("hasta", "«Enviado hasta» no puede ser anterior a «Enviado desde».")
        return data


class ReturnSearchForm(Form):
    """Devolución: the paper in hand, by its number or asunto."""

    unmarked = True
    texto = forms.CharField(label="Número o asunto", max_length=100, required=False,
                            widget=forms.TextInput(attrs={"size": 30, "autocomplete": "off"}))  # fmt: skip


def not_future(day):
    """A day typed in a form, unless it is after today."""
    if day and day > clock.today():
        raise forms.ValidationError("La fecha no puede ser posterior a hoy.")
    return day
