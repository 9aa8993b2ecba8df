from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "quipux.limits"
    label = "limits"
    verbose_name = "Límites"
    default_auto_field = "django.db.models.BigAutoField"
