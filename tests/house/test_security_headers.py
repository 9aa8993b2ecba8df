"""S-69, S-70: the exact headers of statuses and cases that the walk over every address does not meet (safety §2.2).

The walk itself is in ``test_matrix``: it looks at the headers of what it was answered.
"""

from dataclasses import replace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from quipux.content_policy import ADMIN, STRICT
from quipux.web.middleware import SecurityHeadersMiddleware
from tests.house import headers, matrix, pages
from tests.house.answers import ask
from tests.house.headers import ALWAYS, POLICY, directives


def test_s_70_the_walk_sees_each_wrong_header(office):
    case = matrix.cases()["accounts:login"]
    answer = office.ask("anonymous", "GET", case.address(office.things))
    assert headers.wrong(case, answer) == []
    for name in (*ALWAYS, "Content-Security-Policy", "Cache-Control", "Vary"):
        changed = replace(answer, headers=answer.headers | {name: "otra"})
        assert headers.wrong(case, changed) == [name]
    more = replace(answer, headers=answer.headers | {"Server": "x"})
    assert headers.wrong(case, more) == ["Server"]


def test_s_70_each_status_of_a_refusal_has_the_headers_too(office):
    seen = set()
    for status, name in pages.ERRORS.items():
        case = matrix.cases()[name]
        method = "POST" if status == 405 else "GET"
        for actor in matrix.ACTORS:
            if case.cells[actor][method] == status:
                answer = office.ask(actor, method, case.address(office.things))
                assert {key: answer.headers.get(key) for key in ALWAYS} == ALWAYS
                assert directives(answer.headers["Content-Security-Policy"]) == directives(POLICY)
                seen.add(answer.status)
    assert seen == set(pages.ERRORS)


def test_s_70_a_form_without_token_and_an_unknown_host_have_the_headers_too(office):
    refused = office.enter("owner", enforce_csrf_checks=True).post("/salir/")
    foreign = office.enter("owner").get("/", headers={"host": "otro.ejemplo"})
    assert (refused.status_code, foreign.status_code) == (403, 400)
    for answer in (refused, foreign):
        assert {key: answer.headers.get(key) for key in ALWAYS} == ALWAYS


def test_s_70_with_tls_browsers_are_told_to_stay_with_it(office, settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    for path in ("/", "/no-existe/", "/bandejas/recibidos/"):
        answer = office.enter("owner", fresh=True).get(path, secure=True)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_s_70_leaving_empties_the_browser(office, settings):
    answer = office.enter("owner").post("/salir/")
    # The cookie by which a device is known stays: it lets nobody in (accounts-portal §6).
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.cookies[settings.SESSION_COOKIE_NAME].value == ""


# S-69: the walk over every address, actor and method is that of ``test_matrix`` --------------------------

# What caches on the way look at, and what they do not, so that one person's answer could be kept for another.
UNKEYED = {"X-Forwarded-Host": "malo.example", "X-Host": "malo.example", "Forwarded": "host=malo.example;proto=http",
           "X-Forwarded-Scheme": "http", "X-Forwarded-Port": "8443", "X-Forwarded-Prefix": "/malo", "X-Original-URL": "/admin/",
           "X-Rewrite-URL": "/admin/", "X-HTTP-Method-Override": "POST", "X-Forwarded-Server": "malo.example"}  # fmt: skip
STATIC_LOOKS = ("{}x.css", "{}%0a.js", "{}..%2fstatic%2fquipux.css", "{};x.css", "{}?x.css", "static/..{}")


def test_s_69_no_header_that_caches_leave_out_changes_an_answer(office):
    """Poisoning: what one request says of itself is not in the page that another would be handed."""
    client, asked = office.enter("anonymous"), 0
    for case in matrix.cases().values():
        if case.cells["anonymous"]["GET"] in (200, 302) and "@" not in case.name:
            plain, told = (
                ask(client, "GET", case.address(office.things), **extra) for extra in ({}, {"headers": UNKEYED})
            )
            assert (told.status, told.headers.get("Location")) == (plain.status, plain.headers.get("Location")), (
                case.name
            )
            assert b"malo" not in told.body, case.name
            assert headers.keepable(told) == [], case.name
            asked += 1
    assert asked > 100


@pytest.mark.parametrize("look", STATIC_LOOKS)
def test_s_69_a_private_page_does_not_pass_for_a_static_file(office, look):
    """Deception: the address of the own page, with an end that a cache would keep."""
    for page in ("/bandejas/recibidos/", "/perfil/", "/respaldos/"):
        answer = ask(office.enter("owner"), "GET", "/" + look.format(page).lstrip("/"))
        assert headers.keepable(answer) == [], page


def test_s_69_a_static_file_is_nobodys_own(office):
    """The only thing that may be kept is the same for everybody and sets nothing."""
    mine, anybodys = (office.enter(actor, fresh=True).get("/static/css/quipux.css") for actor in ("owner", "anonymous"))
    assert (mine.status_code, list(mine.cookies), list(anybodys.cookies)) == (200, [], [])
    assert b"".join(mine.streaming_content) == b"".join(anybodys.streaming_content)


@pytest.mark.parametrize("said", ["public, max-age=60", "no-cache", ""])
def test_s_69_nobody_keeps_what_sets_a_cookie_whatever_its_page_said(said):
    def view(request):
        answer = HttpResponse("la suya", headers={"Cache-Control": said} if said else {})
        answer.set_cookie("sesion", "llave")
        return answer

    answer = SecurityHeadersMiddleware(view)(RequestFactory().get("/"))
    assert (answer["Cache-Control"], answer["Vary"]) == ("no-store", "Cookie")


def test_u_38_the_exceptions_of_the_policy_are_exactly_those_listed():
    assert directives("; ".join(" ".join([name, *sources]) for name, sources in STRICT.items())) == directives(POLICY)
    assert {**ADMIN, "require-trusted-types-for": ["'script'"]} == STRICT
    assert not any("unsafe" in source for sources in STRICT.values() for source in sources)
