"""From where the administration exists at all (accounts-portal §12: «optional address list»)."""

from ipaddress import ip_address, ip_network

from django.conf import settings

from quipux.web import errors


class AdministrationNetworkMiddleware:
    """Outside the networks of the list the administration is a page that does not exist, whoever asks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(settings.QUIPUX_ADMIN_PATH) and not is_inside(
            request.META.get("REMOTE_ADDR", "")
        ):
            return errors.not_found(request)
        return self.get_response(request)


def is_inside(address: str) -> bool:
    """Whether an address of the trusted proxy's word may see the administration; without a list, every one."""
    networks = settings.QUIPUX_ADMIN_NETWORKS
    try:
        return not networks or any(ip_address(address) in ip_network(one) for one in networks)
    except ValueError:
        return False
