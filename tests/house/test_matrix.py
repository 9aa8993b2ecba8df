"""Who may do what: the three proofs over `quipux/permisos.toml` (safety §3, backups §8)."""

import ast
import inspect
import re
import uuid

import pytest
from django.urls import converters, get_resolver

from accounts.models import User
from quipux import access
from tests import factories
from tests.house import headers, matrix, source
from tests.house.answers import ask, touched

CASES = matrix.cases().values()
LEVELS = {
    access.PUBLIC,
    access.SIGNED_IN,
    access.SERVANT,
    access.TITULAR,
    access.LEAVER,
    access.SIGNER,
    access.CITIZEN,
    access.PERSON,
    access.OPERATOR,
}
REFUSALS = (302, 403, 404, 405)  # 409 and 410 are told to people who may know of the object
UNTYPED = re.compile(r"<(?!\w+:)\w*>")
DJANGO_CLOSED = {"admin:app_list", "admin:catch_all"}  # Django's own: a closed list of apps, and all that is no page


NOBODYS = uuid.uuid4()


def case_ids(case):
    return case.name


# (a) Complete -----------------------------------------------------------------------------------------


def test_a_57_every_address_has_its_table_and_every_table_its_address():
    assert {case.url_name for case in CASES} == set(matrix.routes())


def test_every_case_has_a_table_for_the_plain_name_too():
    assert {case.url_name for case in CASES if "@" in case.name} <= set(matrix.cases())


def test_every_parameter_of_a_path_has_a_converter():
    untyped = {
        name for name, route in matrix.routes().items() if UNTYPED.search(route.pattern) or "(?P<" in route.pattern
    }
    assert untyped <= DJANGO_CLOSED


def test_the_rule_of_converters_sees_a_parameter_without_one():
    assert UNTYPED.search("documentos/<uuid>/")
    assert not UNTYPED.search("documentos/<uuid:uuid>/partes/<int:number>/")
    assert set(converters.get_converters()) == {"int", "path", "slug", "str", "uuid"}


@pytest.mark.parametrize("name", matrix.routes())
def test_every_view_declares_who_may_enter(name):
    assert access.level_of(matrix.routes()[name].view) in LEVELS


@pytest.mark.parametrize("name", [name for name, r in matrix.routes().items() if not access.is_admin(r.view)])
def test_the_source_of_every_view_shows_its_mark(name):
    """Found in the syntax tree, so that no middleware or import sets it from afar."""
    view = inspect.unwrap(matrix.routes()[name].view)
    tree = source.tree(source.modules()[view.__module__])
    assert marks_of(tree, view.__name__) == [access.level_of(matrix.routes()[name].view)]


def marks_of(tree: ast.Module, function: str) -> list[str]:
    """The levels that the decorators of ``function`` declare, directly or inside a decorator of its module."""
    functions = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}
    found = []
    for decorator in functions[function].decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(called, ast.Name) and called.id in functions:
            inner = [n for n in ast.walk(functions[called.id]) if isinstance(n, ast.FunctionDef)]
            found += [_mark(d) for n in inner for d in n.decorator_list]
        found.append(_mark(called))
    return [mark for mark in found if mark]


def _mark(node) -> str | None:
    is_mark = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "access"
    return node.attr if is_mark else None


def test_the_search_for_marks_sees_their_absence_and_marks_inside_decorators():
    tree = ast.parse(
        "def tab(view):\n    @access.servant\n    def page(request): ...\n    return page\n"
        "@tab\ndef inside(request): ...\n@require_safe\ndef bare(request): ...\n@access.public\ndef open_(request): ..."
    )
    assert [marks_of(tree, name) for name in ("inside", "bare", "open_")] == [["servant"], [], ["public"]]


# (b) True ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=case_ids)
def test_a_57_s_17_s_69_s_70_every_actor_gets_the_answer_of_the_matrix(office, case):
    """One walk: status, canary, writing, silence, token and headers are looked at in the same answers."""
    address = case.address(office.things)
    for method in matrix.METHODS:
        answers = {actor: office.ask(actor, method, address, case.post) for actor in matrix.ACTORS}
        assert {actor: answer.status for actor, answer in answers.items()} == case.expected(method)
        assert {actor: shows(office, case, answer) for actor, answer in answers.items()} == {
            actor: must_show(case, answer) for actor, answer in answers.items()
        }
        assert [actor for actor, answer in answers.items() if answer.wrote and not may_write(case, method, answer)
                ] == []  # fmt: skip
        if method == "GET":
            wrong = {actor: headers.wrong(case, answer) for actor, answer in answers.items()}
            assert {actor: names for actor, names in wrong.items() if names} == {}
        assert [actor for actor, answer in answers.items() if headers.keepable(answer)] == []
        assert told_apart(office, case, method, answers) == []
    if "@" not in case.name:
        assert tokenless(office, case, address) == {"owner": (403, False), "sge_operator": (403, False)}


def told_apart(office, case, method, answers) -> list[str]:
    """Actors whose 404 differs in any byte from that of a random uuid."""
    if not is_secret(case):
        return []
    random = case.address(office.things, uuid=NOBODYS)
    none = {actor: office.ask(actor, method, random, case.post) for actor, answer in answers.items()
            if answer.status == 404}  # fmt: skip
    return [actor for actor, answer in none.items()
            if (answer.status, answer.headers, answer.body)
            != (answers[actor].status, answers[actor].headers, answers[actor].body)]  # fmt: skip


def is_secret(case) -> bool:
    """Whether somebody may not even know that the object exists."""
    hidden = any(404 in cell.values() for cell in case.cells.values())
    return bool(case.object) and hidden and "uuid" in matrix.routes()[case.url_name].parameters


def tokenless(office, case, address) -> dict:
    """What a POST without token is answered, even of the person who may do everything there."""
    answers = {actor: ask(office.enter(actor, enforce_csrf_checks=True), "POST", address, case.post)
               for actor in ("owner", "sge_operator")}  # fmt: skip
    return {actor: (answer.status, answer.wrote) for actor, answer in answers.items()}


def shows(office, case, answer) -> bool | None:
    """Whether the object's canary stands in the answer; None where it does not matter."""
    if not case.canary or must_show(case, answer) is None:
        return None
    return office.things[case.object].canaries[case.canary] in answer.body


def must_show(case, answer) -> bool | None:
    if not case.canary:
        return None
    return {200: True}.get(answer.status, False if answer.status in REFUSALS else None)


def may_write(case, method, answer) -> bool:
    """A POST that was accepted, or the answers with content that say so in the matrix; a refusal never."""
    if answer.status == 200:
        return bool(case.writes)
    return method == "POST" and answer.status == 302 and not access.is_admin(matrix.routes()[case.url_name].view)


@pytest.mark.parametrize("case", [c for c in CASES if c.writes], ids=case_ids)
def test_an_answer_with_content_that_may_write_really_does_for_somebody(office, case):
    """So that the exception disappears from the matrix together with its reason."""
    address = case.address(office.things)
    allowed = [(actor, method) for actor in matrix.ACTORS for method in matrix.METHODS
               if case.cells[actor][method] == 200]  # fmt: skip
    assert any(office.ask(actor, method, address, case.post).wrote for actor, method in allowed)


@pytest.mark.django_db
def test_touching_a_row_is_seen_even_if_its_value_stays():
    user = factories.make_user()
    before = touched()
    assert touched() == before
    User.objects.filter(pk=user.pk).update(surnames=user.surnames)
    assert touched() == before + 1


# (c) Silent -------------------------------------------------------------------------------------------


def test_s_86_a_training_tenant_reaches_nothing_of_production(office):
    """Every object that has to be hidden from somebody, for who may do everything in a training tenant."""
    asked = [case for case in CASES if is_secret(case) and case.cells["anonymous"]["GET"] != 200]
    assert len(asked) > 100
    reached = [(case.name, method) for case in asked for method in matrix.METHODS
               if reaches(office, case, office.ask("training", method, case.address(office.things), case.post))]  # fmt: skip
    assert reached == []


def reaches(office, case, answer) -> bool:
    """Whether an answer was no refusal, wrote something, or shows the object."""
    is_shown = case.canary and office.things[case.object].canaries[case.canary] in answer.body
    return answer.status not in REFUSALS or answer.wrote or is_shown


def test_s_17_the_page_of_login_is_asked_of_everybody_whether_or_not_the_object_exists(office):
    for case in (case for case in CASES if is_secret(case)):
        for actor in ("anonymous", "inactive"):
            answer = office.ask(actor, "GET", case.address(office.things, uuid=NOBODYS))
            assert (answer.status, answer.headers["Location"].split("?")[0]) == (302, "/ingresar/")


def test_the_walk_reaches_the_included_apps_and_the_administration():
    spaces = {name.split(":")[0] for name in matrix.routes()}
    assert spaces == {*get_resolver().app_dict, "admin"}
