"""The password, and the code of who has a second factor, asked again (accounts-portal §9.4)."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore

from accounts.proof import ProofMixin, recently_proved
from quipux import clock
from quipux.web.forms import Form
from tests.accounts.entering.test_second_factor import NOW, code_of, with_factor
from tests.cast import PASSWORD


class ActForm(ProofMixin, Form):
    """Something that needs a proof."""


@pytest.fixture
def request_of_ana(rf, ana):
    """A request of Ana's with a session that proved nothing."""
    ana.user.set_password(PASSWORD)
    ana.user.save()
    request = rf.post("/")
    request.user, request.session = ana.user, SessionStore()
    return request


def test_the_password_proves_for_ten_minutes(request_of_ana):
    with clock.frozen_at(NOW):
        assert not ActForm({"clave": "mala"}, request=request_of_ana).is_valid()
        assert not recently_proved(request_of_ana)
        assert ActForm({"clave": PASSWORD}, request=request_of_ana).is_valid()
        assert recently_proved(request_of_ana)
    with clock.frozen_at(NOW + timedelta(minutes=10)):
        assert not recently_proved(request_of_ana)


def test_who_has_a_second_factor_proves_with_both(request_of_ana, rf):
    seed, _ = with_factor(request_of_ana.user, rf)
    later = NOW + timedelta(minutes=2)
    with clock.frozen_at(later):
        code = code_of(seed, later)
        assert not ActForm({"clave": PASSWORD, "codigo_telefono": "000000"}, request=request_of_ana).is_valid()
        assert not ActForm({"clave": "mala", "codigo_telefono": code}, request=request_of_ana).is_valid()
        assert not recently_proved(request_of_ana)
        assert ActForm({"clave": PASSWORD, "codigo_telefono": code}, request=request_of_ana).is_valid()
        assert recently_proved(request_of_ana)


class GraveForm(ActForm):
    proves_always = True


def test_a_35_a_grave_act_asks_for_both_however_fresh_the_proof_is(request_of_ana, rf):
    user = request_of_ana.user
    with clock.frozen_at(NOW):
        assert "clave" in GraveForm(request=request_of_ana).fields
    seed, _ = with_factor(user, rf)
    with clock.frozen_at(NOW + timedelta(minutes=1)):
        assert not GraveForm({"clave": PASSWORD}, request=request_of_ana).is_valid()
        code = code_of(seed, NOW + timedelta(minutes=1))
        assert GraveForm({"clave": PASSWORD, "codigo_telefono": code}, request=request_of_ana).is_valid()
        assert "clave" in GraveForm(request=request_of_ana).fields
