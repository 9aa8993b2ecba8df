"""Addresses below /admin/permisos/."""

from django.urls import path

from institutions.permissions import admin_views

urlpatterns = [
    path("", admin_views.posts, name="posts"),
    path("<uuid:uuid>/", admin_views.post, name="post"),
]
