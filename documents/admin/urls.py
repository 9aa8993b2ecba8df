"""Addresses below /admin/firma/."""

from django.urls import path

from documents.admin import views

urlpatterns = [path("", views.authorities, name="authorities")]
