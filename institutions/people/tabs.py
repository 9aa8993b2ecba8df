"""Tabs of an appointment's page; an upper app adds «Respaldos» (institutions §6.2)."""

from collections.abc import Callable

from django.urls import reverse

from institutions.models import Appointment
from quipux.web.components import Column, Tab

OWN = (("Información", "person"), ("Permisos", "person_permissions"), ("Respaldos", "person_backups"),
       ("Accesos", "person_accesses"), ("Recorrido", "person_history"))  # fmt: skip
_backup_lists: list[Callable] = []


def register_backups(provider: Callable) -> None:
    """Add ``provider(appointment) -> (columns, rows)``: requests of a post with their state only."""
    _backup_lists.append(provider)


def backups_of(appointment: Appointment) -> tuple[list[Column], list[list]]:
    """Columns and rows of the tab Respaldos."""
    for provider in _backup_lists:
        return provider(appointment)
    return [], []


def tabs_of(appointment: Appointment, current: str) -> list[Tab]:
    return [
        Tab(label, reverse(f"institutions:{name}", args=[appointment.uuid]), name == current) for label, name in OWN
    ]
