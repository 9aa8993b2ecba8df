"""Addresses below /admin/personas/."""

from django.urls import path

from institutions.admin import staff

urlpatterns = [
    path("", staff.people, name="people"),
    path("roles/", staff.platform_roles, name="roles"),
    path("<uuid:uuid>/", staff.person, name="person"),
]
