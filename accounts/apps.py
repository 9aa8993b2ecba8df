from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Cuentas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from accounts import history, proof  # noqa: F401  (they register themselves)
