"""Which statements count as a change when a page that lost a conflict may be asked again (safety F-13)."""

import pytest

from quipux.web.retrying import changes


@pytest.mark.parametrize(("sql", "expected"), [
    ("SELECT 1", False), ("  (SELECT 1)", False), ("WITH tree AS (SELECT 1) SELECT * FROM tree", False),
    ("WITH taken AS (INSERT INTO counter VALUES (1) RETURNING last) SELECT * FROM taken", True),
    ("UPDATE a SET b = 1", True), ('INSERT INTO "a" VALUES (1)', True), ('SAVEPOINT "s1"', False),
])  # fmt: skip
def test_f_13_what_may_have_changed_something_is_known_by_its_statement(sql, expected):
    assert changes(sql) is expected
