from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "quipux.portal"
    label = "portal"
    verbose_name = "Portal público"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from quipux.portal import admin, history  # noqa: F401  (they register themselves)
