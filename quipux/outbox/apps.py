from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "quipux.outbox"
    label = "outbox"
    verbose_name = "Correos"
    default_auto_field = "django.db.models.BigAutoField"
