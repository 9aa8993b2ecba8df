"""What only the AGQ writes of an institution (institutions §5.1, §5.2)."""

import pytest

from institutions.models import Institution
from institutions.standing import identity
from quipux import clock
from quipux.errors import Forbidden
from quipux.history.models import Entry

pytestmark = pytest.mark.django_db
PAGE = "/admin/reorganizacion/instituciones/"
NEW = {"environment": "production", "name": "Instituto de Muestras", "ruc": "1760001550001", "sigla": "inmue", "function": "executive",
       "reason": "Decreto que la crea."}  # fmt: skip


def test_i_13_a_ruc_that_fails_its_check_is_saved_in_the_admin_only_with_override_and_reason_and_logged(client, sofia):
    browser, wrong = client(sofia), NEW | {"ruc": "1760001550002"}
    refused = browser.post(f"{PAGE}nueva/", wrong)
    assert (refused.status_code, "El RUC no es válido" in refused.text) == (422, True)
    assert browser.post(f"{PAGE}nueva/", wrong | {"any_ruc": "on", "reason": "corto"}).status_code == 422
    assert not Institution.objects.filter(sigla="INMUE").exists()
    assert browser.post(f"{PAGE}nueva/", wrong | {"any_ruc": "on"}).status_code == 302
    made = Institution.objects.get(sigla="INMUE")
    assert (made.ruc, made.areas.get().name) == ("1760001550002", made.name)
    assert Entry.objects.of(made).last().comment == "RUC aceptado sin comprobación. Decreto que la crea."


@pytest.mark.parametrize(("ruc", "whose"), [
    ("1790011674001", "una empresa privada"), ("1710034065001", "una persona natural"),
], ids=["company", "natural"])  # fmt: skip
def test_a_valid_ruc_that_is_not_public_is_told_apart_and_saved_with_override_and_reason(client, sofia, ruc, whose):
    browser, wanted = client(sofia), NEW | {"ruc": ruc}
    refused = browser.post(f"{PAGE}nueva/", wanted)
    assert (refused.status_code, f"El RUC es de {whose}; se espera el de una institución pública." in refused.text) == (
        422,
        True,
    )
    assert browser.post(f"{PAGE}nueva/", wanted | {"any_ruc": "on"}).status_code == 302
    made = Institution.objects.get(sigla="INMUE")
    assert made.ruc == ruc
    again = wanted | {"name": "Instituto de Ejemplos"}
    assert browser.post(f"{PAGE}{made.uuid}/datos/", again).status_code == 302, "what was accepted is not asked again"


def test_the_agq_changes_the_names_and_the_coordinator_by_the_day(client, diego, sofia, institution, other_institution):
    browser, page = client(sofia), f"{PAGE}{institution.uuid}/datos/"
    kept = {"name": institution.name, "ruc": institution.ruc, "sigla": "minej2", "function": "executive", "any_ruc": "on",
            "reason": "Decreto que la renombra.", "coordinator": other_institution.uuid}  # fmt: skip
    assert browser.post(page, kept).status_code == 302
    institution.refresh_from_db()
    assert (institution.sigla, institution.areas.get(parent=None).sigla) == ("MINEJ2", "MINEJ2")
    assert institution.coordinations.get().coordinator == other_institution
    assert f"{other_institution.name}, desde {clock.today()}" in browser.get(f"{PAGE}{institution.uuid}/").text
    assert browser.post(page, kept | {"coordinator": ""}).status_code == 302
    assert institution.coordinations.get().until == clock.today()
    taken = browser.post(page, kept | {"sigla": other_institution.sigla})
    assert taken.status_code == 422
    wanted = identity.Identity("X", "1", "X", "", "Decreto que la renombra.")
    with pytest.raises(Forbidden):
        identity.change(institution, wanted, actor=diego.actor)
