"""Addresses below /admin/incidentes/."""

from django.urls import path

from institutions.admin.incidents import people, views

urlpatterns = [
    path("", views.incidents, name="incidents"),
    path("exportar/", views.export, name="export"),
    path("nuevo/", views.new, name="new"),
    path("<uuid:uuid>/", views.incident, name="incident"),
    path("<uuid:uuid>/personas/", people.people, name="people"),
    path("<uuid:uuid>/personas/exportar/", people.export, name="people_export"),
]
