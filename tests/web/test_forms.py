"""ui.md sections 7.5 and 7.6: fields, dates, errors."""

from datetime import date

import html5lib
import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from quipux.web.forms import DateTextField, Form, _drawn, drawn_once, errors_of, parse_date
from tests.web.forms import RequestForm

GOOD = {"fecha_inicio": "2016-01-04", "fecha_fin": "2017-02-08", "comentario": "", "declaro": "on"}


def tree(markup):
    """Parsed strictly: broken markup raises."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parseFragment(markup)


def element(markup, **attributes):
    [found] = [e for e in tree(markup).iter() if all(e.get(k) == v for k, v in attributes.items())]
    return found


@pytest.mark.parametrize(
    "typed", ["2016-01-04", "04/01/2016", "4/1/2016", "2016-1-4", " 2016-01-04 ", "4 / 1 / 2016", "2016 - 01 - 04"]
)
@pytest.mark.parametrize("language", ["es-ec", "en-us"])
def test_u_14_every_accepted_way_is_the_same_day_shown_as_year_month_day(typed, language):
    with translation.override(language):
        form = RequestForm(GOOD | {"fecha_inicio": typed})
        assert form.is_valid()
        assert form.cleaned_data["fecha_inicio"] == date(2016, 1, 4)
        assert element(str(form["fecha_inicio"]), name="fecha_inicio").get("value") == "2016-01-04"


@pytest.mark.parametrize(
    "typed", ["01/21/2016", "31/02/2016", "2016-02-30", "04-01-2016", "4/1/16", "hoy", "٢٠١٦-٠١-٠٤", "0000-01-01"]
)
def test_u_14_what_is_no_such_day_is_refused_and_kept(typed):
    form = RequestForm(GOOD | {"fecha_inicio": typed})
    assert form.errors == {"fecha_inicio": ["Escriba la Fecha Inicio como año-mes-día, por ejemplo 2016-01-04"]}
    assert element(str(form["fecha_inicio"]), name="fecha_inicio").get("value") == typed


def test_u_14_no_template_has_a_date_input(root):
    for path in (root / "templates").rglob("*.html"):
        assert 'type="date"' not in path.read_text(encoding="utf-8"), path
    assert element(str(RequestForm()["fecha_inicio"]), name="fecha_inicio").get("type") == "text"


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_back_from_both_ways_of_writing_it(day):
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.day}/{day.month}/{day.year:04d}") == day


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_dates(text):
    found = parse_date(text)
    assert found is None or isinstance(found, date)


def test_a_field_names_itself_when_it_may_not_be_empty():
    class Example(Form):
        cedula = forms.CharField(label="Cédula")
        perfil = forms.ChoiceField(label="Perfil", choices=[("n", "Normal")])
        archivo = forms.FileField(label="Oficio")
        motivo = forms.CharField(label="Motivo", error_messages={"required": "Por favor ingrese el motivo."})

    found = {name: errors[0] for name, errors in Example({}).errors.items()}
    assert found == {
        "cedula": "Complete el campo «Cédula».",
        "perfil": "Elija una opción en «Perfil».",
        "archivo": "Elija un archivo en «Oficio».",
        "motivo": "Por favor ingrese el motivo.",
    }


def test_a_long_text_is_refused_with_its_count_and_never_cut():
    form = RequestForm(GOOD | {"comentario": "x" * 51})
    assert form.errors == {"comentario": ["«Comentario» tiene 51 caracteres; el máximo es 50."]}
    area = element(form["comentario"].as_field_group(), name="comentario")
    assert area.get("maxlength") is None
    assert area.text.strip() == "x" * 51


def test_the_error_summary_lists_errors_in_field_order_with_their_controls():
    form = RequestForm({"fecha_fin": "x", "comentario": "y" * 60})
    form.add_error(None, "Ya tiene una solicitud.")
    assert [(e.message[:22], e.target) for e in errors_of(form)] == [
        ("Ya tiene una solicitud", "id_fecha_inicio"),
        ("Escriba la Fecha Inici", "id_fecha_inicio"),
        ("Escriba la Fecha Fin c", "id_fecha_fin"),
        ("«Comentario» tiene 60 ", "id_comentario"),
        ("Marque «Declaro que me", "id_declaro"),
    ]
    assert errors_of(RequestForm()) == []


def test_a_field_with_error_is_described_by_its_hint_and_its_error():
    form = RequestForm(GOOD | {"fecha_inicio": "ayer"})
    group = form["fecha_inicio"].as_field_group()
    control = element(group, name="fecha_inicio")
    assert control.get("aria-invalid") == "true"
    assert control.get("aria-describedby") == "id_fecha_inicio_helptext id_fecha_inicio_error"
    assert "govuk-input--error" in control.get("class").split()
    assert "año-mes-día" in "".join(element(group, id="id_fecha_inicio_helptext").itertext())
    assert "".join(element(group, id="id_fecha_inicio_error").itertext()).startswith("Error: Escriba")


def test_every_id_a_control_points_to_exists():
    class Every(RequestForm):
        perfil = forms.ChoiceField(label="Perfil", widget=forms.RadioSelect, choices=[("n", "Normal"), ("j", "Jefe")])
        marcas = forms.MultipleChoiceField(
            label="Marcas", widget=forms.CheckboxSelectMultiple, choices=[("u", "Urgente")], help_text="Elija"
        )
        tipo = forms.ChoiceField(label="Tipo", choices=[("o", "Oficio")], help_text="Del documento")
        clave = forms.CharField(label="Contraseña", widget=forms.PasswordInput)
        archivo = forms.FileField(label="Archivo", widget=forms.FileInput, help_text="PDF")

    for form in (Every(), Every({"comentario": "x" * 60})):
        elements = list(tree(form.render()).iter())
        ids = [e.get("id") for e in elements if e.get("id")]
        pointed = [i for e in elements for i in (e.get("aria-describedby") or "").split()]
        labelled = [e.get("for") for e in elements if e.tag == "label"]
        assert len(ids) == len(set(ids))
        assert set(pointed) | set(labelled) <= set(ids)
        assert {e.get("class").split()[0] for e in elements if e.get("name") == "marcas"} == {"govuk-checkboxes__input"}
        assert {e.get("class").split()[0] for e in elements if e.get("name") == "perfil"} == {"govuk-radios__input"}


def test_optional_fields_say_so_and_required_ones_carry_a_mark_only_when_starred():
    class Starred(RequestForm):
        starred = True

    assert "Comentario (opcional)" in RequestForm()["comentario"].as_field_group()
    assert "(opcional)" not in RequestForm()["fecha_inicio"].as_field_group()
    assert "Fecha Inicio *" in Starred()["fecha_inicio"].as_field_group()
    assert "(opcional)" not in Starred()["comentario"].as_field_group()


def test_u_13_a_form_with_errors_answers_422_with_summary_title_and_values(pages):
    answer = pages.post("/formulario/", {"fecha_inicio": "1/13/2016", "fecha_fin": "2016-01-04", "comentario": "hola"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: Solicitud de Respaldos - Quipux</title>" in text
    assert text.index("Hay un problema") < text.index("<h1")
    assert text.count('<li><a href="#id_') == 2
    assert 'value="1/13/2016"' in text
    assert ">\nhola</textarea>" in text
    corrected = pages.post("/formulario/", {"fecha_inicio": "13/1/2016", "fecha_fin": "2016-01-04"}).content.decode()
    assert corrected.count('<li><a href="#id_') == 1


def test_two_dates_of_a_range_share_one_hint(pages):
    text = pages.get("/formulario/").content.decode()
    assert text.count("Escriba año-mes-día, por ejemplo 2016-01-04") == 1
    assert text.count('aria-describedby="id_fecha_inicio_helptext"') == 2


def test_a_given_message_of_a_date_wins():
    field = DateTextField(label="Desde", error_messages={"invalid": "Escriba desde cuándo."})
    with pytest.raises(forms.ValidationError, match="Escriba desde cuándo"):
        field.clean("x")


class Asked(Form):
    unmarked = True
    texto = forms.CharField(label="Texto a buscar", required=False)
    tipo = forms.ChoiceField(label="Tipo", required=False)
    es_urgente = forms.BooleanField(label="Urgente", required=False)

    def __init__(self, *args, types=("Oficio",), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tipo"].choices = [("", "Todos"), *((name, name) for name in types)]


def test_an_empty_filter_is_drawn_once_and_as_it_is_always_drawn():
    _drawn.clear()
    for form in (Asked(), Asked({}), Asked(types=("Oficio", "Memorando")), Asked(auto_id="otro_%s")):
        for name in form.fields:
            assert drawn_once(form[name]) == form[name].as_field_group()
    assert len(_drawn) == 7  # three fields, other choices of one, and the three under other ids


def test_what_somebody_typed_in_a_filter_is_drawn_for_her_alone():
    _drawn.clear()
    form = Asked({"texto": "presupuesto", "tipo": "Oficio"})
    assert "presupuesto" in drawn_once(form["texto"])
    assert "selected" in drawn_once(form["tipo"])
    refused = Asked({"tipo": "Carta"})
    assert "Carta" in str(refused.errors)
    assert drawn_once(refused["tipo"]) == refused["tipo"].as_field_group()
    assert not _drawn
