"""Every address; each app keeps its own."""

from django.conf import settings
from django.urls import include, path

from quipux.administration import site

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("institutions.urls")),
    path("verificar/", include("backups.public_urls")),  # before the codes of documents, which are any word
    path("", include("documents.urls")),
    path("respaldos/", include("backups.urls")),
    path("", include("quipux.portal.urls")),
    path("codigo/", include("quipux.challenge.urls")),
    path("", include("quipux.web.urls")),
    path(settings.QUIPUX_ADMIN_PATH.removeprefix("/"), site.urls),
]
handler400 = "quipux.web.errors.bad_request"
handler403 = "quipux.web.errors.forbidden"
handler404 = "quipux.web.errors.not_found"
handler500 = "quipux.web.errors.server_error"
