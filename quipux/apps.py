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

        _leave_out_groups()


def _leave_out_groups():
    """Rights here are of appointments, never of groups: the administration offers none (safety §3)."""
    from django.contrib import admin
    from django.contrib.auth.models import Group

    if admin.site.is_registered(Group):
        admin.site.unregister(Group)
