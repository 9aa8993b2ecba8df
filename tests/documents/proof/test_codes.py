"""Codes as people type them (documents §15)."""

import pytest

from documents.numbering import verification_code
from documents.proof.codes import canonical


@pytest.mark.parametrize(
    "typed", ["7K3M-2QXW-94HT-RB6C", "7k3m2qxw94htrb6c", " 7K3M 2QXW 94HT RB6C\n", "7K3M.2QXW–94HT_RB6C"]
)
def test_a_code_is_understood_with_hyphens_or_without_and_in_any_case(typed):
    assert canonical(typed) == "7K3M-2QXW-94HT-RB6C"


@pytest.mark.parametrize("typed", ["", "7K3M", "7K3M-2QXW-94HT-RB6C-7K3M", "7K3M-2QXW-94HT-RB60", "7K3M-2QXW-94HT-RB6I",
                                   "'; DROP TABLE--16", "7K3M-2QXW-94HT-RB6Ñ"])  # fmt: skip
def test_what_cannot_be_a_code_is_none(typed):
    assert canonical(typed) is None


def test_every_code_that_is_given_is_already_canonical():
    code = verification_code()
    assert canonical(code) == canonical(code.replace("-", "").lower()) == code
