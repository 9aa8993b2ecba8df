"""Citizens, the ventanilla that may create them, and a validadora of the SGE."""

import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from quipux.operators import Operator
from tests import factories
from tests.cast import Person
from tests.documents.citizens.conftest import gina, hugo  # noqa: F401  (the same two citizens)
from tests.documents.window import making as window


@pytest.fixture
def nelly(db) -> Person:
    """A validadora: of the SGE, with that right alone."""
    user = factories.make_user("Nelly Rojas", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="validate_people"))
    user = User.objects.get(pk=user.pk)
    return Person(user, None, Operator(user))


@pytest.fixture
def desk(elsa) -> Person:
    """Elsa, who may create citizens."""
    window.let(elsa, "create_citizens")
    return elsa
