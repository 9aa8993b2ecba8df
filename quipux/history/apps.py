from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "quipux.history"
    label = "history"
    verbose_name = "Recorrido"
    default_auto_field = "django.db.models.BigAutoField"
