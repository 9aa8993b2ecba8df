"""S-70: the exact headers of statuses and cases that the walk over every address does not meet (safety §2.2).

The walk itself is in ``test_matrix``: it looks at the headers of what it was answered.
"""

from quipux.content_policy import ADMIN, STRICT
from tests.house import headers, matrix, pages
from tests.house.headers import ALWAYS, POLICY, directives


def test_s_70_the_walk_sees_each_wrong_header(office):
    case = matrix.cases()["accounts:login"]
    answer = office.ask("anonymous", "GET", case.address(office.things))
    assert headers.wrong(case, answer) == []
    for name in (*ALWAYS, "Content-Security-Policy", "Cache-Control", "Vary"):
        changed = type(answer)(answer.status, answer.headers | {name: "otra"}, answer.body, answer.wrote)
        assert headers.wrong(case, changed) == [name]
    more = type(answer)(answer.status, answer.headers | {"Server": "x"}, answer.body, answer.wrote)
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


def test_u_38_the_exceptions_of_the_policy_are_exactly_those_listed():
    assert directives("; ".join(" ".join([name, *sources]) for name, sources in STRICT.items())) == directives(POLICY)
    assert {**ADMIN, "require-trusted-types-for": ["'script'"]} == STRICT
    assert not any("unsafe" in source for sources in STRICT.values() for source in sources)
