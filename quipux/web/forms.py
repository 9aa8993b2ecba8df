"""How Django forms are drawn and how dates are typed (ui.md sections 7.5 and 7.6)."""

import re
from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms.renderers import TemplatesSetting

DATE_HINT = "Escriba año-mes-día, por ejemplo 2016-01-04"
YEAR_FIRST = re.compile(r"\s*([0-9]{4})\s*-\s*([0-9]{1,2})\s*-\s*([0-9]{1,2})\s*")
DAY_FIRST = re.compile(r"\s*([0-9]{1,2})\s*/\s*([0-9]{1,2})\s*/\s*([0-9]{4})\s*")


class QuipuxRenderer(TemplatesSetting):
    """Draws fields and forms with the components of the product."""

    form_template_name = "components/forms/form.html"
    field_template_name = "components/forms/field.html"


@dataclass(frozen=True)
class FormError:
    """One line of the error summary: its sentence and the id of the control it leads to."""

    message: str
    target: str


def errors_of(form) -> list[FormError]:
    """The errors of ``form`` in field order; those of no field lead to the first visible field.

    A form may name another field for them in ``error_anchor``.
    """
    if not form.is_bound:
        return []
    visible = list(form.visible_fields())
    anchor = getattr(form, "error_anchor", None)
    first = form[anchor] if anchor else (visible[0] if visible else None)
    found = [FormError(message, control_id(first)) for message in form.non_field_errors()]
    for bound in [*form.hidden_fields(), *visible]:
        target = bound if not bound.is_hidden else first
        found += [FormError(message, control_id(target)) for message in bound.errors]
    return list(dict.fromkeys(found))


def control_id(bound) -> str:
    """The id that takes the focus: of the first choice where a field has several controls."""
    if bound is None:
        return "contenido"
    if isinstance(bound.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


# Words of the framework's own refusals --------------------------------------------------------------


def _required_text(name, field) -> str:
    if isinstance(field, forms.BooleanField):
        return f"Marque «{name}»."
    if isinstance(field, forms.FileField):
        return f"Elija un archivo en «{name}»."
    return f"Elija una opción en «{name}»." if isinstance(field, forms.ChoiceField) else f"Complete el campo «{name}»."


class NamedErrors:
    """Mixin of forms: a refusal names its field, so that it can be read alone in the error summary."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for key, field in self.fields.items():
            name = field.label or key
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _required_text(name, field)
            for validator in field.validators:
                if isinstance(validator, MaxLengthValidator):
                    validator.message = f"«{name}» tiene %(show_value)d caracteres; el máximo es %(limit_value)d."


class Form(NamedErrors, forms.Form):
    """Base of the product's forms.

    Attributes a form may set: ``starred`` (required fields carry *, optional ones nothing),
    ``unmarked`` (nothing is marked: filters), ``error_anchor`` (field to which errors of the whole
    form lead).
    """


class ModelForm(NamedErrors, forms.ModelForm):
    """The same for forms of a model."""


# Drawing of one field -------------------------------------------------------------------------------

_CLASSES = (
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.SelectMultiple, "govuk-select"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.PasswordInput, "govuk-input govuk-password-input__input govuk-js-password-input-input"),
    (forms.widgets.Input, "govuk-input"),
)


def kind_of(bound) -> str:
    """Which drawing a field takes: choices, checkbox, password, count, file or plain."""
    widget = bound.field.widget
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, forms.Textarea):
        return "count" if getattr(bound.field, "max_length", None) else "plain"
    kinds = {forms.CheckboxInput: "checkbox", forms.PasswordInput: "password", forms.FileInput: "file"}
    return next((kind for cls, kind in kinds.items() if isinstance(widget, cls)), "plain")


def widget_html(bound, hint_of=None):
    """The control with the style base's classes, keeping those the form gave it.

    ``hint_of`` is another field whose hint describes this one too (two dates of one range).
    """
    base = next((classes for cls, classes in _CLASSES if isinstance(bound.field.widget, cls)), "")
    classes = [base, bound.field.widget.attrs.get("class", "")]
    if bound.errors and base and base != "govuk-checkboxes__input":
        classes.append(f"{base.split()[0]}--error")
    if kind_of(bound) == "count":
        classes.append("govuk-js-character-count")
    attrs = {"class": " ".join(filter(None, classes))}
    if described := described_by(bound, hint_of):
        attrs["aria-describedby"] = described
    if isinstance(bound.field.widget, (forms.Textarea, forms.TextInput)):
        # A browser would cut a pasted text in silence; the form refuses it and gives the count.
        attrs["maxlength"] = False
    return bound.as_widget(attrs=attrs)


_drawn: dict[tuple, str] = {}
MOST_DRAWN = 2000
MOST_CHOICES = 60  # longer lists belong to one institution


def drawn_once(bound) -> str:
    """A field drawn once for everybody who finds it empty, with the same words and choices: most filters of most lists."""
    likeness = _likeness(bound)
    if likeness is None:
        return bound.as_field_group()
    if likeness not in _drawn:
        if len(_drawn) >= MOST_DRAWN:
            _drawn.clear()
        _drawn[likeness] = bound.as_field_group()
    return _drawn[likeness]


def _likeness(bound):
    """Everything an empty field is drawn from; None where it holds something, or choices that are looked up."""
    field, widget = bound.field, bound.field.widget
    choices = getattr(field, "choices", [])
    if bound.errors or bound.value() not in ("", None) or not isinstance(choices, list) or len(choices) > MOST_CHOICES:
        return None
    form = bound.form
    marks = (
        getattr(form, "starred", False),
        getattr(form, "unmarked", False),
        form.use_required_attribute,
        field.required,
    )
    words = str(field.label), str(field.help_text), repr(choices), repr(sorted(widget.attrs.items()))
    return type(form), type(field), type(widget), bound.html_name, bound.auto_id, field.disabled, *marks, *words


def described_by(bound, hint_of=None) -> str:
    """Ids of what describes the control: hint, error, count."""
    if bound.use_fieldset:
        return ""
    ids = [f"{hint_of.auto_id}_helptext"] if hint_of else []
    if not hint_of and bound.help_text:
        ids.append(f"{bound.auto_id}_helptext")
    if bound.errors:
        ids.append(f"{bound.auto_id}_error")
    if kind_of(bound) == "count":
        ids.append(f"{bound.id_for_label}-info")
    return " ".join(ids)


def choice_html(choice, style: str):
    """One radio or checkbox of a field, with the class of the style base."""
    data = {**choice.data, "attrs": {**choice.data["attrs"], "class": f"govuk-{style}__input"}, "wrap_label": False}
    return choice.parent_widget._render(choice.template_name, {"widget": data}, choice.renderer)


# Dates ----------------------------------------------------------------------------------------------


def parse_date(text: str) -> date | None:
    """Read AAAA-MM-DD, dd/mm/aaaa or d/m/aaaa, with or without spaces; None if it is no such day.

    Never month first: the browser's language has no say in a form with legal effect.
    """
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


class DateTextWidget(forms.TextInput):
    """A text input for a day; what was typed in any accepted way is shown back as AAAA-MM-DD."""

    def __init__(self, attrs=None):
        own = {"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-10"}
        super().__init__(own | (attrs or {}))

    def format_value(self, value):
        if isinstance(value, str):
            day = parse_date(value)
            return day.isoformat() if day else value
        return value.isoformat() if isinstance(value, date) else None


class DateTextField(forms.DateField):
    """A day typed as text. ``error_messages["invalid"]`` should name the field, and does by itself
    when the label begins with «Fecha»."""

    widget = DateTextWidget

    def __init__(self, *, help_text=DATE_HINT, error_messages=None, label=None, **kwargs):
        name = f"la {label}" if label and label.startswith("Fecha") else "la fecha"
        sentence = f"Escriba {name} como año-mes-día, por ejemplo 2016-01-04"
        texts = {"invalid": sentence, "required": sentence} | (error_messages or {})
        super().__init__(help_text=help_text, error_messages=texts, label=label, **kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return super().to_python(value)
        if not str(value).strip():
            return None
        if day := parse_date(str(value)):
            return day
        raise ValidationError(self.error_messages["invalid"], code="invalid")


def refuse(form, error, **names: str) -> None:
    """Put what a service refused onto the form, each sentence at its field.

    Args:
        error: a ``DomainError``, with or without ``fields``.
        names: field of the service → field of the form, where they differ.
    """
    for field, message in (getattr(error, "fields", None) or {None: error.message}).items():
        name = names.get(field, field)
        form.add_error(name if name in form.fields else None, message)
