"""The office of the tests over every address: built once by a process, and gone before any other test."""

from contextlib import ExitStack

import pytest
from django.db import transaction

from tests.house import office as offices


class Keeper:
    """Holds the office, with its transaction open, while the tests that follow each other ask for it."""

    def __init__(self):
        self.office, self._held = None, ExitStack()

    def open(self, blocker, folder) -> None:
        with ExitStack() as held:
            held.enter_context(blocker.unblock())
            held.enter_context(transaction.atomic())
            held.callback(transaction.set_rollback, True)
            held.enter_context(offices.settings_of(folder))
            self.office = offices.build()
            self._held = held.pop_all()

    def close(self) -> None:
        self.office = None
        self._held.close()


KEEPER = Keeper()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None):
    """Nobody else may see the office's rows; `tests/conftest.py` puts those who ask for it one after another."""
    try:
        return (yield)
    finally:
        if "_open_office" in item.fixturenames and "_open_office" not in getattr(nextitem, "fixturenames", ()):
            KEEPER.close()


@pytest.fixture(scope="module")
def _open_office(django_db_setup, django_db_blocker, tmp_path_factory):
    """Before all that belongs to a single test: the settings of the office stay when those of a test go."""
    if KEEPER.office is None:
        KEEPER.open(django_db_blocker, tmp_path_factory.mktemp("bytes"))
    return KEEPER.office


@pytest.fixture
def office(_open_office, db) -> offices.Office:
    """People, sessions and things; what a test writes is gone after it."""
    return _open_office
