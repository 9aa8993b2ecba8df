"""Addresses below /admin/catalogos/."""

from django.urls import path

from institutions.catalogues import admin_views

urlpatterns = [
    path("", admin_views.entries, name="entries"),
    path("exportar/", admin_views.export, name="export"),
    path("fila/nueva/", admin_views.new, name="new"),
    path("fila/<uuid:uuid>/", admin_views.entry, name="entry"),
    path("propuestas/", admin_views.proposals_list, name="proposals"),
    path("propuestas/<uuid:uuid>/", admin_views.proposal, name="proposal"),
]
