"""S-70: the exact headers of every address and of every status (safety §2.2), the proxy's own apart."""

import pytest

from quipux.content_policy import ADMIN, STRICT
from quipux.web.middleware import FEATURES
from tests.house import matrix, pages

POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
          "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
          "require-trusted-types-for 'script'")  # fmt: skip
ADMIN_POLICY = POLICY.removesuffix("; require-trusted-types-for 'script'")
BYTES_POLICY = "sandbox; default-src 'none'"  # what people brought has no rights of the page's
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
}
# What an answer may say beside them, by its own nature.
OWN = {"Content-Type", "Content-Length", "Location", "Allow", "Retry-After", "ETag", "Last-Modified", "Expires",
       "Content-Disposition", "Accept-Ranges", "Content-Language"}  # fmt: skip
# The address itself lets somebody in, or says what somebody holds: no other page may learn it.
BY_TOKEN = {"backups:ticket_part", "documents:verify_code", "documents:consult", "documents:consult@asked"}
FILES = {"documents:official_pdf", "documents:attachment", "documents:route_sheet", "documents:dispatch_evidence",
         "documents:transfer", "documents:signing_given", "documents:citizen_pdf", "documents:citizen_attachment",
         "documents:receipt_file", "backups:hand_over_receipt"}  # fmt: skip


def policy_of(case, answer) -> str:
    if not pages.is_own(case):
        return ADMIN_POLICY
    return BYTES_POLICY if case.url_name in FILES and answer.status == 200 else POLICY


def directives(policy: str) -> set[str]:
    return set(policy.split("; "))


@pytest.mark.parametrize("case", matrix.cases().values(), ids=lambda case: case.name)
def test_s_70_every_address_answers_each_status_with_exactly_these_headers(office, case):
    one_per_status = {case.cells[actor]["GET"]: actor for actor in matrix.ACTORS}
    for actor in one_per_status.values():
        answer = office.ask(actor, "GET", case.address(office.things))
        headers = dict(answer.headers)
        assert directives(headers.pop("Content-Security-Policy")) == directives(policy_of(case, answer)), actor
        cached, vary = headers.pop("Cache-Control"), headers.pop("Vary", "")
        assert "no-store" in cached, actor
        assert "Cookie" in vary or answer.status == 200, actor
        expected = ALWAYS | ({"Referrer-Policy": "no-referrer"} if case.name in BY_TOKEN else {})
        assert {name: headers.pop(name, None) for name in ALWAYS} == expected, actor
        assert set(headers) <= OWN, actor


@pytest.mark.parametrize("case", matrix.cases().values(), ids=lambda case: case.name)
def test_s_70_no_page_with_data_is_kept_for_another_person(office, case):
    for actor in pages.viewers(case):
        answer = office.ask(actor, "GET", case.address(office.things))
        if answer.headers["Content-Type"].startswith("text/html"):
            assert "Cookie" in answer.headers["Vary"], actor


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


def test_s_70_leaving_empties_the_browser(office):
    answer = office.enter("owner").post("/salir/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'


def test_u_38_the_exceptions_of_the_policy_are_exactly_those_listed():
    assert directives("; ".join(" ".join([name, *sources]) for name, sources in STRICT.items())) == directives(POLICY)
    assert {**ADMIN, "require-trusted-types-for": ["'script'"]} == STRICT
    assert not any("unsafe" in source for sources in STRICT.values() for source in sources)
