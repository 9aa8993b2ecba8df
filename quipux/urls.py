"""Every address; each app keeps its own."""

from django.urls import include, path

from quipux.administration import site

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("institutions.urls")),
    path("", include("documents.urls")),
    path("respaldos/", include("backups.urls")),
    path("verificar/", include("backups.public_urls")),
    path("", include("quipux.web.urls")),
    path("admin/", site.urls),
]
handler400 = "quipux.web.errors.bad_request"
handler403 = "quipux.web.errors.forbidden"
handler404 = "quipux.web.errors.not_found"
handler500 = "quipux.web.errors.server_error"
