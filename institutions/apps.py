from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    name = "institutions"
    verbose_name = "Instituciones"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from institutions import admin, banners, entering, history, menu  # noqa: F401  (they register themselves)
