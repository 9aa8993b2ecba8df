"""What /salud/noche asks of backups: leases that move, and a night that began (safety §13)."""

from datetime import timedelta

from quipux import clock
from quipux.web.health import UnhealthyError, register_night_check

LONGEST_DEAD_LEASE = timedelta(minutes=5)  # the sweep gives one back within a minute of its end


def leases_move() -> None:
    """Raises UnhealthyError when a lease ran out and nobody gave the work back."""
    from backups.models import Backup, BackupPart  # read when asked: the app registers before all is loaded

    limit = clock.database_now() - LONGEST_DEAD_LEASE
    for rows in (Backup.objects.running(), BackupPart.objects.all()):
        if rows.filter(lease_until__lt=limit, lease_token__isnull=False).exists():
            raise UnhealthyError("a lease is dead and was not given back")


def night_began() -> None:
    """Raises UnhealthyError when work waits in an open window and none was begun."""
    from backups.services import reconciling

    if reconciling.idle_night():
        raise UnhealthyError("the night did not begin")


def register() -> None:
    register_night_check("reservas", leases_move)
    register_night_check("noche", night_began)
