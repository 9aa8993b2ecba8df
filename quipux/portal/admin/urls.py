"""Addresses below /admin/portal/."""

from django.urls import path

from quipux.portal.admin import contents, notices

urlpatterns = [
    path("", contents.places, name="places"),
    path("avisos/", notices.notices, name="notices"),
    path("avisos/<uuid:uuid>/", notices.notice, name="notice"),
    path("<slug:place>/", contents.place, name="place"),
    path("<slug:place>/<int:number>/", contents.version, name="version"),
]
