from django.apps import AppConfig


class RunsConfig(AppConfig):
    name = "quipux.runs"
    label = "runs"
    verbose_name = "Trabajos periódicos"
    default_auto_field = "django.db.models.BigAutoField"
