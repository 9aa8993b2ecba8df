"""Addresses of official files that only the page of their code gives, so that nobody tries codes on them."""

from datetime import timedelta
from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse

VALID = timedelta(hours=1)
_signer = signing.TimestampSigner(salt="documents.proof.seals")


def address(code: str) -> str:
    """Where the official file of ``code`` is taken, for an hour."""
    seal = _signer.sign(code).removeprefix(code)
    return f"{reverse('documents:verified_pdf', args=[code])}?{urlencode({'sello': seal})}"


def is_valid(code: str, query) -> bool:
    """Whether the address carries the seal of ``code`` and it is still good."""
    try:
        _signer.unsign(f"{code}{query.get('sello', '')}", max_age=VALID)
    except signing.BadSignature:
        return False
    return True
