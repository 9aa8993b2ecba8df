"""A disk that answers, but late."""

import time

from django.core.files.storage import FileSystemStorage

LATE = 2.0  # seconds for each file


class SlowDisk(FileSystemStorage):
    """Every file is found so much later."""

    def path(self, name):
        time.sleep(LATE)
        return super().path(name)
