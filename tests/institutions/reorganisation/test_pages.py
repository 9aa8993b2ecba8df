"""The pages of plans and of the states of institutions, asked as people do, and in a browser."""

import pytest

from institutions.models import Institution, PlanState, ReorganisationPlan
from quipux import clock
from tests import factories
from tests.institutions.reorganisation.making import between, upload
from tests.looks import unsound


@pytest.mark.django_db
def test_an_aiq_drafts_rehearses_schedules_and_annuls_a_plan(client, area, diego, institution):
    entered, parent = client(diego), factories.make_area(institution, "Viceministerio", sigla="VM")
    data = {"origin": area.uuid, "destination": parent.uuid, "effective_on": "2020-01-01", "act_number": "AC-1"}
    refused = entered.post("/institucion/reorganizacion/nueva/", data)
    assert refused.status_code == 422
    assert "no puede ser anterior a hoy" in refused.text
    made = entered.post("/institucion/reorganizacion/nueva/", data | {"effective_on": clock.today().isoformat()})
    plan = ReorganisationPlan.objects.get()
    address = plan.get_absolute_url()
    assert made.url == address
    for act in ("simular", "programar"):
        assert entered.post(f"{address}{act}/").status_code == 302
    assert entered.post(f"{address}anular/", {"reason": "No"}).status_code == 422
    assert entered.post(f"{address}anular/", {"reason": "Se dejó sin efecto."}).status_code == 302
    assert ReorganisationPlan.objects.get().state == PlanState.CANCELLED
    assert area.name in entered.get("/institucion/reorganizacion/").text


@pytest.mark.django_db
def test_the_agq_decides_a_clash_on_the_page_of_the_plan(client, area, ana, diego, other_institution, sofia):
    entered = client(sofia)
    factories.make_area(other_institution, "Otra", sigla=area.sigla)
    sides = f"/admin/reorganizacion/nueva/?de={area.institution.uuid}&a={other_institution.uuid}"
    destination = other_institution.areas.get(parent=None)
    data = {"origin": area.uuid, "destination": destination.uuid, "effective_on": clock.today().isoformat(),
            "act_number": "AC-1", "act": upload(), "other_act": upload()}  # fmt: skip
    address = entered.post(sides, data).url
    assert entered.post(f"{address}simular/").status_code == 302
    assert "ya existe un área activa con la sigla" in entered.get(address).text
    assert entered.post(f"{address}programar/").status_code == 422
    assert entered.post(f"{address}simular/", {f"sigla-{area.pk}": "dnpx"}).status_code == 302
    assert entered.post(f"{address}programar/").status_code == 302
    assert ReorganisationPlan.objects.get().decisions == {str(area.pk): {"sigla": "DNPX"}}


@pytest.mark.django_db
def test_a_custody_is_proposed_and_accepted_on_pages_and_the_closing_says_what_lacks(
    client, ana, diego, institution, other_institution, sofia
):
    page = f"/admin/reorganizacion/instituciones/{other_institution.uuid}/"
    entered = client(sofia)
    refused = entered.post(page, {"accion": "cerrar", "motivo": "Decreto que la suprime."})
    assert refused.status_code == 422
    assert "falta la institución custodia" in refused.text
    assert entered.post(page, {"accion": "custodia", "custodia": institution.uuid}).status_code == 302
    aiq = client(diego)
    assert "Aceptar la custodia" in aiq.get("/institucion/custodia/").text
    assert aiq.post(f"/institucion/custodia/{other_institution.uuid}/").status_code == 302
    assert entered.post(page, {"accion": "cerrar", "motivo": "Decreto que la suprime."}).status_code == 302
    assert Institution.objects.get(pk=other_institution.pk).state == "closed"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    client, area, ana, diego, other_institution, sofia, page, live_server
):
    factories.make_area(other_institution, "Otra", sigla=area.sigla)
    plan = between(area, other_institution.areas.get(parent=None), sofia)
    paths = {diego: ["/institucion/reorganizacion/", "/institucion/reorganizacion/nueva/", "/institucion/custodia/"],
             sofia: ["/admin/reorganizacion/", plan.get_absolute_url(), "/admin/reorganizacion/instituciones/",
                     f"/admin/reorganizacion/nueva/?de={area.institution.uuid}&a={other_institution.uuid}",
                     f"/admin/reorganizacion/instituciones/{other_institution.uuid}/"]}  # fmt: skip
    for person, addresses in paths.items():
        cookie = client(person).cookies["quipux"].value
        page.context.add_cookies([{"name": "quipux", "value": cookie, "url": live_server.url}])
        for path in addresses:
            assert page.goto(f"{live_server.url}{path}").status == 200, path
            assert unsound(page) == [], path
