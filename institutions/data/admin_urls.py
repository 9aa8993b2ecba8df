"""Addresses below /admin/datos-instituciones/."""

from django.urls import path

from institutions.data import admin_views

urlpatterns = [
    path("", admin_views.changes, name="changes"),
    path("<uuid:uuid>/", admin_views.change, name="change"),
]
