"""Places and titles of the global catalogues in the forms that ask for one (institutions §6.5)."""

import pytest

from accounts.citizen_forms import ContactProposalForm
from accounts.models import CatalogueEntry, CatalogueKind, User
from accounts.suggestions import offered, spellings
from institutions.importing import services
from institutions.models import Appointment, Area
from quipux.demo import places
from tests import factories
from tests.institutions.importing import test_importing as importing

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogues(db):
    """A country with a province, two cities and titles of both kinds."""
    add = CatalogueEntry.objects.create
    country = add(kind=CatalogueKind.COUNTRY, name="Ecuador")
    province = add(kind=CatalogueKind.PROVINCE, name="Cañar", parent=country)
    add(kind=CatalogueKind.CITY, name="Azogues", parent=province)
    add(kind=CatalogueKind.CITY, name="Villa Vieja", parent=province, is_active=False)
    add(kind=CatalogueKind.TITLE, name="Ingeniero", feminine="Ingeniera", abbreviation="Ing.")
    add(kind=CatalogueKind.TITLE, name="Abogado", feminine="Abogada")


def test_a_catalogue_offers_its_active_names_and_a_title_as_it_is_printed(catalogues):
    assert offered(CatalogueKind.CITY) == [("Azogues", "Cañar")]
    assert offered(CatalogueKind.TITLE) == [("Abogado", ""), ("Abogada", ""), ("Ing.", "Ingeniero")]
    assert spellings(CatalogueKind.TITLE)["ingeniera"] == "Ingeniera"


@pytest.mark.parametrize("page", ["/institucion/areas/nueva/", "/ciudadanos/registro/"])
def test_a_form_offers_the_cities_and_has_no_list_while_there_are_none(client, diego, catalogues, page):
    entered = client(diego) if page.startswith("/institucion") else client
    text = entered.get(page).text
    assert '<option value="Azogues">Cañar</option>' in text
    assert "Villa Vieja" not in text
    assert text.count(f'list="{_id(text)}"') == text.count(f'<datalist id="{_id(text)}"') == 1
    CatalogueEntry.objects.filter(kind=CatalogueKind.CITY).update(is_active=False)
    assert "<datalist" not in entered.get(page).text


def _id(text):
    return text.partition('<datalist id="')[2].partition('"')[0]


@pytest.mark.parametrize(("typed", "kept"), [("azogues", "Azogues"), ("AZOGUES ", "Azogues"), ("Villa Alegre", "Villa Alegre")],
                         ids=["small", "capitals", "elsewhere"])  # fmt: skip
def test_what_the_catalogue_has_is_kept_as_it_spells_it_and_the_rest_as_it_was_typed(catalogues, typed, kept):
    form = ContactProposalForm({"ciudad": typed, "como": "Lo dijo en la ventanilla"})
    assert form.is_valid(), form.errors
    assert form.values["city"] == kept


def test_the_demo_has_every_province_with_its_capital_and_titles_to_offer(db):
    places.fill()
    cities = offered(CatalogueKind.CITY)
    assert len(cities) == 24
    assert ("Azogues", "Cañar") in cities
    assert ("Ing.", "Ingeniero") in offered(CatalogueKind.TITLE)


def test_an_import_takes_the_spelling_of_the_catalogue_and_says_what_is_not_there(catalogues, diego, area):
    lines = [importing.person(factories.cedula(4001)).replace(";Quito;", ";azogues;"),
             importing.person(factories.cedula(4002)).replace(";Ing.;", ";ING.;"),
             importing.person(factories.cedula(4003)).replace(";Ing.;", ";Tnlgo.;").replace(";Quito;", ";;")]  # fmt: skip
    job = importing.uploaded(lines, diego)
    assert importing.notes(job) == [(3, "advertencia", "ciudad"), (4, "advertencia", "titulo")]
    assert services.apply(job, actor=diego.actor) == 3
    posts = Appointment.objects.filter(title="Analista").order_by("person__identity_number")
    assert sorted(posts.values_list("city", flat=True)) == ["", "Azogues", "Quito"]
    titles = User.objects.filter(appointments__in=posts).values_list("academic_title", flat=True)
    assert sorted(titles) == ["Ing.", "Ing.", "Tnlgo."]


def test_an_import_of_areas_does_the_same_and_an_empty_catalogue_says_nothing(catalogues, diego, area):
    row = "sigla_padre;sigla;nombre;ciudad;codigo\n;{0};Unidad {0};{1};\n"
    for sigla, city, expected in (("UNO", "AZOGUES", []), ("DOS", "Quito", [(2, "advertencia", "ciudad")])):
        job = services.upload(row.format(sigla, city).encode(), kind="areas", name="areas.csv", actor=diego.actor)
        assert importing.notes(job) == expected
        services.apply(job, actor=diego.actor)
    assert list(Area.objects.filter(sigla__in=["UNO", "DOS"]).order_by("pk").values_list("city", flat=True)) == [
        "Azogues",
        "Quito",
    ]
    CatalogueEntry.objects.update(is_active=False)
    job = services.upload(row.format("TRES", "Loja").encode(), kind="areas", name="areas.csv", actor=diego.actor)
    assert importing.notes(job) == []
