from django.apps import AppConfig


class AccessLogConfig(AppConfig):
    name = "quipux.accesslog"
    label = "accesslog"
    verbose_name = "Registro de accesos"
    default_auto_field = "django.db.models.BigAutoField"
