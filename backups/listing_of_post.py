"""The tab Respaldos of a post's page: requests and states, never contents (institutions §6.2)."""

from backups.models import BackupRequest
from institutions.models import Appointment
from quipux.web.components import Column

COLUMNS = [Column("Solicitud"), Column("Estado")]


def of_post(appointment: Appointment) -> tuple[list[Column], list[list]]:
    """Columns and rows, the newest request first."""
    rows = BackupRequest.objects.filter(appointment=appointment).order_by("-number")
    return COLUMNS, [[f"No. {row.number}", row.get_state_display()] for row in rows]
