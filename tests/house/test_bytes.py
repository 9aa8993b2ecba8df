"""Nobody sees a byte without a check made in that request (safety §2.7, V-10): every address of files, every way of asking."""

import ast
import inspect

from django.db import transaction

from accounts.models import User
from institutions.models import Appointment
from quipux import clock
from tests.house import matrix, source

REFUSALS = (302, 403, 404)
STRANGERS = ("anonymous", "other_institution")
TELLING = ("ETag", "Content-Range", "Accept-Ranges", "Content-Disposition", "X-Accel-Redirect", "Last-Modified")


def handing() -> set[tuple[str, str]]:
    """Module and name of every function that answers with stored bytes, itself or through another."""
    called = {(module, one.name): calls(one) for module, path in source.modules().items()
              for one in source.tree(path).body if isinstance(one, ast.FunctionDef)}  # fmt: skip
    sources = {module: path.read_text(encoding="utf-8") for module, path in source.modules().items()}
    found = {key for key, names in called.items()
             if "deliver" in names and "from quipux.files.delivery import deliver" in sources[key[0]]}  # fmt: skip
    while more := {key for key, names in called.items() if key not in found and any(
            name in names and (module == key[0] or f"{module} import" in sources[key[0]]) for module, name in found)}:  # fmt: skip
        found |= more
    return found


def calls(function: ast.FunctionDef) -> set[str]:
    return {
        node.func.id for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def of_people() -> list[tuple[matrix.Case, str]]:
    """Every case of an address of files that only some people have, with one of these; public ones and tickets apart."""
    functions, found = handing(), []
    for case in matrix.cases().values():
        view = inspect.unwrap(matrix.routes()[case.url_name].view)
        granted = [actor for actor in matrix.ACTORS if case.cells[actor]["GET"] == 200]
        if granted and "anonymous" not in granted and (view.__module__, view.__name__) in functions:
            found.append((case, granted[0]))
    return found


def asked(office, actor, address, headers, *, before=None, method="get"):
    """Ask once with ``headers``, after ``before`` took something from the person; all is undone."""
    with transaction.atomic():
        if before is not None:
            before(office.people[actor])
        response = getattr(office.enter(actor), method)(address, headers=headers)
        response.streaming and list(response.streaming_content)
        transaction.set_rollback(True)
    return response.status_code, {name: response.headers[name] for name in TELLING if name in response.headers}


def ways(tag: str) -> list[tuple[str, dict]]:
    """A whole file, a piece, what a browser kept, what a download manager goes on with, only the headers."""
    return [("get", {}), ("get", {"Range": "bytes=0-0"}), ("get", {"If-None-Match": tag}),
            ("get", {"Range": "bytes=1-", "If-Range": tag}), ("head", {})]  # fmt: skip


def session_ended(person):
    """As after a new password, a suspension or «Cerrar sesiones»."""
    User.objects.filter(pk=person.user.pk).update(credential_version=person.user.credential_version + 1)


def post_ended(person):
    """The session goes on."""
    Appointment.objects.filter(pk=person.appointment.pk).update(access_ends_at=clock.now())


def losses(office, case, actor):
    """What ends the right to this file: «Salida» keeps the own backups."""
    has_post = office.people[actor].appointment is not None
    return [session_ended, post_ended] if has_post and case.cells["leaver"]["GET"] != 200 else [session_ended]


def test_v_10_nobody_sees_a_byte_without_a_check_made_in_that_request(office):
    files, told = of_people(), []
    assert len(files) > 18
    for case, actor in files:
        address = case.address(office.things)
        status, headers = asked(office, actor, address, {})
        assert (case.name, status, "ETag" in headers) == (case.name, 200, True)
        assert asked(office, actor, address, {"If-None-Match": headers["ETag"]})[0] == 304
        told += [(case.name, taken.__name__, asked(office, actor, address, how, before=taken, method=method))
                 for taken in losses(office, case, actor) for method, how in ways(headers["ETag"])]  # fmt: skip
        told += [(case.name, stranger, asked(office, stranger, address, {"If-None-Match": headers["ETag"]}))
                 for stranger in STRANGERS]  # fmt: skip
    assert [one for one in told if one[2][0] not in REFUSALS or one[2][1]] == []


def test_v_10_nor_does_the_proxy_get_the_place_of_a_file_without_that_check(office, settings):
    settings.QUIPUX_DELIVERY, told = "accel", []
    for case, actor in of_people():
        address = case.address(office.things)
        assert "X-Accel-Redirect" in asked(office, actor, address, {})[1], case.name
        told.append((case.name, asked(office, actor, address, {}, before=session_ended)))
    assert [one for one in told if one[1] != (302, {})] == []
