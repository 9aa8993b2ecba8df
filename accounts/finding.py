"""Who is meant by what was typed in «Cédula» (accounts-portal §5)."""

from django.utils.crypto import salted_hmac

from accounts.identity import clean
from accounts.models import User


def canonical(typed: str) -> str:
    """A cédula or passport number as it is stored, from any accepted way of typing it.

    The user code of old notices was «U» and the cédula.
    """
    number = clean(typed)
    return number[1:] if number.startswith("U") and number[1:].isdigit() else number


def person_of(typed: str) -> User | None:
    """The person of a number; never of an e-mail."""
    return User.objects.filter(identity_number=canonical(typed)).first()


def fingerprint(typed: str) -> str:
    """What the access log keeps of a number that belongs to nobody."""
    return salted_hmac("accounts.typed", canonical(typed), algorithm="sha256").hexdigest()
