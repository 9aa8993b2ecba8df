"""The process behind `bench selection`: the pre-flight that a person sees before asking for a backup.

python -m backups.benchmarks.selection_run REPEAT plans|figures DOCUMENTS
"""

import sys
from collections.abc import Callable
from functools import partial

from dateutil.relativedelta import relativedelta

from documents.benchmarks import measuring

WANTED = 10_000  # documents of the busiest post's backup; all it has where it has fewer


def questions() -> dict[str, Callable]:
    """The pre-flight of ten years of somebody usual, and of the period in which the busiest got `WANTED`."""
    from django.conf import settings

    from backups import selection
    from documents import bulk
    from documents.benchmarks.people import a_colleague_of
    from documents.models import Participation
    from quipux import clock

    busiest, today = bulk.busiest_post(), clock.today()
    dates = (
        Participation.objects.of(busiest)
        .for_backup()
        .order_by("-document_date")
        .values_list("document_date", flat=True)
    )
    start = list(dates[:WANTED])[-1]
    preflight = partial(selection.preflight, part_size=settings.QUIPUX_PART_SIZE)
    return {"usual": partial(preflight, a_colleague_of(busiest), today - relativedelta(years=10), today),
            "busy": partial(preflight, busiest, clock.local(start).date(), today)}  # fmt: skip


if __name__ == "__main__":
    measuring.main(sys.argv[1:], questions)
