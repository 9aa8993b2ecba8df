"""Who may take a lost second factor away (accounts-portal §9.4)."""

from datetime import timedelta

import pytest

from accounts import factor_resets, second_factor
from accounts.models import Role
from quipux import clock
from quipux.errors import Conflict, Forbidden, NotAllowedNow
from quipux.history.models import Entry
from tests.accounts.entering.making import letters_to
from tests.accounts.entering.test_second_factor import with_factor
from tests.accounts.roles.test_roles import staff

pytestmark = pytest.mark.django_db
RESET = "QUIPUX: Segundo factor restablecido"


def test_the_aiq_resets_that_of_his_people_and_she_is_mailed(client, ana, diego, rf):
    page, act = f"/institucion/servidores/{ana.appointment.uuid}/", "segundo-factor/"
    entered = client(diego)
    assert "Restablecer segundo factor" not in entered.get(page).content.decode()
    with_factor(ana.user, rf)
    assert "Restablecer segundo factor" in entered.get(page).content.decode()
    assert entered.post(page + act).status_code == 302
    assert not second_factor.has(ana.user)
    assert letters_to(ana.user.email)[-1].subject == RESET
    assert entered.post(page + act).status_code == 409


def test_that_of_an_aiq_is_for_an_agq(client, diego, rf):
    with_factor(diego.user, rf)
    agq, desk = staff("Nelly Cruz", Role.AGQ), staff("Tomás Vera", Role.DESK)
    with pytest.raises(Forbidden):
        factor_resets.by_institution(diego.user, actor=diego.actor)
    page, data = f"/admin/personas/{diego.user.uuid}/", {"accion": "restablecer", "motivo": "Perdió el teléfono"}
    assert client(desk).post(page, data).status_code == 403
    assert client(agq).post(page, data | {"motivo": ""}).status_code == 422
    assert client(agq).post(page, data).status_code == 302
    assert not second_factor.has(diego.user)
    assert Entry.objects.of(diego.user).last().comment == "Perdió el teléfono"


def test_that_of_an_operator_takes_two_others(client, rf):
    lost, first, second = (
        staff("Ada Luz", Role.DESK),
        staff("Nelly Cruz", Role.AGQ),
        staff("Inés Puma", Role.SUPERADMIN),
    )
    with_factor(lost.user, rf)
    page, data = f"/admin/personas/{lost.user.uuid}/", {"accion": "restablecer", "motivo": "Perdió el teléfono"}
    assert client(first).post(page, data).status_code == 302
    assert second_factor.has(lost.user)
    with pytest.raises(Conflict):
        factor_resets.by_platform(lost.user, reason="Otra vez", actor=second.actor)
    assert client(first).post(page, {"accion": "confirmar", "motivo": ""}).status_code == 422
    assert "Confirmar que se restablezca" in client(second).get(page).content.decode()
    assert client(second).post(page, {"accion": "confirmar", "motivo": ""}).status_code == 302
    assert not second_factor.has(lost.user)


def test_a_week_later_it_is_asked_again_and_nobody_resets_her_own(rf):
    lost, first, second = staff("Ada Luz", Role.AGQ), staff("Nelly Cruz", Role.AGQ), staff("Inés Puma", Role.AGQ)
    with_factor(lost.user, rf)
    with pytest.raises(Forbidden):
        factor_resets.by_platform(lost.user, reason="Yo", actor=lost.actor)
    factor_resets.by_platform(lost.user, reason="Perdió el teléfono", actor=first.actor)
    with clock.frozen_at(clock.now() + timedelta(days=7)), pytest.raises(NotAllowedNow):
        factor_resets.confirm(lost.user, actor=second.actor)
