"""The project's settings over the addresses of `tests.files.served`."""

from quipux.settings import *  # noqa: F403

ROOT_URLCONF = "tests.files.served"
