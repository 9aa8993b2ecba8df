from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    name = "quipux.signatures"
    label = "signatures"
    verbose_name = "Firma electrónica"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from quipux.signatures import history  # noqa: F401  (it registers itself)
