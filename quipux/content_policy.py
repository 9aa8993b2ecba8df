"""The content policies of the pages (ui.md 6): one strict policy and its named exceptions.

Every exception stands here, on its own addresses, so that a reviewer reads them all at once.
"""

from csp.constants import NONE, SELF
from csp.middleware import CSPMiddleware
from django.conf import settings

STRICT = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "media-src": [SELF],  # the spoken code
    "connect-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
    "require-trusted-types-for": ["'script'"],
}

# Django's own admin pages set innerHTML through their bundled jQuery: no Trusted Types there, still nothing unsafe-*.
# The sections that the apps bring are pages like all the others.
ADMIN = {name: sources for name, sources in STRICT.items() if name != "require-trusted-types-for"}

BY_PREFIX = {
    "/admin/respaldos/": STRICT,
    "/admin/firma/": STRICT,
    "/admin/ciudadanos/": STRICT,
    "/admin/catalogos/": STRICT,
    "/admin/datos-instituciones/": STRICT,
    "/admin/permisos/": STRICT,
    "/admin/incidentes/": STRICT,
    "/admin/portal/": STRICT,
    "/admin/personas/": STRICT,
    "/admin/implantacion/": STRICT,
    "/admin/auditoria/": STRICT,
    "/admin/reorganizacion/": STRICT,
    "/admin/soporte/": STRICT,
    "/admin/reportes/": STRICT,
    "/admin/reportes-generados/": STRICT,
    "/admin/login/": STRICT,
    "/admin/": ADMIN,
}  # the first that fits


class ContentPolicyMiddleware(CSPMiddleware):
    """The strict policy for every answer, a named one under its prefix."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if parts.config is None and not report_only:
            parts.config = policy_for(request.path_info)
        return parts


def policy_for(path: str) -> dict[str, list[str]]:
    """The policy of an address of this site (path without query), wherever the installation put the administration."""
    if path.startswith(settings.QUIPUX_ADMIN_PATH):
        path = "/admin/" + path.removeprefix(settings.QUIPUX_ADMIN_PATH)
    return next((policy for prefix, policy in BY_PREFIX.items() if path.startswith(prefix)), STRICT)
