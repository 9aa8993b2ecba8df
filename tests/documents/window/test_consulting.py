"""The consult code of a comprobante (documents §11, §15)."""

import re

import pytest
from django.db import InternalError, transaction

from documents import consulting
from documents.models import Document
from tests import factories


def test_a_code_has_twelve_easy_letters_in_three_groups():
    codes = {consulting.new_code() for _ in range(50)}
    assert len(codes) == 50
    assert all(re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){2}[2-9A-HJ-NP-Z]{4}", code) for code in codes)


@pytest.mark.parametrize("typed", ["AB2C-DE3F-GH4J", "ab2cde3fgh4j", " AB2C DE3F GH4J "])
def test_a_code_is_recognised_however_it_is_typed(typed):
    assert consulting.matches(Document(consult_code="AB2C-DE3F-GH4J"), typed)


@pytest.mark.parametrize(("code", "typed"), [("AB2C-DE3F-GH4J", "AB2C-DE3F-GH4K"), ("AB2C-DE3F-GH4J", ""),
                                             ("AB2C-DE3F-GH4J", "ñ"), ("", ""), ("", "-")])  # fmt: skip
def test_no_other_text_is_a_code_and_without_one_nothing_is(code, typed):
    assert not consulting.matches(Document(consult_code=code), typed)


@pytest.mark.django_db
def test_a_code_that_was_handed_over_never_changes(ana, bruno):
    document = factories.make_draft(ana, to=[bruno])
    assert consulting.code_for(document) == ""
    Document.objects.filter(pk=document.pk).update(consult_code="AB2C-DE3F-GH4J")
    with pytest.raises(InternalError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(consult_code="AB2C-DE3F-GH4K")
    document.refresh_from_db()
    assert consulting.code_for(document) == "AB2C-DE3F-GH4J"
