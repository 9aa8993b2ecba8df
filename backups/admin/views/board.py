"""Tablero: six numbers, requests per day, queue by state, nights (backups §3.11)."""

from django.views.decorators.http import require_safe

from backups import hours
from backups.admin import board as figures
from backups.admin import calendar as nights
from backups.admin.drawing import draw
from backups.presenters.wording import gigabytes_text
from quipux import access, clock
from quipux.web.components import Column

NIGHTS = 10
NIGHT_COLUMNS = (
    Column("Noche"),
    Column("GB usados", numeric=True),
    Column("GB en total", numeric=True),
    Column("Estado"),
)


@access.operator
@require_safe
def board(request):
    """What the SGE looks at first in the morning."""
    now = clock.now()
    lines = nights.lines(hours.night_at(now), NIGHTS)
    context = {
        "now": now, "numbers": figures.numbers(now), "per_day": figures.per_day(now), "states": figures.by_state(now),
        "nights": [(line, gigabytes_text(line.reserved.bytes), gigabytes_text(line.capacity.bytes)) for line in lines],
        "night_columns": NIGHT_COLUMNS,
        "night_rows": [[line.day, gigabytes_text(line.reserved.bytes), gigabytes_text(line.capacity.bytes), line.word]
                       for line in lines],
    }  # fmt: skip
    return draw(request, "admin/backups/board.html", context)
