"""I-06: every cell of §4 is exercised, by an address asked of the role or by a test that is named."""

import ast
from functools import cache

import pytest

from accounts.models import CitizenKind, CitizenProfile, Registration, Role
from accounts.models.registrations import RegistrationState
from institutions.actors import Citizen
from institutions.data import services as data
from institutions.models import Grant
from institutions.permissions.matrix import ROLES, rows_of_matrix
from quipux import clock
from tests import factories
from tests.accounts.roles.test_roles import staff
from tests.backups.pages.reading import Page
from tests.cast import CastClient, Person, servant
from tests.house import source
from tests.house.answers import ask
from tests.institutions.cells.table import OFFICE, OUTSIDE, TABLE
from tests.institutions.departures.conftest import open_case
from tests.institutions.implantation import making

CODES = [code for code, _ in ROLES]
CELLS = {row[0]: dict(zip(CODES, row[1:], strict=True)) for row in rows_of_matrix()}
OPEN = (200, 409, 422)  # what somebody is answered who may, whether or not the form was complete
READS = "Lectura"
OF_ROLE = {"capacitador": Role.TRAINER, "validador": Role.VALIDATOR, "mesa de servicio": Role.DESK}


@cache
def names_of_tests() -> frozenset[str]:
    """Every test of the project."""
    found = set()
    for file in (source.ROOT / "tests").rglob("test_*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found |= {
            node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        }
    return frozenset(found)


def named(row, role) -> str:
    return next((test for roles, test in row.tests.items() if role in roles.split()), "")


def question(row, role):
    return row.outside if role in OUTSIDE else row.office if role in OFFICE else row.sge


def test_i_06_every_cell_of_the_matrix_has_its_proof():
    assert set(TABLE) == set(CELLS)
    unproven = [(action, role) for action, cells in CELLS.items() for role, word in cells.items()
                if word and not named(TABLE[action], role)
                and not (TABLE[action].read if word == READS else question(TABLE[action], role))]  # fmt: skip
    assert unproven == []
    assert {test for row in TABLE.values() for test in row.tests.values()} - names_of_tests() == set()


@pytest.fixture
def roles(ana, bruno, elsa, diego, area) -> dict[str, Person | None]:
    """Role → who holds it; the three of R11 apart."""
    delegated = servant(factories.make_servant(area, "Raúl Mena", permissions=["administer", "create_citizens"]))
    Grant.objects.get(appointment=delegated.appointment, permission="administer").areas.add(area)
    for permission in ("create_citizens", "see_institution_basic"):
        Grant.objects.create(appointment=elsa.appointment, permission=permission)
    Grant.objects.create(appointment=diego.appointment, permission="institutional_admin")
    people = {"R0": None, "R1": citizen("Gina Salazar", CitizenKind.UNSIGNED), "R2": citizen("Hugo Rea", CitizenKind.SIGNED),
              "R3": ana, "R4": bruno, "R6": elsa, "R8": delegated, "R9": diego, "R10": staff("Sofía Andrade", Role.AGQ),
              "R12": staff("Tomás Vera", Role.SUPERADMIN), "R13": staff("Aura Paz", Role.AUDITOR)}  # fmt: skip
    return people | {f"R11 {role}": staff(f"Iván {role}", role) for role in OF_ROLE.values()}


def citizen(name, kind) -> Person:
    user = factories.make_user(name)
    profile = CitizenProfile.objects.create(person=user, kind=kind)
    return Person(user, None, Citizen(user, profile))


@pytest.fixture
def things(institution, area, diego, sofia) -> dict:
    """What the addresses name."""
    post = factories.make_servant(area, "Olga Vela")
    change = data.ask_change(institution, field="name", value="Ministerio Nuevo de Ejemplo", reason="Decreto que lo cambia.",
                             actor=diego.actor)  # fmt: skip
    waiting = Registration.objects.create(
        state=RegistrationState.TO_VALIDATE, identity_number=factories.cedula(70_001), given_names="Rita", surnames="Loor",
        email="rita@ejemplo.com", created_at=clock.now())  # fmt: skip
    return {"case": making.submitted().uuid, "institution": institution.uuid, "area": area.uuid, "post": post.uuid,
            "person": post.person.uuid, "person_pk": post.person.pk, "change": change.uuid, "registration": waiting.uuid}  # fmt: skip


def is_open(answer) -> bool:
    """Whether somebody may: what leads to the login, to the door of who has no post, or to nothing is a refusal."""
    place = answer.headers.get("Location", "")
    return answer.status in OPEN or (
        answer.status == 302 and not place.startswith(("/ingresar", "/sin-puesto", "/admin/login"))
    )


def may(word, role, person_role) -> bool:
    """What a cell says of one person: of R11 it may be one of the three."""
    if role == "R11" and "(" in word:
        return any(f"({words})" in word and person_role == f"R11 {slug}" for words, slug in OF_ROLE.items())
    return bool(word) and word != READS


@pytest.mark.django_db
def test_i_06_every_role_is_answered_as_its_cell_says(roles, things):
    clients = {role: CastClient()(person) if person else CastClient() for role, person in roles.items()}
    wrong = []
    for action, cells in CELLS.items():
        row = TABLE[action]
        for person_role, client in clients.items():
            role = person_role.split()[0]
            asked, word = question(row, role), cells[role]
            if asked and not named(row, role):
                fields = {name: value.format(**things) for name, value in asked.fields.items()}
                answer = ask(client, asked.method, asked.address.format(**things), fields)
                if is_open(answer) != (may(word, role, person_role) or (word == READS and asked.method == "GET")):
                    wrong.append((action, person_role, word, answer.status))
            if word == READS and not named(row, role):
                answer = ask(client, "GET", row.read.format(**things))
                if answer.status != 200:
                    wrong.append((action, person_role, "read", answer.status))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.django_db
def test_i_06_the_jefe_reads_the_cases_of_the_area(client, ana, bruno, diego, elsa):
    case, other = open_case(diego, ana), open_case(diego, elsa)
    entered, address = client(bruno), f"/institucion/desvinculaciones/{case.uuid}/"
    assert "Ana Torres" in Page(entered.get("/institucion/desvinculaciones/")).text
    shown = Page(entered.get(address)).text
    assert "Lista de desvinculación" in shown
    assert "Desactivar usuario" not in shown
    assert entered.get(f"/institucion/desvinculaciones/{other.uuid}/").status_code == 404
    assert entered.post(f"{address}acto/anular/", {"reason": "Se queda en la institución."}).status_code == 403
    assert client(elsa).get(address).status_code == 404
