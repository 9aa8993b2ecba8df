"""Whose address counts for limits: the client's behind the trusted proxy, the sender's otherwise."""

import pytest
from django.test import RequestFactory

from quipux.web.proxy import ClientAddressMiddleware


def address_seen(sender: str, forwarded: str | None) -> str:
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    request = RequestFactory().get("/", REMOTE_ADDR=sender, **headers)
    return ClientAddressMiddleware(lambda request: request.META["REMOTE_ADDR"])(request)


@pytest.fixture(autouse=True)
def _one_proxy(settings):
    settings.QUIPUX_PROXY_ADDRESSES = ("172.30.10.0/24",)


def test_the_trusted_proxy_tells_the_address_it_saw():
    assert address_seen("172.30.10.10", "203.0.113.7") == "203.0.113.7"
    assert address_seen("172.30.10.10", "2001:db8::7") == "2001:db8::7"


def test_what_the_client_wrote_before_it_is_not_believed():
    assert address_seen("172.30.10.10", "10.9.9.9, 203.0.113.7") == "203.0.113.7"


@pytest.mark.parametrize("forwarded", ["203.0.113.7", "nada", "", None])
def test_nobody_else_is_believed(forwarded):
    assert address_seen("198.51.100.4", forwarded) == "198.51.100.4"


def test_an_unreadable_address_changes_nothing():
    assert address_seen("172.30.10.10", "no-es-una-dirección") == "172.30.10.10"
