"""Carpetas, metadatos, tipificación and adscritas as criteria of a search (documents §13.2, §13.7)."""

import pytest

from documents.models import Classification, Copy, Folder, FolderItem, MetadataLabel, MetadataValue
from documents.search import indexing, queries
from documents.search.criteria import Criteria
from quipux import clock
from tests import factories
from tests.cast import servant

pytestmark = pytest.mark.django_db
ADVANCED, ATTACHED = "/buscar/avanzada/", "/buscar/adscritas/"


@pytest.fixture
def filed(ana, bruno):
    """A copy of Ana with a classification, in a folder of her área and under two headings; and one with nothing."""
    copy = factories.copy_of(factories.make_document(bruno, to=[ana], subject="Ordenado"), ana)
    factories.make_document(bruno, to=[ana], subject="Suelto")
    Copy.objects.filter(pk=copy.pk).update(classification="Presupuesto")
    folder = Folder.objects.create(area=ana.appointment.area, name="Contratos")
    FolderItem.objects.create(folder=folder, copy=copy, area=folder.area, added_at=clock.now())
    root = copy.institution.areas.get(parent=None)
    for where, text in ((None, "Proyecto Cóndor"), (root, "Reservado del despacho")):
        label = MetadataLabel.objects.create(institution=copy.institution, area=where, name=f"Tema {text}")
        MetadataValue.objects.create(copy=copy, label=label, text=text)
    indexing.reindex_due()
    return copy


def found(person, **criteria) -> list[str]:
    return [copy.document.subject for copy in queries.advanced(person.actor, Criteria(**criteria)).newest(None)]


def test_a_folder_of_the_own_area_is_a_criterion_and_one_of_another_is_none(ana, elsa, filed, client):
    [item] = filed.folder_items.all()
    assert found(ana, folder=item.folder_id) == ["Ordenado"]
    assert "Contratos</option>" in client(ana).get(ADVANCED).content.decode()
    assert client(elsa).get(ADVANCED, {"carpeta": item.folder_id}).status_code == 422
    assert "Contratos</option>" not in client(elsa).get(ADVANCED).content.decode()


def test_metadatos_of_the_institution_and_of_the_own_area_count_and_no_others(ana, filed):
    assert found(ana, metadata="condor proyecto") == ["Ordenado"]
    assert found(ana, metadata="condor reservado") == []
    assert found(ana, metadata="reservado") == []


def test_a_classification_is_chosen_of_the_list_of_the_institution(ana, filed, client):
    assert found(ana, classification="Presupuesto") == ["Ordenado"]
    assert client(ana).get(ADVANCED, {"tipificacion": "Presupuesto"}).status_code == 422  # not in the list yet
    Classification.objects.create(institution=filed.institution, name="Presupuesto")
    assert client(ana).get(ADVANCED, {"tipificacion": "Presupuesto"}).content.decode().count("Ordenado") == 1


# Adscritas ----------------------------------------------------------------------------------------------


@pytest.fixture
def rector(institution, carla):
    """Who searches the institutions attached to an upper one: Ana's; Carla's is not attached."""
    upper = factories.make_institution("Ministerio Rector", sigla="MIREC")
    institution.attached_to = upper
    institution.save()
    root = upper.areas.get(parent=None)
    return servant(factories.make_servant(root, "Mario Rector", permissions=["search_attached"]))


def test_only_who_may_search_attached_institutions_has_the_page_and_its_entry(client, ana, rector):
    assert client(ana).get(ATTACHED).status_code == client(ana).post(f"{ATTACHED}exportar/").status_code == 403
    assert "Búsqueda en adscritas" not in client(ana).get(ADVANCED).content.decode()
    page = client(rector).get(ATTACHED)
    assert page.status_code == 200
    assert f'<a href="{ATTACHED}" aria-current="page"><span>Búsqueda en adscritas' in page.content.decode()
    assert client(rector).get(ATTACHED, {"fecha": "registro"}).status_code == 422


def test_adscritas_shows_delivered_public_copies_of_attached_institutions_alone(client, rector, ana, bruno, carla):
    factories.make_document(bruno, to=[ana], subject="Canario público", body="<p>turquesa</p>")
    factories.make_document(bruno, to=[ana], subject="Canario callado", confidential=True)
    factories.make_draft(bruno, to=[ana], subject="Canario en borrador")
    factories.make_document(carla, to=[carla_colleague(carla)], subject="Canario ajeno")
    factories.make_document(rector, to=[ana], subject="Canario propio")
    indexing.reindex_due()
    assert {copy.document.subject for copy in queries.attached(rector.actor, Criteria(text="canario")).newest(None)} == {
        "Canario público", "Canario propio"}  # fmt: skip
    page = client(rector).get(ATTACHED, {"texto": "turquesa"}).content.decode()
    assert page.count("Canario público") == 2
    assert "<mark>turquesa</mark>" in page
    assert not queries.attached(ana.actor, Criteria(text="canario")).newest(1)
    answer = client(rector).post(f"{ATTACHED}exportar/?texto=canario", {"formato": "csv"})
    text = b"".join(answer).decode()
    assert "Canario público" in text
    assert "callado" not in text


def carla_colleague(carla):
    return factories.make_servant(carla.appointment.area)


def test_the_advanced_search_offers_the_institution_to_who_may_search_attached_ones(client, rector, ana, institution):
    assert 'name="institucion"' in client(rector).get(ADVANCED).content.decode()
    assert 'name="institucion"' not in client(ana).get(ADVANCED).content.decode()
    factories.make_document(ana, to=[rector], subject="Para arriba")
    indexing.reindex_due()
    criteria = Criteria(text="arriba", institution=institution.pk)
    assert {copy.institution_id for copy in queries.advanced(rector.actor, criteria).newest(None)} == {institution.pk}
