from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "quipux.calendar"
    label = "calendar"
    verbose_name = "Calendario laboral"
    default_auto_field = "django.db.models.BigAutoField"
