from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "quipux.notices"
    label = "notices"
    verbose_name = "Avisos"
    default_auto_field = "django.db.models.BigAutoField"
