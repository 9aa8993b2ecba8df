"""Addresses below /admin/personas/."""

from django.urls import path

from institutions.admin import doors, staff, staff_identity, staff_mail

urlpatterns = [
    path("", staff.people, name="people"),
    path("roles/", staff.platform_roles, name="roles"),
    path("seguridad/", staff_mail.security_cases, name="security"),
    path("sesiones/", doors.sessions, name="sessions"),
    path("<uuid:uuid>/", staff.person, name="person"),
    path("<uuid:uuid>/identidad/", staff_identity.correct, name="identity"),
    path("<uuid:uuid>/correo-perdido/", staff_mail.lost_email, name="lost_email"),
]
