"""What is asked of a numbering format (institutions §7)."""

from django import forms

from documents.models import NumberFormat
from documents.states import NumberToken
from institutions.areas.forms import area_field
from quipux.web.forms import Form

PLACES = len(NumberToken.values)


class AreaFilterForm(forms.Form):
    unmarked = True
    area = area_field("Área", required=False)

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].of(actor, empty="Elija un área")


class FormatForm(Form):
    """One row: either a copy of another área's format, or its own parts in order."""

    starred = True

    copies_from = area_field("Copiar Formato del Área", required=False,
                             help_text="Usa el formato, la sigla y la secuencia de esa área.")  # fmt: skip
    abbreviation = forms.CharField(label="Abreviación", max_length=10, required=False)
    separator = forms.ChoiceField(label="Separador", choices=NumberFormat.Separator)
    year_digits = forms.TypedChoiceField(label="Nº dígitos año", choices=NumberFormat.YearDigits, coerce=int)
    sequence_digits = forms.IntegerField(label="Nº dígitos secuencial", min_value=1, max_value=9)
    value = forms.IntegerField(label="Secuencia Actual", min_value=0, required=False,
                               help_text="El último número usado de este año; sólo puede aumentar.")  # fmt: skip
    reason = forms.CharField(label="Motivo", max_length=500, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args, row, last, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.row, self.last = row, last
        self.fields["copies_from"].of(actor, empty="No copia", but=row.area.pk)
        for place in range(PLACES):
            self.fields[f"parte{place}"] = forms.ChoiceField(
                label=f"Formato, parte {place + 1}", required=False, choices=[("", "Ninguna"), *NumberToken.choices],
                initial=row.tokens[place] if place < len(row.tokens) else "")  # fmt: skip
        parts = [f"parte{place}" for place in range(PLACES)]
        self.order_fields(
            ["copies_from", *parts, "abbreviation", "separator", "year_digits", "sequence_digits", "value"]
        )
        self.initial |= {
            name: getattr(row, name) for name in ("abbreviation", "separator", "year_digits", "sequence_digits")
        }
        self.initial |= {"copies_from": row.copies_from_id, "value": last}

    def wanted(self) -> NumberFormat:
        """The unsaved row as it was asked for."""
        data = self.cleaned_data
        tokens = [data[f"parte{place}"] for place in range(PLACES) if data[f"parte{place}"]]
        names = ("copies_from", "separator", "year_digits", "sequence_digits")
        return NumberFormat(area=self.row.area, type=self.row.type, tokens=tokens,
                            abbreviation=data["abbreviation"].strip().upper(), **{n: data[n] for n in names})  # fmt: skip

    @property
    def raised(self) -> int | None:
        """The new «Secuencia Actual», None where it stays."""
        value = self.cleaned_data["value"]
        return value if value is not None and value != self.last else None
