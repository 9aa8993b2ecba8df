from django.apps import AppConfig


class SafekeepingConfig(AppConfig):
    name = "quipux.safekeeping"
    label = "safekeeping"
    verbose_name = "Copias de seguridad del sistema"

    def ready(self):
        from quipux.administration import waiting
        from quipux.safekeeping import nightly
        from quipux.safekeeping.waiting import of_the_machines

        nightly.register()
        waiting.register(of_the_machines)
