"""Addresses below /admin/soporte/."""

from django.urls import path

from institutions.admin.support import views

urlpatterns = [
    path("", views.queue, name="queue"),
    path("<uuid:uuid>/", views.case, name="case"),
    path("<uuid:uuid>/captura/<uuid:file>/", views.capture, name="capture"),
]
