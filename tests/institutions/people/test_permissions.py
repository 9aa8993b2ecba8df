"""Who gives which permission, to whom, and why (institutions §3, §4.1, §6.4)."""

import pytest
from django.db import IntegrityError, transaction

from accounts.proof import KEY
from institutions.catalogue import PERMISSIONS, ROLE_TEMPLATES
from institutions.models import Grant, RevokedGrant
from institutions.permissions import granting
from quipux.errors import Forbidden, Invalid, NotFound
from quipux.history.models import Entry
from tests import factories
from tests.cast import PASSWORD, servant

REASON = "Memorando de la Dirección de Talento Humano"


@pytest.fixture
def limited(area):
    """Who administers the área of Ana and Bruno only."""
    person = servant(factories.make_servant(area, "Nora Paz", permissions=["administer", "public_user"]))
    person.appointment.grants.get(permission="administer").areas.add(area)
    return servant(person.appointment)


def held(person):
    return set(person.appointment.grants.values_list("permission", flat=True))


def give(person, slugs, actor, **fields):
    return granting.change(person.appointment, held(person) | set(slugs), reason=REASON, actor=actor, **fields)


def test_the_catalogue_has_the_codes_of_the_legacy_and_leaves_its_slots_empty():
    codes = {one.code for one in PERMISSIONS}
    assert codes.isdisjoint({7, 8, 11, 20, 21, 22, 23, 24, 34})
    assert (len(codes), len({one.slug for one in PERMISSIONS})) == (31, 31)
    assert all(set(wanted) <= codes for wanted in ROLE_TEMPLATES.values())


def test_i_02_s_62_who_administers_areas_gives_only_what_he_holds_and_only_there(limited, ana, diego, elsa):
    with pytest.raises(Forbidden):
        give(ana, {"reports"}, limited.actor)
    with pytest.raises(NotFound):
        give(elsa, {"public_user"}, limited.actor)
    with pytest.raises(NotFound):
        give(diego, {"public_user"}, limited.actor)
    with pytest.raises(Forbidden):
        granting.change(limited.appointment, {"administer"}, reason=REASON, actor=limited.actor)
    assert give(ana, {"public_user"}, limited.actor).given == ("public_user",)
    aiq = servant(factories.make_servant(ana.appointment.area, "Olga Ruiz", permissions=["administer"]))
    with pytest.raises(Forbidden, match="Solo un Administrador"):
        give(aiq, {"public_user"}, limited.actor)


def test_i_03_s_62_codes_of_the_agq_and_of_the_platform_are_refused_also_by_the_database(
    client, diego, ana, bruno, sofia
):
    entered = client(diego)
    for slug in ("skip_structure", "validate_citizens", "administer_institutions", "institutional_admin"):
        data = {"grupo0": [slug], "grupo1": [slug], "reason": REASON}
        assert entered.post(f"/institucion/servidores/{ana.appointment.uuid}/permisos/", data).status_code == 422
        mass = {
            "permiso": slug,
            "accion": "otorgar",
            "puesto": [ana.appointment.uuid],
            "confirmar": "1",
            "reason": REASON,
        }
        assert entered.post("/institucion/permisos/cambiar/", mass).status_code == 403
        with pytest.raises(Forbidden):
            give(ana, {slug}, diego.actor)
    for slug in ("validate_citizens", "operate_backups", "administer_institutions", "maintain_platform"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Grant.objects.create(appointment=ana.appointment, permission=slug)
        with pytest.raises(Forbidden):
            give(ana, {slug}, sofia.actor)
    give(ana, {"skip_structure"}, sofia.actor)
    with pytest.raises(Invalid, match="Ya existe un usuario con este permiso"):
        give(bruno, {"skip_structure"}, sofia.actor)
    assert held(ana) == {"skip_structure"}


def test_i_04_the_last_aiq_keeps_the_administration(diego, ana, sofia):
    with pytest.raises(Invalid, match="Debe existir al menos un AIQ activo"):
        granting.change(diego.appointment, set(), reason=REASON, actor=diego.actor)
    with pytest.raises(Invalid, match="Debe existir al menos un AIQ activo"):
        granting.change(diego.appointment, set(), reason=REASON, actor=sofia.actor)
    give(ana, {"administer", "institutional_admin"}, sofia.actor)
    with pytest.raises(Invalid, match="No puede quitarse a sí mismo"):
        granting.change(diego.appointment, set(), reason=REASON, actor=diego.actor)
    granting.change(diego.appointment, set(), reason=REASON, actor=sofia.actor)
    assert held(diego) == set()


def test_what_is_taken_stays_written_with_who_and_why(client, diego, ana):
    entered, address = client(diego), f"/institucion/servidores/{ana.appointment.uuid}/permisos/"
    assert entered.post(address, {"grupo2": ["reports"], "reason": REASON}).status_code == 302
    assert entered.post(address, {"reason": "corto"}).status_code == 422
    assert entered.post(address, {"reason": REASON}).status_code == 302
    past = RevokedGrant.objects.get()
    assert (past.permission, past.revoked_by, past.granted_by, past.reason) == (
        "reports",
        diego.user,
        diego.user,
        REASON,
    )
    said = [e.comment for e in Entry.objects.of(ana.appointment)[:2]]
    assert said == [f"Revocados: 17. {REASON}", f"Otorgados: 17. {REASON}"]
    page = entered.get(address).text
    assert all(words in page for words in ("Permisos revocados", "17 · Reportes", "Diego Ponce"))


def test_the_password_is_asked_again_after_ten_minutes(client, diego, ana):
    entered, address = client(diego), f"/institucion/servidores/{ana.appointment.uuid}/permisos/"
    diego.user.set_password(PASSWORD)
    diego.user.save()
    entered = client(diego)
    session = entered.session
    session[KEY] -= 601
    session.save()
    data = {"grupo2": ["reports"], "reason": REASON}
    assert "Escriba su contraseña." in entered.post(address, data).text
    assert "La contraseña no es correcta." in entered.post(address, data | {"clave": "otra"}).text
    assert held(ana) == set()
    assert entered.post(address, data | {"clave": PASSWORD}).status_code == 302
    assert "Su contraseña" not in entered.get(address).text


def test_administration_of_areas_needs_them_and_stays_inside(diego, ana, area, other_institution):
    with pytest.raises(Invalid, match="Elija las áreas"):
        give(ana, {"administer"}, diego.actor)
    with pytest.raises(NotFound):
        give(ana, {"administer"}, diego.actor, areas=[other_institution.areas.get()])
    give(ana, {"administer"}, diego.actor, areas=[area])
    assert servant(ana.appointment).actor.administered_areas == {area.pk}
    with pytest.raises(Invalid, match="Elija las áreas"):
        give(ana, {"reports"}, diego.actor)


def test_a_role_template_ticks_its_permissions_once(client, diego, ana):
    address = f"/institucion/servidores/{ana.appointment.uuid}/permisos/"
    page = client(diego).get(address, {"plantilla": "Ventanilla"}).text
    assert page.count(" checked") == 5
    assert held(ana) == set()


def test_i_07_one_out_of_reach_stops_the_change_of_forty(client, limited, ana, elsa, area):
    people = [factories.make_servant(area) for _ in range(39)]
    data = {"permiso": "public_user", "accion": "otorgar", "reason": REASON}
    entered, all_forty = client(limited), [one.uuid for one in (*people, elsa.appointment)]
    preview = entered.post("/institucion/permisos/cambiar/", data | {"puesto": all_forty})
    assert (preview.status_code, "Personas: 40" in preview.text) == (200, True)
    before = Grant.objects.count()
    refused = entered.post("/institucion/permisos/cambiar/", data | {"puesto": all_forty, "confirmar": "1"})
    assert (refused.status_code, Grant.objects.count()) == (422, before)
    assert "No se puede cambiar el de: Elsa Montero." in refused.text
    good = data | {"puesto": [one.uuid for one in people], "confirmar": "1"}
    assert entered.post("/institucion/permisos/cambiar/", good).status_code == 302
    assert Grant.objects.count() == before + 39
    assert "Otorgados: 29" in Entry.objects.of(people[0]).first().comment
    listed = entered.get("/institucion/permisos/", {"permiso": "public_user", "tiene": "si"}).text
    assert "No. de registros encontrados: 40" in listed  # with Nora herself


def test_people_of_another_institution_are_not_found_by_a_mass_change(client, diego, carla):
    data = {"permiso": "reports", "accion": "otorgar", "puesto": [carla.appointment.uuid]}
    assert client(diego).post("/institucion/permisos/cambiar/", data).status_code == 404
    data["puesto"] = ["nadie"]
    assert client(diego).post("/institucion/permisos/cambiar/", data).status_code == 404


def test_the_page_of_who_may_do_what_is_drawn_from_data(client, diego, ana):
    page = client(diego).get("/institucion/quien-puede/").text
    assert all(one.name in page for one in PERMISSIONS)
    assert page.count("Nombrar al Jefe; compartir su bandeja") == 1
    assert client(ana).get("/institucion/quien-puede/").status_code == 403


def test_the_agq_gives_what_is_its_own_and_never_in_its_own_institution(client, sofia, ana, bruno, diego, area):
    entered, address = client(sofia), f"/admin/permisos/{ana.appointment.uuid}/"
    Grant.objects.create(appointment=ana.appointment, permission="reports")
    assert "Ana Torres" in entered.get("/admin/permisos/", {"texto": "minej torres"}).text
    assert entered.post(address, {"permisos": ["reports"], "reason": REASON}).status_code == 422
    assert entered.post(address, {"permisos": ["skip_structure"], "reason": REASON}).status_code == 302
    assert held(ana) == {"reports", "skip_structure"}
    second = entered.post(
        f"/admin/permisos/{bruno.appointment.uuid}/", {"permisos": ["skip_structure"], "reason": REASON}
    )
    assert (second.status_code, "Ya existe un usuario con este permiso" in second.text) == (422, True)
    factories.make_appointment(sofia.user, area, title="Asesora")
    own = entered.post(address, {"reason": REASON})
    assert (own.status_code, "No puede resolver casos de su propia institución" in own.text) == (422, True)
    assert client(diego).get(address).status_code == 403
