from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Cuentas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from accounts import history, proof  # noqa: F401  (they register themselves)
        from accounts.roles import synchronise

        last = list(apps.get_app_configs())[-1]  # by then the rights of every app exist
        post_migrate.connect(synchronise, sender=last, dispatch_uid="accounts.roles")
