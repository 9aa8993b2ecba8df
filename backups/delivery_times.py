"""How long backups took, for the page of the service's state (accounts-portal §11)."""

from datetime import timedelta
from statistics import median

from quipux import clock


def last_month() -> str:
    """«La mitad de los respaldos entregados en AAAA-MM tardó N días o menos.»; nothing without any."""
    from backups.models import Backup  # read when asked: the app registers before all is loaded

    last = clock.today().replace(day=1) - timedelta(days=1)
    start, end = clock.day_range(last.replace(day=1), last)
    rows = Backup.objects.filter(finished_at__gte=start, finished_at__lt=end, request__sent_at__isnull=False,
                                 request__state="fulfilled")  # fmt: skip
    taken = [
        (ended - sent).total_seconds() / 86_400 for sent, ended in rows.values_list("request__sent_at", "finished_at")
    ]
    if not taken:
        return ""
    days = f"{median(taken):.1f}".replace(".", ",")
    return (
        f"La mitad de los respaldos entregados en {last:%Y-%m} estuvo lista en {days} días o menos desde su solicitud."
    )
