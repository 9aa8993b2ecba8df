"""Personal labels: made, put on documents of a tray, filtered by, seen by nobody else (documents §5.3)."""

from html import unescape

import pytest
from django.urls import reverse

from documents.models import Copy, PersonalLabel
from documents.search import indexing
from documents.services import labels
from quipux.errors import Forbidden, Invalid
from quipux.history.models import Entry
from tests.documents.sending.test_acts import confirm

PAGE, LIST = "/etiquetas/", "/bandejas/recibidos/"


def page_of(client, address) -> str:
    return unescape(client.get(address).content.decode())


@pytest.fixture
def urgent(desk):
    return labels.save_label(actor=desk.ana.actor, name="Para el lunes", colour="orange")


def test_a_label_is_made_renamed_coloured_and_deleted_by_its_owner_alone(client, desk):
    entered = client(desk.ana)
    assert "Todavía no tiene etiquetas." in page_of(entered, PAGE)
    entered.post(PAGE, {"name": " Para  el lunes ", "colour": "blue"})
    label = PersonalLabel.objects.get(appointment=desk.ana.appointment)
    assert (label.name, label.colour) == ("Para el lunes", "blue")
    address = reverse("documents:label_edit", args=[label.pk])
    entered.post(address, {"name": "Para el martes", "colour": "green"})
    label.refresh_from_db()
    assert (label.name, label.colour) == ("Para el martes", "green")
    assert "Para el martes" in page_of(entered, PAGE)
    assert "Para el martes" not in page_of(client(desk.bruno), PAGE)
    assert client(desk.bruno).post(f"{address}borrar/").status_code == 404
    entered.post(f"{address}borrar/")
    assert not PersonalLabel.objects.exists()


def test_the_same_name_an_unknown_colour_and_one_too_many_are_refused(client, desk, urgent, monkeypatch):
    answer = client(desk.ana).post(PAGE, {"name": "para EL lunes", "colour": "blue"})
    assert answer.status_code == 422
    assert "Ya tiene una etiqueta «para EL lunes»." in unescape(answer.content.decode())
    with pytest.raises(Invalid, match="Elija un color"):
        labels.save_label(actor=desk.ana.actor, name="Otra", colour="pink")
    monkeypatch.setattr(labels, "MOST", 1)
    with pytest.raises(Invalid, match="Ya tiene 1 etiquetas"):
        labels.save_label(actor=desk.ana.actor, name="Otra", colour="blue")


def test_documents_are_labelled_from_the_tray_and_the_list_is_filtered_by_the_label(client, desk, urgent):
    desk.recibidos(3)
    marked, other, _ = Copy.objects.filter(holder=desk.ana.appointment).order_by("pk")
    entered, entries = client(desk.ana), Entry.objects.count()
    confirm(entered, "etiquetar", marked, other, labels=[urgent.pk], named="Del despacho")
    assert {label.name for label in marked.personal_labels.all()} == {"Para el lunes", "Del despacho"}
    assert Entry.objects.count() == entries
    page = page_of(entered, LIST)
    assert page.count('<strong class="govuk-tag govuk-tag--orange">Para el lunes</strong>') == 2
    assert "Mis etiquetas" in page_of(entered, f"/documentos/{marked.uuid}/")
    filtered = page_of(entered, f"{LIST}?etiqueta={urgent.pk}")
    assert "2 documentos" in filtered
    assert "Filtros: etiqueta Para el lunes" in filtered
    confirm(entered, "etiquetar", other, labels=[urgent.pk], take="on")
    assert "1 documento" in page_of(entered, f"{LIST}?etiqueta={urgent.pk}")


@pytest.mark.parametrize("slug", ["reasignados", "eliminados", "por-imprimir"])
def test_what_is_out_of_hand_is_labelled_too(client, desk, urgent, slug):
    desk.fill(1, slug)
    entered = client(desk.ana)
    assert 'formaction="/documentos/acciones/etiquetar/"' in page_of(entered, f"/bandejas/{slug}/")
    confirm(entered, "etiquetar", Copy.objects.latest("pk"), labels=[urgent.pk])
    assert "Para el lunes</strong>" in page_of(entered, f"/bandejas/{slug}/?etiqueta={urgent.pk}")


def test_what_a_search_finds_is_labelled_and_found_again_by_the_label(client, desk, urgent):
    desk.recibidos(2)
    indexing.reindex_due()
    entered, address = client(desk.ana), "/buscar/avanzada/"
    page = page_of(entered, f"{address}?participa=yo")
    assert 'formaction="/documentos/acciones/etiquetar/"' in page
    assert f'name="volver" value="{address}?participa=yo"' in page
    confirm(entered, "etiquetar", Copy.objects.filter(holder=desk.ana.appointment).latest("pk"), labels=[urgent.pk])
    found = page_of(entered, f"{address}?etiqueta={urgent.pk}")
    assert "(1 documento)" in found
    assert "Para el lunes</strong>" in found
    labels.save_label(actor=desk.bruno.actor, name="Mía", colour="grey")
    assert client(desk.bruno).get(f"{address}?etiqueta={urgent.pk}").status_code == 422


def test_nobody_filters_by_nor_puts_the_label_of_another(client, desk, urgent):
    desk.recibidos(1)
    copy = Copy.objects.get(holder=desk.ana.appointment)
    labels.put_labels(copy, [urgent], actor=desk.ana.actor)
    mine = labels.save_label(actor=desk.bruno.actor, name="Mía", colour="grey")
    answer = client(desk.bruno).get(f"{LIST}?etiqueta={urgent.pk}")
    assert answer.status_code == 422
    assert "Para el lunes" not in answer.content.decode()
    with pytest.raises(Forbidden):
        labels.put_labels(copy, [urgent], actor=desk.bruno.actor)
    with pytest.raises(Forbidden):
        labels.put_labels(copy, [mine], actor=desk.carla.actor)


def test_phrases_of_ones_own_are_offered_beside_those_of_the_institution_to_nobody_else(client, desk):
    desk.recibidos(1)
    entered, copy = client(desk.ana), Copy.objects.get(holder=desk.ana.appointment)
    entered.post("/frases/", {"phrases": "Para su firma\nFavor  revisar\nPara su firma"})
    asked = f"/documentos/acciones/comentar/?copia={copy.uuid}"
    assert "Favor revisar</option>" in page_of(entered, asked)
    assert "Favor revisar" not in page_of(client(desk.bruno), asked)
    entered.post("/frases/", {"phrases": "Para su firma"})
    assert "Favor revisar" not in page_of(entered, asked)
    assert "Para su firma" in page_of(entered, "/frases/")
    assert "Para su firma" not in page_of(client(desk.bruno), "/frases/")


def test_labels_in_a_tray_take_no_query_of_their_own(client, desk, urgent, django_assert_max_num_queries):
    desk.recibidos(20)
    for copy in Copy.objects.filter(holder=desk.ana.appointment):
        labels.put_labels(copy, [urgent], actor=desk.ana.actor)
    entered = client(desk.ana)
    entered.get(LIST)
    with django_assert_max_num_queries(12):
        page = entered.get(LIST).content.decode()
    assert page.count("Para el lunes</strong>") == 20
