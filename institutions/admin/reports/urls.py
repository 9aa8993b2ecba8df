"""Addresses below /admin/reportes/."""

from django.urls import path

from institutions.admin.reports import views

urlpatterns = [
    path("", views.platform, name="platform"),
    path("instituciones/", views.institutions, name="institutions"),
    path("instituciones/<uuid:uuid>/", views.institution, name="institution"),
    path("instituciones/<uuid:uuid>/<slug:slug>/", views.institution_report, name="institution_report"),
    path("<slug:slug>/", views.platform_report, name="platform_report"),
]
