from django.urls import path

from accounts import (
    application_views,
    data_views,
    email_views,
    password_views,
    profile_views,
    registration_views,
    second_factor_views,
    views,
)

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("ingresar/", views.login, name="login"),
    path("ingresar/continuar/", views.continue_here, name="continue_here"),
    path("ingresar/codigo/", second_factor_views.ask, name="second_factor"),
    path("ingresar/segundo-factor/", second_factor_views.enrol_at_the_door, name="enrol_at_the_door"),
    path("mi-perfil/segundo-factor/", second_factor_views.enrol, name="own_second_factor"),
    path("mi-perfil/", profile_views.profile, name="profile"),
    path("mi-perfil/correos/", email_views.own_emails, name="own_emails"),
    path("correo/confirmar/<str:token>/", email_views.confirm_email, name="confirm_email"),
    path("correo/no-fui-yo/<str:token>/", email_views.disown_email, name="disown_email"),
    path("mi-perfil/clave/", profile_views.password, name="own_password"),
    path("mi-perfil/sesiones/", profile_views.own_sessions, name="own_sessions"),
    path("mi-perfil/accesos/", profile_views.own_accesses, name="own_accesses"),
    path("clave/recuperar/", password_views.recover, name="recover"),
    path("clave/recuperar/enviado/", password_views.recovery_asked, name="recovery_asked"),
    path("clave/enlace/<str:token>/", password_views.password_link, name="password_link"),
    path("clave/nueva/", password_views.new_password, name="new_password"),
    path("salir/", views.logout, name="logout"),
    path("ciudadanos/", registration_views.citizens, name="citizens"),
    path("ciudadanos/registro/", registration_views.register, name="register"),
    path("ciudadanos/registro/enviado/", registration_views.registration_asked, name="registration_asked"),
    path("ciudadanos/registro/por-validar/", registration_views.registration_waits, name="registration_waits"),
    path("ciudadanos/registro/enlace/<str:token>/", registration_views.registration_link, name="registration_link"),
    path("mis-datos/", data_views.own_data, name="own_data"),
    path("ciudadanos/firma/", application_views.application, name="signature_application"),
    path("ciudadanos/firma/acuerdo/", application_views.agreement, name="agreement"),
    path("sin-puesto/", views.no_context, name="no_context"),
]
