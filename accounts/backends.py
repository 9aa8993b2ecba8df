"""Who is behind a number and a password (accounts-portal §5)."""

from functools import cache

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import make_password

from accounts import finding, sessions
from accounts.models import User
from quipux.moulds import RowsMould


class NumberBackend(ModelBackend):
    """By cédula or passport; the time is the same whether or not there is such a person."""

    def authenticate(self, request, username=None, password=None, country=None, **kwargs):
        """The person, or None.

        Args:
            username: canonical number.
            country: of a passport whose number belongs to two.
        """
        if not username or not password:
            return None
        found = finding.people_of(username, country or None)
        if not found:
            make_password(password)  # a dummy hash, as long as a real check
            return None
        matching = [person for person in found if person.check_password(password)]
        return next((person for person in matching if self.user_can_authenticate(person)), None)

    def get_user(self, user_id):
        """The person of a session, with what else every request asks of her (``sessions.beside``)."""
        person = next(iter(_person_of_session(settings.QUIPUX_SESSION_HOURS).ask(user_id)), None)
        return person if person and self.user_can_authenticate(person) else None


@cache
def _person_of_session(hours: int) -> RowsMould:
    """Asked by every page; its statement names how long a session lasts at most."""
    return RowsMould(lambda pk: sessions.beside(User.objects.filter(pk=pk)), 1)
