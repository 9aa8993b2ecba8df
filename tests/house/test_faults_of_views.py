"""What people are told when any view at all fails (safety S-71)."""

import re

import pytest
from django.core.handlers.base import BaseHandler

from tests.house import headers, matrix

pytestmark = pytest.mark.long
SECRET = "SELECT secreto FROM claves WHERE ruta = '/srv/quipux'"
CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b")
WHOEVER = ("owner", "sge_operator", "citizen", "leaver", "anonymous")  # somebody of these passes every first door


def failing(handler, view):
    def fails(request, *args, **kwargs):
        raise RuntimeError(SECRET)

    return fails


def told(office, case):
    """The answer of the first person whom the view would have served; nothing where there is none."""
    for actor in WHOEVER:
        client = office.enter(actor)
        client.raise_request_exception = False
        answer = client.get(case.address(office.things))
        if answer.status_code == 500:
            return answer
    return None


def test_s_71_a_fault_in_any_view_gives_a_code_the_headers_and_nothing_of_what_failed(office, monkeypatch):
    monkeypatch.setattr(BaseHandler, "make_view_atomic", failing)
    answers = {case.name: told(office, case) for case in matrix.cases().values() if "@" not in case.name}
    assert [name for name, answer in answers.items() if answer is None] == []
    wrong = {name: answer.content[:300] for name, answer in answers.items() if b"secreto" in answer.content
             or b"Traceback" in answer.content or b"/srv/" in answer.content or not CODE.search(answer.content.decode())
             or {key: answer.headers.get(key) for key in headers.ALWAYS} != headers.ALWAYS}  # fmt: skip
    assert (len(answers) > 300, wrong) == (True, {})
