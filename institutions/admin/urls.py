"""Addresses below /admin/ciudadanos/."""

from django.urls import path

from institutions.admin import views

urlpatterns = [
    path("", views.applications, name="applications"),
    path("<uuid:uuid>/", views.application, name="application"),
]
