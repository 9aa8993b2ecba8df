from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "backups"
    verbose_name = "Respaldos"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from backups import history, menu  # noqa: F401  (they register themselves)
