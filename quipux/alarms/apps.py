from django.apps import AppConfig


class AlarmsConfig(AppConfig):
    name = "quipux.alarms"
    label = "alarms"
    verbose_name = "Alarmas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from quipux.alarms import watches

        watches.register_own()
