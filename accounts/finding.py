"""Who is meant by what was typed in «Cédula» (accounts-portal §5)."""

from uuid import UUID

from django.db.models import Q
from django.utils.crypto import salted_hmac

from accounts.identity import clean
from accounts.models import IdentityKind, User

MOST = 10  # countries of one number
CODE = "SIN-"


def canonical(typed: str) -> str:
    """A cédula or passport number as it is stored, from any accepted way of typing it.

    The user code of old notices was «U» and the cédula.
    """
    number = clean(typed)
    return number[1:] if number.startswith("U") and number[1:].isdigit() else number


def people_of(typed: str, country: str | None = None) -> list[User]:
    """Who has this number: one person, or one for each country of a passport; never by e-mail.

    Args:
        country: ISO 3166 alfa-3, where the person said it.
    """
    rows = User.objects.filter(identity_number=canonical(typed)).order_by("passport_country", "pk")
    return list(rows.filter(passport_country=country) if country else rows)[:MOST]


def people_named(typed: str) -> list[User]:
    """As `people_of`, and who has no identification by the code of the house, SIN-n."""
    code = typed.strip().upper()
    return list(User.objects.filter(identity_number=code)) if code.startswith(CODE) else people_of(typed)


def person_of(typed: str) -> User | None:
    """The person of a number, if there is exactly one."""
    found = people_of(typed)
    return found[0] if len(found) == 1 else None


def person_with(kind: str, number: str, country: str = "") -> User | None:
    """Who has exactly this identity; a passport is one with its country (accounts-portal §2.1).

    Args:
        number, country: canonical.
    """
    return User.objects.filter(identity_kind=kind, identity_number=number, passport_country=country).first()


def key_of(number: str, country: str = "") -> str:
    """One identity as one text: the same passport number of two countries is two people."""
    return f"{number} {country}" if country else number


def countries_of(typed: str) -> list[str]:
    """The countries that gave out a passport with this number to somebody here."""
    rows = User.objects.filter(identity_number=canonical(typed), identity_kind=IdentityKind.PASSPORT)
    return list(rows.order_by("passport_country").values_list("passport_country", flat=True)[:MOST])


def fingerprint(typed: str) -> str:
    """What the access log keeps of a number that belongs to nobody."""
    return salted_hmac("accounts.typed", canonical(typed), algorithm="sha256").hexdigest()


def named_or_identified(typed: str):
    """People whose names hold every word of ``typed``, or the one whose identifier it is; never by a number."""
    try:
        return User.objects.filter(uuid=UUID(typed))
    except ValueError:
        rows = User.objects.all()
    for word in typed.split():
        rows = rows.filter(Q(given_names__unaccent__icontains=word) | Q(surnames__unaccent__icontains=word))
    return rows.order_by("surnames", "given_names", "pk")
