"""Addresses below /admin/ciudadanos/."""

from django.urls import path

from institutions.admin import merges, people, views

urlpatterns = [
    path("", views.applications, name="applications"),
    path("registros/", people.registration_list, name="registrations"),
    path("registros/<uuid:uuid>/", people.registration, name="registration"),
    path("datos/", people.change_list, name="changes"),
    path("datos/<uuid:uuid>/", people.change, name="change"),
    path("unificaciones/", merges.merges, name="merges"),
    path("unificaciones/<uuid:uuid>/", merges.merge, name="merge"),
    path("<uuid:uuid>/", views.application, name="application"),
]
