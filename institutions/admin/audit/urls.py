"""Addresses below /admin/auditoria/."""

from django.urls import path

from institutions.admin.audit import views

urlpatterns = [
    path("", views.accesses, name="accesses"),
    path("recorridos/", views.trails, name="trails"),
    path("recorridos/comprobar/", views.check_trail, name="check_trail"),
    path("anclas/", views.anchors, name="anchors"),
]
