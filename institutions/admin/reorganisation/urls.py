"""Addresses below /admin/reorganizacion/."""

from django.urls import path

from institutions.admin.reorganisation import identity, institutions, plans

urlpatterns = [
    path("", plans.plans, name="plans"),
    path("nueva/", plans.create, name="plan_new"),
    path("instituciones/", institutions.institutions, name="institutions"),
    path("instituciones/nueva/", identity.create, name="institution_new"),
    path("instituciones/<uuid:uuid>/", institutions.institution, name="institution"),
    path("instituciones/<uuid:uuid>/datos/", identity.change, name="institution_data"),
    path("<uuid:uuid>/", plans.plan, name="plan"),
    path("<uuid:uuid>/<slug:slug>/", plans.act, name="plan_act"),
]
