"""Addresses below /admin/reportes-generados/."""

from django.urls import path

from documents.admin.report_files import views

urlpatterns = [
    path("", views.files, name="files"),
    path("<uuid:uuid>/", views.file, name="file"),
]
