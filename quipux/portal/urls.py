from django.urls import path

from quipux.portal import views

app_name = "portal"
urlpatterns = [
    path("ayuda/", views.help_page, name="help"),
    path("terminos/", views.terms, name="terms"),
    path("licencia/", views.licence, name="licence"),
    path("estado/", views.service_status, name="status"),
    path("manuales/", views.manuals_page, name="manuals"),
    path("manuales/<slug:slug>/", views.manual, name="manual"),
    path("manuales/<slug:slug>/pdf/", views.manual_pdf, name="manual_pdf"),
]
