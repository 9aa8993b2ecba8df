from django.urls import path

from accounts import application_views, views

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("ingresar/", views.login, name="login"),
    path("salir/", views.logout, name="logout"),
    path("ciudadanos/firma/", application_views.application, name="signature_application"),
    path("ciudadanos/firma/acuerdo/", application_views.agreement, name="agreement"),
    path("sin-puesto/", views.no_context, name="no_context"),
]
