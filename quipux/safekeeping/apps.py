from django.apps import AppConfig


class SafekeepingConfig(AppConfig):
    name = "quipux.safekeeping"
    label = "safekeeping"
    verbose_name = "Copias de seguridad del sistema"

    def ready(self):
        from quipux.safekeeping import nightly

        nightly.register()
