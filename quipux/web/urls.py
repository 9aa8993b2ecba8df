from django.urls import path

from quipux.metrics import views as metrics
from quipux.web import health, views

app_name = "web"
urlpatterns = [
    path("accesibilidad/", views.accessibility, name="accessibility"),
    path("privacidad/", views.data_protection, name="data_protection"),
    path("acerca-de/", views.about, name="about"),
    path("patrones/", views.pattern_page, name="patterns"),
    path("patrones/progreso/", views.pattern_progress, name="pattern_progress"),
    path("salud/viva", health.alive, name="alive"),
    path("salud/lista", health.ready, name="ready"),
    path("salud/noche", health.night, name="night"),
    path("salud/metricas", metrics.metrics, name="metrics"),
]
