from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("ingresar/", views.login, name="login"),
    path("salir/", views.logout, name="logout"),
    path("sin-puesto/", views.no_context, name="no_context"),
]
