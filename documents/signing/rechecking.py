"""Every night the certificates whose revocation could not be known are asked about again, for a week (documents §9.2, D-25)."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from documents import history
from documents.models import Copy, Signature, SignatureCheck
from documents.signing import telling
from documents.states import CopyState, Revocation
from quipux import clock
from quipux.errors import DomainError
from quipux.files import store
from quipux.history import recorder
from quipux.history.recorder import SYSTEM
from quipux.signatures import validating
from quipux.signatures.results import Recheck

logger = logging.getLogger("quipux.documents")
WEEK = timedelta(days=7)
TOLD = (CopyState.IN_PROCESS, CopyState.SENT, CopyState.SHELVED)


def recheck_unknown() -> int:
    """Ask again about signatures of the last week whose revocation is still unknown.

    Returns:
        How many got an answer.
    """
    last = SignatureCheck.objects.filter(signature=OuterRef("pk")).order_by("-pk").values("revocation")[:1]
    recent = Signature.objects.filter(revocation=Revocation.UNKNOWN, checked_at__gte=clock.now() - WEEK)
    unknown = recent.annotate(known=Coalesce(Subquery(last), "revocation")).filter(known=Revocation.UNKNOWN)
    return sum(
        _recheck(signature) for signature in unknown.select_related("file", "document__institution").order_by("pk")
    )


def _recheck(signature) -> bool:
    """Whether something was learned; what nobody answered is asked again tomorrow."""
    try:
        found = validating.recheck(store.read(signature.file), field_name=signature.field_name,
                                   signed_at=signature.signed_at, at=clock.now(),
                                   training=signature.document.institution.is_training)  # fmt: skip
    except DomainError as error:
        logger.warning("signature_not_rechecked", extra={"signature": signature.pk, "reason": type(error).__name__})
        return False
    if found.revocation == Revocation.UNKNOWN:
        return False
    keep(signature, found)
    return True


@transaction.atomic
def keep(signature: Signature, found: Recheck) -> SignatureCheck:
    """Keep what was learned; of a revocation from before the signing, signer and holders are told. No byte changes."""
    check = SignatureCheck.objects.create(signature=signature, at=found.checked_at, revocation=found.revocation,
                                          revoked_at=found.revoked_at)  # fmt: skip
    if found.invalidates:
        _announce(check, signature.document_id)
    return check


def _announce(check, document):
    copies = Copy.objects.filter(document=document, state__in=TOLD).select_related("document", "holder__person",
                                                                                   "holder__area", "holder_citizen")  # fmt: skip
    for copy in copies:
        recorder.record(copy, history.SIGN_REVOKED, actor=SYSTEM,
                        comment=f"El certificado está revocado desde {clock.local(check.revoked_at).date()}.")  # fmt: skip
    telling.revoked(check, copies)
