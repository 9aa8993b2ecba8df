"""Notices and mails about signatures: to the signer, and to the holders when a revocation comes to light (documents §16.6)."""

from documents.services.telling import one_mail_per_person, tell, tell_citizen
from quipux.history.recorder import SYSTEM

RECEIVED, REFUSED, REVOKED = "Firma recibida", "Firma rechazada", "Firma revocada"


def received(request, original) -> None:
    """To the signer, in one mail for all documents of the session."""
    _tell(request, original, RECEIVED)


def refused(request, original) -> None:
    """To the signer; the reason stands on the page."""
    _tell(request, original, REFUSED)


def _tell(request, original, event):
    key = f"firma-{request.pk}-{event}"
    if request.session.appointment is None:
        return tell_citizen(original.holder_citizen, event, original, key=key)
    with one_mail_per_person(f"firma-{request.session.uuid}"):
        tell(request.session.appointment, event, original, actor=SYSTEM, key=key)


def revoked(check, copies) -> None:
    """To the signer, who holds the original, and to whoever holds a copy."""
    for copy in copies:
        key = f"revocada-{check.pk}-{copy.uuid}"
        if copy.holder is not None:
            tell(copy.holder, REVOKED, copy, actor=SYSTEM, key=key)
        elif copy.holder_citizen is not None:
            tell_citizen(copy.holder_citizen, REVOKED, copy, key=key)
