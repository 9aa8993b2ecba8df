"""Headers of every answer, and pages for what goes wrong."""

from django.utils.cache import patch_vary_headers

from quipux.errors import DomainError
from quipux.web import errors

FEATURES = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen",
    "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection", "local-fonts",
    "magnetometer", "microphone", "midi", "otp-credentials", "payment", "picture-in-picture",
    "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock", "serial", "storage-access",
    "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in FEATURES)
ALWAYS = {
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


class SecurityHeadersMiddleware:
    """The headers of safety.md section 2.2 that neither Django nor django-csp writes, on every answer.

    A view that sets one itself keeps its value: a page reached by a token may say no-referrer. What is not a static
    file is no-store, and nobody may keep what sets a cookie, whatever a view said of it (S-69).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if response.cookies or not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        if "no-store" in response["Cache-Control"]:
            patch_vary_headers(response, ["Cookie"])
        return response


class ErrorPagesMiddleware:
    """Turns what the domain refuses into its page, and bare refusals of the framework into ours."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code < 400 or response.streaming or response.content:
            return response
        return self._dressed(request, response)

    def process_exception(self, request, exception):
        if not isinstance(exception, DomainError):
            return None
        return errors.refused(request, exception)

    @staticmethod
    def _dressed(request, response):
        """The page of the status in place of an empty body; headers such as Allow stay."""
        if response.status_code not in errors.TEMPLATES or request.method == "HEAD":
            return response
        drawn = errors.page(request, response.status_code)
        response.content = drawn.content
        response["Content-Type"] = drawn["Content-Type"]
        return response
