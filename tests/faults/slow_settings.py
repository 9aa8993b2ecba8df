"""The project's settings with a broker that forgets soon who has a message, and a store of documents that takes its time."""

from quipux.settings import *  # noqa: F403
from quipux.settings import CELERY_BROKER_TRANSPORT_OPTIONS, STORAGES

CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS | {"visibility_timeout": 20}
STORAGES = STORAGES | {"default": STORAGES["default"] | {"BACKEND": "tests.faults.slow_disk.SlowDisk"}}
