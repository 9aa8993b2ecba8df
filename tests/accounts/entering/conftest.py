"""Whoever tries to enter."""

import pytest

from tests.cast import PASSWORD


@pytest.fixture
def user(ana):
    """Ana's user with a password."""
    ana.user.set_password(PASSWORD)
    ana.user.save()
    return ana.user
