"""The people of the Subsecretaría beside Sofía, and a browserless way to their pages."""

import pytest
from django.contrib.auth.models import Permission

from institutions.actors import Operator
from tests import factories
from tests.cast import Person


def staff(name: str, *rights: str) -> Person:
    """A person of the SGE without any appointment, holding ``rights`` of this app."""
    user = factories.make_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="backups", codename__in=rights))
    return Person(user, None, Operator(user))


@pytest.fixture
def tomas(db) -> Person:
    """A second SGE operator, by permission and not as superuser."""
    return staff("Tomás Rea", "operate_backups")


@pytest.fixture
def rosa(db) -> Person:
    """An SGE reader: sees the same pages, changes nothing."""
    return staff("Rosa Lema")
