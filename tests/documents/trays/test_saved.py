"""Saved filters: kept by name, shared in the área, at most 20 (documents §5.3)."""

import pytest

from documents.models import SavedFilter
from documents.services import filters
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
