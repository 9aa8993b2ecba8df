"""The address of the person, as told by the trusted proxy and by nobody else (safety §1)."""

from ipaddress import ip_address, ip_network

from django.conf import settings


class ClientAddressMiddleware:
    """Puts the client's address in ``REMOTE_ADDR`` when the request comes from a trusted proxy.

    The last address of ``X-Forwarded-For`` is the one the proxy itself saw; those before it were
    written by whoever asked, and are never believed.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if told and _is_proxy(request.META.get("REMOTE_ADDR", "")):
            request.META["REMOTE_ADDR"] = _address(told) or request.META["REMOTE_ADDR"]
        return self.get_response(request)


def _is_proxy(text):
    address = _address(text)
    return bool(address) and any(
        ip_address(address) in ip_network(network) for network in settings.QUIPUX_PROXY_ADDRESSES
    )


def _address(text):
    try:
        return str(ip_address(text))
    except ValueError:
        return ""
