"""«Tipos de documento» and «Metadatos» of the AIQ (documents §2.2, §3)."""

import pytest

from documents import services
from documents.choices import types
from documents.composing import rules
from documents.models import DocumentType, InstitutionType, MetadataLabel, NumberFormat
from documents.services import Draft
from quipux.errors import Invalid, NotFound
from quipux.history.models import Entry
from tests import factories
from tests.backups.pages.reading import Page
from tests.documents.compose.making import draft, kind, let_write

pytestmark = pytest.mark.django_db
PAGE, METADATA = "/institucion/tipos-de-documento/", "/institucion/metadatos/"
SENT = {"abbreviation": "", "makers": "anyone_with_permission", "initial_html": "", "written": "texto"}


@pytest.fixture
def aiq(client, diego):
    kind("memorando")
    kind("oficio")
    factories.external_type()
    return client(diego)


def offered(person) -> list[str]:
    """Which of the two types of these tests the person may begin."""
    return [one.slug for one in rules.types_for(person.actor) if one.slug in ("memorando", "oficio")]


def made(institution, diego, **fields):
    values = {"label": "Informe técnico", "abbreviation": "IT", "layout": "memorando"}
    return types.create(institution, actor=diego.actor, **values | fields)


def test_what_the_aiq_decides_of_a_type_holds_for_new_documents_and_is_told(aiq, ana, bruno, institution):
    let_write(ana, bruno)
    assert offered(ana) == ["memorando", "oficio"]
    text = "Por medio de la presente:\r\n\r\nAtentamente"
    sent = SENT | {"is_active": "on", "abbreviation": "mem", "makers": "chiefs", "initial_html": text}
    assert "El tipo «Memorando» se guardó." in aiq.post(f"{PAGE}memorando/", sent, follow=True).text
    assert offered(ana) == ["oficio"]
    assert offered(bruno) == ["memorando", "oficio"]
    assert rules.initial_html(kind(), institution) == "<p>Por medio de la presente:</p><p>Atentamente</p>"
    told = "Tipo de documento Memorando: abreviatura, quién lo elabora, texto inicial"
    assert Entry.objects.of(institution).first().comment == told
    assert factories.make_document(bruno, to=[ana]).number.endswith("-0001-MEM")
    aiq.post(f"{PAGE}memorando/", sent)
    assert Entry.objects.of(institution).filter(comment=told).count() == 1


def test_a_type_out_of_use_is_not_begun_and_its_drafts_may_be_finished(aiq, ana, elsa):
    let_write(ana)
    original = services.create(draft(elsa), actor=ana.actor)
    aiq.post(f"{PAGE}memorando/", SENT)
    assert offered(ana) == ["oficio"]
    assert services.modify(original, draft(elsa, subject="Otro"), actor=ana.actor, base=1).changed


def test_people_are_searched_for_and_listed_without_scripts(aiq, ana, bruno):
    let_write(ana, bruno)
    sent = SENT | {"is_active": "on", "makers": "listed"}
    refused = Page(aiq.post(f"{PAGE}oficio/", sent))
    assert (
        "Elija al menos a una persona, o deje que lo elabore quien tenga el permiso.",
        "#id_q",
    ) in refused.errors()
    found = aiq.post(f"{PAGE}oficio/", sent | {"q": "torres", "buscar": "1"})
    assert (found.status_code, f'value="{ana.appointment.pk}"' in found.text) == (200, True)
    aiq.post(f"{PAGE}oficio/", sent | {"listed": [ana.appointment.pk]})
    assert offered(ana) == ["memorando", "oficio"]
    assert offered(bruno) == ["memorando"]
    assert "checked" in aiq.get(f"{PAGE}oficio/").text.split("Ana Torres")[0][-250:]


def test_a_type_of_its_own_is_written_numbered_and_known_nowhere_else(aiq, client, ana, bruno, carla, institution):
    let_write(ana)
    sent = {"label": " Informe  técnico ", "abbreviation": "it", "layout": "memorando"}
    assert "El tipo «Informe técnico» se creó." in aiq.post(f"{PAGE}nuevo/", sent, follow=True).text
    own = DocumentType.objects.get(institution=institution)
    assert own in rules.types_for(ana.actor)
    people = [bruno.appointment, carla.appointment]
    document = factories.send(services.create(Draft(own, "Avance", "<p>Uno.</p>", people), actor=ana.actor).document)
    assert document.number.endswith("-0001-IT")
    assert "Informe técnico" in client(bruno).get("/bandejas/recibidos/").text
    for address in ("/bandejas/recibidos/", "/buscar/avanzada/", "/reportes/documentos-por-estado/"):
        assert "Informe técnico</option>" in client(ana).get(address).text
        assert "Informe técnico</option>" not in client(carla).get(address).text
    with pytest.raises(NotFound):
        types.type_of(carla.appointment.institution, own.slug)


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"label": "memorando"}, "label", "Ya existe el tipo «memorando»."),
        ({"abbreviation": "M"}, "abbreviation", "La abreviatura M es del tipo Memorando."),
        ({"abbreviation": "Ñ-1"}, "abbreviation", "La abreviatura admite hasta 5 letras mayúsculas y números."),
        ({"layout": "externo"}, "layout", "Elija un formato de la lista."),
    ],
)
def test_a_name_or_an_abbreviation_in_use_is_refused(aiq, institution, diego, fields, field, sentence):
    with pytest.raises(Invalid) as refused:
        made(institution, diego, **fields)
    assert refused.value.fields == {field: sentence}


def test_an_abbreviation_that_numbers_bear_or_would_bear_twice_is_refused(aiq, ana, bruno, institution, diego):
    InstitutionType.objects.create(institution=institution, type=kind(), abbreviation="MM")
    factories.make_document(ana, to=[bruno])
    InstitutionType.objects.filter(institution=institution).update(abbreviation="MX")
    with pytest.raises(Invalid, match="La abreviatura MM es del tipo Memorando"):
        made(institution, diego, abbreviation="MM")
    NumberFormat.objects.create(area=ana.appointment.area, type=kind("oficio"), separator="-", abbreviation="INF",
                                tokens=["institution", "area", "year", "sequence", "type"], year_digits=4,
                                sequence_digits=4)  # fmt: skip
    with pytest.raises(Invalid, match="los mismos números que Dirección Nacional de Provisión – Oficio"):
        made(institution, diego, abbreviation="INF")
    assert not DocumentType.objects.filter(institution=institution).exists()


def test_headings_are_made_grouped_retired_and_used_on_documents(aiq, client, ana, bruno, institution, area):
    aiq.post(f"{METADATA}nuevo/", {"name": "Proceso"})
    group = MetadataLabel.objects.get()
    aiq.post(f"{METADATA}nuevo/", {"name": "Contrato", "area": area.pk})
    aiq.post(f"{METADATA}nuevo/", {"name": "Etapa", "parent": group.pk})
    page = Page(aiq.get(METADATA))
    assert {"Proceso", "— Etapa", "Contrato"} <= page.links().keys()
    copy = factories.copy_of(factories.make_document(bruno, to=[ana]), ana)
    shown = client(ana).get(f"/documentos/{copy.uuid}/metadatos/").text
    assert "Proceso: Etapa" in shown
    assert "Contrato" in shown
    twice = aiq.post(f"{METADATA}nuevo/", {"name": "proceso"})
    assert (twice.status_code, "Ya existe un metadato con ese nombre" in twice.text) == (422, True)
    stage = MetadataLabel.objects.get(name="Etapa")
    inside = {"name": "Proceso", "parent": stage.pk, "is_active": "on"}
    assert "que no esté dentro de este metadato" in aiq.post(f"{METADATA}{group.pk}/", inside).text
    assert "Retire primero" in aiq.post(f"{METADATA}{group.pk}/", {"name": "Proceso"}).text
    aiq.post(f"{METADATA}{stage.pk}/", {"name": "Etapa", "parent": group.pk})
    assert "Etapa" not in client(ana).get(f"/documentos/{copy.uuid}/metadatos/").text
