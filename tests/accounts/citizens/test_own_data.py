"""«Mis datos»: contact at once, names and identity through a validador (accounts-portal §10.4)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import data_changes
from accounts.models import PersonChange
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid
from quipux.outbox.models import Mail
from tests import factories
from tests.backups.pages.reading import Page

pytestmark = pytest.mark.django_db
PAGE = "/mis-datos/"


def propose(gina, **values) -> PersonChange:
    return data_changes.propose(gina.user, values or {"surnames": "Salazar León"}, actor=gina.actor)


def test_a_42_gina_posts_a_change_with_hugos_id_and_nothing_is_stored(gina, hugo):
    desk = gina.enter()
    for action in ("contacto", "proponer", "retirar"):
        data = {"accion": action, "persona": str(hugo.user.uuid), "apellidos": "Otro", "ciudad": "Loja"}
        assert desk.post(PAGE, data).status_code == 404
    assert not PersonChange.objects.exists()
    hugo.user.citizen.refresh_from_db()
    assert hugo.user.citizen.city != "Loja"
    with pytest.raises(Forbidden):
        data_changes.propose(hugo.user, {"surnames": "Otro"}, actor=gina.actor)


def test_the_contact_changes_at_once_and_names_wait_side_by_side(gina):
    desk, me = gina.enter(), {"persona": str(gina.user.uuid)}
    desk.post(PAGE, me | {"accion": "contacto", "ciudad": "Cuenca", "telefono": "072000000"})
    gina.user.citizen.refresh_from_db()
    assert (gina.user.citizen.city, gina.user.citizen.phone) == ("Cuenca", "072000000")
    desk.post(PAGE, me | {"accion": "proponer", "apellidos": "Salazar León"})
    page = Page(desk.get(PAGE))
    assert "Datos Pendientes Sus datos han sido modificados y serán revisados." in page.text
    assert "ApellidosSalazar León" in page.text
    gina.user.refresh_from_db()
    assert gina.user.surnames == "Salazar"
    assert desk.post(PAGE, me | {"accion": "proponer", "nombres": "Regina"}).status_code == 422
    desk.post(PAGE, me | {"accion": "retirar"})
    assert PersonChange.objects.get().get_state_display() == "Retirada"


def test_a_validador_takes_field_by_field_with_evidence_and_she_is_mailed(client, gina, nelly):
    number = factories.cedula(88_001)
    change = propose(gina, surnames="Salazar León", identity_number=number)
    address = reverse("admin:citizens:change", args=[change.uuid])
    page = Page(client(nelly).get(address))
    assert "Apellidos Salazar Salazar León" in page.text
    refused = Page(client(nelly).post(address, {"accion": "aceptar", "datos": ["surnames"]}))
    assert "Escriba la evidencia que revisó." in refused.text
    client(nelly).post(address, {"accion": "aceptar", "datos": ["surnames"], "motivo": "Cédula original"})
    gina.user.refresh_from_db()
    assert gina.user.surnames == "Salazar León"
    assert gina.user.identity_number != number
    assert "Apellidos" in Mail.objects.get(subject=data_changes.ACCEPTED).text


def test_rejecting_needs_a_reason_and_a_cedula_of_somebody_is_not_taken(gina, hugo, nelly):
    change = propose(gina, identity_number=hugo.user.identity_number)
    with pytest.raises(Invalid, match="unifíquelas"):
        data_changes.accept(change, ["identity_number"], evidence="Vista", actor=nelly.actor)
    with pytest.raises(Invalid, match="motivo"):
        data_changes.reject(change, reason=" ", actor=nelly.actor)
    assert data_changes.reject(change, reason="Es de otra persona", actor=nelly.actor).state == "rejected"
    assert "Es de otra persona" in Mail.objects.get(subject=data_changes.REJECTED).text


def test_only_a_validador_decides_and_one_change_waits_at_a_time(gina, ana, desk):
    change = propose(gina)
    for actor in (ana.actor, desk.actor, gina.actor):
        with pytest.raises(Forbidden):
            data_changes.accept(change, ["surnames"], evidence="x", actor=actor)
    with pytest.raises(Conflict):
        propose(gina, given_names="Regina")
    with pytest.raises(Invalid):
        data_changes.propose(ana.user, {"surnames": ana.user.surnames}, actor=ana.actor)


def test_what_is_late_is_told_to_the_validadores_once(gina, nelly):
    change = propose(gina)
    with clock.frozen_at(clock.now() + timedelta(days=15)):
        assert [data_changes.remind_due(), data_changes.remind_due()] == [{"reminded": 1}, {"reminded": 0}]
    assert change.due_on > clock.today()
    assert Mail.objects.filter(to=nelly.user.email, subject__contains="Cambios de datos").count() == 1
