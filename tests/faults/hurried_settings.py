"""The project's settings with a clock that rings ten times as often, for a whole night within a test."""

from quipux.settings import *  # noqa: F403
from quipux.settings import CELERY_BEAT_SCHEDULE

TIMES = 10
for _entry in CELERY_BEAT_SCHEDULE.values():
    if isinstance(_entry["schedule"], float):
        _entry["schedule"] = max(_entry["schedule"] / TIMES, 1.0)
