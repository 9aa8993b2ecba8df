"""The project's settings with the files of production: collected, compressed, under hashed names."""

import os

from quipux.settings import *  # noqa: F403

STATIC_ROOT = os.environ["COLLECTED_STATICS"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "quipux.web.static_storage.HashedStaticFilesStorage"}}  # noqa: F405
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = False
