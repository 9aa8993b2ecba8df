"""Addresses below /admin/firma/."""

from django.urls import path

from documents.admin import server_keys, views

urlpatterns = [
    path("", views.authorities, name="authorities"),
    path("servidor/", server_keys.server_keys, name="server_keys"),
    path("servidor/<uuid:uuid>/", server_keys.server_key, name="server_key"),
]
