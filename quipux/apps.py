"""Loads what the whole project needs once Django is ready."""

from django.apps import AppConfig


class QuipuxConfig(AppConfig):
    """The wiring as an app: project-wide checks, the task queue and the `doctor` command."""

    name = "quipux"
    label = "quipux"
    verbose_name = "Quipux"

    def ready(self):
        # The queue first: tasks declared with shared_task need it to know their broker.
        from quipux import celery, checks  # noqa: F401
