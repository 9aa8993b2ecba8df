"""Saved filters: kept by name, shared in the área, at most 20 (documents §5.3)."""

import pytest

from documents.listing import counted
from documents.models import SavedFilter
from documents.services import filters
from institutions.actors import resolve
from quipux.errors import Invalid

LIST = "/bandejas/recibidos/"


def test_a_filter_is_saved_offered_followed_and_forgotten(client, desk):
    desk.recibidos(2)
    entered = client(desk.ana)
    answer = entered.post(
        f"{LIST}filtros/?texto=prueba&orden=asunto&cursor=x", {"nombre": " Mis  pruebas "}, follow=True
    )
    page = answer.content.decode()
    assert "Filtro «Mis pruebas» guardado." in page
    saved = SavedFilter.objects.get(appointment=desk.ana.appointment)
    assert saved.query == "texto=prueba&orden=asunto"
    assert f'href="{LIST}?texto=prueba&amp;orden=asunto">Mis pruebas' in entered.get(f"{LIST}filtros/").content.decode()
    assert "Mis pruebas" not in client(desk.bruno).get(f"{LIST}filtros/").content.decode()
    assert client(desk.bruno).post(f"{LIST}filtros/{saved.pk}/borrar/").status_code == 404
    entered.post(f"{LIST}filtros/{saved.pk}/borrar/")
    assert not SavedFilter.objects.exists()


def test_a_shared_filter_is_offered_to_the_area_and_to_nobody_else(client, desk):
    filters.save_filter(
        actor=desk.ana.actor, tray_slug="recibidos", name="Del área", query="texto=oficio", is_shared=True
    )
    assert "Del área" in client(desk.bruno).get(f"{LIST}filtros/").content.decode()
    assert "Del área" not in client(desk.carla).get(f"{LIST}filtros/").content.decode()


def test_the_same_name_replaces_and_the_twenty_first_is_refused(desk):
    for number in range(20):
        filters.save_filter(actor=desk.ana.actor, tray_slug="recibidos", name=f"Filtro {number}", query="texto=abc")
    filters.save_filter(actor=desk.ana.actor, tray_slug="recibidos", name="Filtro 3", query="texto=xyz")
    assert SavedFilter.objects.get(name="Filtro 3").query == "texto=xyz"
    with pytest.raises(Invalid, match="Ya tiene 20 filtros guardados"):
        filters.save_filter(actor=desk.ana.actor, tray_slug="enviados", name="Otro", query="texto=abc")


@pytest.mark.parametrize(
    ("name", "query"), [("", "texto=abc"), ("x" * 61, "texto=abc"), ("Nada", ""), ("Solo", "cursor=x")]
)
def test_a_filter_without_name_or_without_filters_is_refused(desk, name, query):
    with pytest.raises(Invalid):
        filters.save_filter(actor=desk.ana.actor, tray_slug="recibidos", name=name, query=query)


def test_a_tray_opens_with_the_filter_its_owner_chose_and_says_how_to_see_it_whole(client, desk):
    desk.recibidos(2)
    saved = [filters.save_filter(actor=desk.ana.actor, tray_slug="recibidos", name=name, query=query, is_shared=True)
             for name, query in (("Urgentes", "categoria=urgent"), ("Con prueba", "texto=prueba"))]  # fmt: skip
    entered = client(desk.ana)
    for one in saved:
        entered.post(f"{LIST}filtros/{one.pk}/abrir/", {"abrir": "1"})
    assert entered.get(LIST)["Location"] == f"{LIST}?texto=prueba"
    page = entered.get(LIST, follow=True).content.decode()
    assert f'<a href="{LIST}?texto=prueba" aria-current="page">Con prueba</a>' in page
    assert f'href="{LIST}?filtro=ninguno">Quitar filtros' in page
    assert "2 documentos" in entered.get(f"{LIST}?filtro=ninguno").content.decode()
    assert client(desk.bruno).get(LIST).status_code == 200  # shared, but hers to open with
    assert client(desk.bruno).post(f"{LIST}filtros/{saved[0].pk}/abrir/", {"abrir": "1"}).status_code == 404
    entered.post(f"{LIST}filtros/{saved[1].pk}/abrir/", {"abrir": "0"})
    assert entered.get(LIST).status_code == 200


def test_each_saved_filter_says_how_many_its_list_has_all_in_one_statement(client, desk, django_assert_num_queries):
    desk.recibidos(3)
    save = {"actor": desk.ana.actor, "tray_slug": "recibidos"}
    kept = [filters.save_filter(**save, name=name, query=query)
            for name, query in (("Todo", "texto=prueba"), ("Nada", "texto=inexistente"), ("Rota", "desde=ayer"))]  # fmt: skip
    page = client(desk.ana).get(f"{LIST}filtros/").content.decode()
    assert "3 documentos" in page
    assert "0 documentos" in page
    entered = resolve(desk.ana.user, None)  # with her rights, as every page knows her
    with django_assert_num_queries(2):  # labels, filters and types of the tray; the counts
        assert [number for _, number in counted(kept[:1], entered)] == ["3 documentos"]
    assert [number for _, number in counted(kept, desk.ana.actor)] == ["3 documentos", "0 documentos", ""]
