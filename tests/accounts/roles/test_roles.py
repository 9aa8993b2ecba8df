"""Platform roles, people and what the administration never does (accounts-portal §12)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import get_resolver, reverse

from accounts import roles
from accounts.management.commands import first_superadmin
from accounts.models import Role, RoleGrant, User
from quipux import clock
from quipux.administration import site
from quipux.errors import Conflict, Forbidden, NotAllowedNow
from quipux.history.models import Entry
from quipux.operators import Operator
from tests import factories
from tests.backups.pages.reading import Page
from tests.cast import Person

pytestmark = pytest.mark.django_db
PAGE = "/admin/personas/roles/"


def staff(name: str, *held: str) -> Person:
    """Somebody of the platform with these roles."""
    user = factories.make_user(name, is_staff=True, password="clave-de-prueba-9")
    user.groups.set(Group.objects.filter(name__in=held))
    return Person(user, None, Operator(user))


@pytest.fixture
def first(db) -> Person:
    return staff("Tomás Vera", Role.SUPERADMIN)


@pytest.fixture
def second(db) -> Person:
    return staff("Inés Puma", Role.SUPERADMIN)


def propose(person, by, role=Role.DESK) -> RoleGrant:
    return roles.propose(person, role, reason="Entra a la mesa", actor=by.actor)


def test_a_54_one_superadministrator_alone_cannot_grant_a_role(first, second):
    newcomer = factories.make_user("Rosa Lema")
    grant = propose(newcomer, first)
    with pytest.raises(Forbidden):
        roles.confirm(grant, actor=first.actor)
    with pytest.raises(Forbidden):
        propose(first.user, first)
    newcomer.refresh_from_db()
    assert not newcomer.is_staff
    assert roles.confirm(grant, actor=second.actor).get_state_display() == "Confirmado"
    newcomer = User.objects.get(pk=newcomer.pk)
    assert newcomer.is_staff
    assert newcomer.has_perm("accounts.assist_people")
    assert not newcomer.has_perm("accounts.manage_credentials")
    assert [entry.action for entry in Entry.objects.of(grant)] == ["role_confirmed", "role_proposed"]


def test_a_54_nobody_confirms_the_own_role_and_after_seven_days_it_is_too_late(first, second):
    grant = propose(second.user, first, Role.AGQ)
    with pytest.raises(Forbidden):
        roles.confirm(grant, actor=second.actor)
    third = staff("Saúl Inga", Role.SUPERADMIN)
    with clock.frozen_at(clock.now() + timedelta(days=7)), pytest.raises(NotAllowedNow):
        roles.confirm(grant, actor=third.actor)
    with clock.frozen_at(clock.now() + timedelta(days=8)):
        assert roles.expire_due() == {"expired": 1}


def test_a_54_a_fresh_installation_has_no_user_and_the_command_makes_two_superadministrators(db, monkeypatch):
    assert not User.objects.exists()
    monkeypatch.setattr(first_superadmin, "getpass", lambda prompt: "cuatro caballos lentos")
    for serial in (1, 2):
        call_command("first_superadmin", factories.cedula(990 + serial), "Tomás", f"Vera {'I' * serial}",
                     f"tomas{serial}@ejemplo.ec", stdout=StringIO())  # fmt: skip
    with pytest.raises(CommandError, match="Ya hay dos superadministradores"):
        call_command("first_superadmin", factories.cedula(999), "Otro", "Más", "otro@ejemplo.ec", stdout=StringIO())
    assert User.objects.count() == 2
    assert not User.objects.filter(is_superuser=True).exists()
    assert User.objects.first().check_password("cuatro caballos lentos")
    answers = iter(["una clave larga", "otra clave larga"])
    monkeypatch.setattr(first_superadmin, "getpass", lambda prompt: next(answers))
    with pytest.raises(CommandError, match="no son iguales"):
        call_command("first_superadmin", factories.cedula(998), "Otro", "Más", "otro@ejemplo.ec", stdout=StringIO())


def test_the_roles_have_fixed_codes_and_no_role_holds_a_right_that_does_not_exist(db):
    assert set(Group.objects.values_list("name", flat=True)) >= {role.value for role in Role}
    for role, rights in roles.RIGHTS.items():
        group = Group.objects.get(name=role.value)
        held = {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")}
        assert held >= set(rights)


def test_a_role_is_taken_away_at_once_but_two_superadministrators_stay(first, second):
    desk = staff("Rosa Lema", Role.DESK)
    roles.remove(desk.user, Role.DESK, reason="Cambió de área", actor=first.actor)
    desk.user.refresh_from_db()
    assert not desk.user.is_staff
    with pytest.raises(Conflict):
        roles.remove(second.user, Role.SUPERADMIN, reason="x", actor=first.actor)
    with pytest.raises(Forbidden):
        roles.remove(first.user, Role.SUPERADMIN, reason="x", actor=first.actor)


def test_the_page_takes_a_role_away_with_its_reason_but_never_the_own(client, first, second):
    desk = staff("Rosa Lema", Role.DESK)
    entered, target = client(first), f"{desk.user.uuid} {Role.DESK.value}"
    data = {"accion": "quitar", "quien": target, "motivo_quitar": "Cambió de área"}
    assert entered.post(PAGE, data | {"motivo_quitar": ""}).status_code == 422
    assert entered.post(PAGE, data | {"quien": f"{first.user.uuid} {Role.SUPERADMIN.value}"}).status_code == 422
    founders = entered.post(PAGE, data | {"quien": f"{second.user.uuid} {Role.SUPERADMIN.value}"})
    assert "Deben quedar al menos dos superadministradores." in founders.content.decode()
    assert client(desk).post(PAGE, data).status_code == 403
    assert entered.post(PAGE, data).status_code == 302
    assert client(desk).get("/admin/").status_code != 200
    assert Entry.objects.of(desk.user).last().comment == "Mesa de servicio. Cambió de área"


def test_the_page_proposes_with_the_password_again_and_the_other_confirms(client, first, second):
    newcomer = factories.make_user("Rosa Lema", password="clave-de-prueba-9")
    data = {"accion": "proponer", "cedula": newcomer.identity_number, "rol": "sge_desk", "motivo": "Entra a la mesa"}
    desk = client(first)
    with clock.frozen_at(clock.now() + timedelta(minutes=11)):  # the proof of entering is old
        assert desk.post(PAGE, data | {"clave": "otra"}).status_code == 422
        desk.post(PAGE, data | {"clave": "clave-de-prueba-9"})
    grant = RoleGrant.objects.get()
    client(first).post(PAGE, {"accion": "confirmar", "propuesta": str(grant.uuid)})
    grant.refresh_from_db()
    assert grant.state == "pending"
    client(second).post(PAGE, {"accion": "confirmar", "propuesta": str(grant.uuid)})
    assert "Mesa de servicio" in Page(client(second).get(PAGE)).text


# What the administration never does ---------------------------------------------------------------------


def test_a_53_no_model_is_registered_so_nothing_is_deleted_nor_edited_past_the_services():
    assert site._registry == {}
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert not [name for name in names if name.endswith(("_delete", "_change", "_add"))]


def test_a_53_s_64_consulta_and_auditor_see_and_their_posts_are_403(client, ana):
    for role in (Role.VIEWER, Role.AUDITOR):
        viewer = client(staff(f"Persona {role.label}", role))
        address = reverse("admin:people:person", args=[ana.user.uuid])
        page = Page(viewer.get(address))
        assert page.buttons() == []
        for path, act in ((address, "enlace"), (address, "suspender"), (address, "revelar"), (PAGE, "proponer"),
                          ("/admin/portal/avisos/", ""), ("/admin/portal/implantacion/", "")):  # fmt: skip
            assert viewer.post(path, {"accion": act}).status_code == 403


def test_a_55_a_cedula_is_revealed_only_for_a_purpose_that_stays_written(client, ana):
    validator = client(staff("Nelly Rojas", Role.VALIDATOR))
    address, number = reverse("admin:people:person", args=[ana.user.uuid]), ana.user.identity_number
    assert number not in validator.get(address).content.decode()
    refused = validator.post(address, {"accion": "revelar", "proposito": " "})
    assert refused.status_code == 422
    assert number not in refused.content.decode()
    assert not Entry.objects.of(ana.user).filter(action="identity_revealed").exists()
    assert (
        number in validator.post(address, {"accion": "revelar", "proposito": "Comparar con su pedido"}).content.decode()
    )
    entry = Entry.objects.of(ana.user).get(action="identity_revealed")
    assert (entry.comment, entry.actor_name) == ("Comparar con su pedido", "Nelly Rojas")


def test_the_mesa_helps_and_only_the_agq_suspends(client, ana):
    desk, agq = client(staff("Rosa Lema", Role.DESK)), client(staff("Sofía Rivera", Role.AGQ))
    address = reverse("admin:people:person", args=[ana.user.uuid])
    for act in ("enlace", "desbloquear", "sesiones"):
        assert desk.post(address, {"accion": act}).status_code == 302
    assert desk.post(address, {"accion": "suspender", "motivo": "x"}).status_code == 403
    refused = Page(agq.post(address, {"accion": "cerrar", "motivo": "Duplicada"}))
    assert "Tiene puestos activos" in refused.text


def test_people_are_found_by_whole_cedula_or_name_and_shown_masked(client, ana):
    desk = client(staff("Rosa Lema", Role.DESK))
    for typed in (ana.user.identity_number, "torres"):
        page = desk.get("/admin/personas/", {"buscar": typed}).content.decode()
        assert "Ana Torres" in page
        assert ana.user.identity_number not in page.replace(f'value="{typed}"', "")
    assert "No consta nadie" in Page(desk.get("/admin/personas/", {"buscar": "nadie así"})).text
