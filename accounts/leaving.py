"""What becomes of an e-mail when its owner leaves the institution it belongs to (accounts-portal §2.3)."""

from collections.abc import Iterable

from accounts.models import User
from quipux import clock


def leave_institution(person: User, domains: Iterable[str]) -> bool:
    """Mark the principal e-mail stale when its domain belongs to an institution where nobody employs the person any more.

    A mailbox handed to a successor must never open the predecessor's account: no recovery nor notice goes there.

    Args:
        domains: of that institution, in lower case, without «@».

    Returns:
        Whether the e-mail is stale now.
    """
    domain = person.email.rpartition("@")[2].lower()
    if not domain or domain not in set(domains):
        return False
    return bool(User.objects.filter(pk=person.pk, email_stale_at=None).update(email_stale_at=clock.now()))
