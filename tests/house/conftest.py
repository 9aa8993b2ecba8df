"""The office of the tests over every address."""

import pytest
from django.db import transaction

from tests.house import office as offices


@pytest.fixture(scope="module")
def _module_office(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bytes")
    with django_db_blocker.unblock(), transaction.atomic(), offices.settings_of(folder):
        yield offices.build()
        transaction.set_rollback(True)


@pytest.fixture
def office(_module_office, db) -> offices.Office:
    """People, sessions and things; what a test writes is gone after it."""
    return _module_office
