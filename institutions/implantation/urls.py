"""Addresses of the public request, and of «Mi implantación»."""

from django.urls import path

from institutions.implantation import calendar_views, own_views, views

public_paths = [
    path("", views.front, name="implantation"),
    path("modelo-de-oficio/", views.letter_model, name="letter_model"),
    path("solicitud/<str:token>/", views.application, name="application"),
    path("solicitud/<str:token>/<slug:step>/", views.application_step, name="application_step"),
]
my_paths = [
    path("", own_views.my_implantation, name="my_implantation"),
    path("evidencia/<uuid:uuid>/", own_views.evidence, name="my_evidence"),
    path("<slug:code>/", own_views.my_item, name="my_item"),
]
portal_paths = [
    path("capacitaciones/", calendar_views.courses, name="courses"),
    path("capacitaciones/<uuid:uuid>.ics", calendar_views.course_event, name="course_event"),
    path("instituciones/", calendar_views.directory, name="directory"),
]
