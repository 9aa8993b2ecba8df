from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "quipux.web"
    label = "web"
    verbose_name = "Páginas"
