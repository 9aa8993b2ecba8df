"""Stored files under their digests, for tests that need a real server in front of `deliver`.

`SERVED_EVENTS` is a file descriptor; the observer of each transfer writes there, a JSON line per call.
"""

import json
import os
from datetime import UTC, datetime

from django.urls import path

from quipux.access import public
from quipux.files.delivery import deliver

MODIFIED = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
FILENAME = "respaldo_41315 año.zip"


class Witness:
    """Tells what the server tells its observer."""

    def __init__(self, key):
        self.key = key

    def started(self, first_byte, length):
        self._write(started=[first_byte, length])

    def finished(self, bytes_sent):
        self._write(finished=bytes_sent)

    def _write(self, **event):
        os.write(int(os.environ["SERVED_EVENTS"]), json.dumps(event | {"key": self.key}).encode() + b"\n")


@public
def part(request, size, key):
    return deliver(
        request, storage_alias="backups", key=key, size=size, sha256=key, filename=FILENAME,
        media_type="application/zip", last_modified=MODIFIED, observer=Witness(key),
    )  # fmt: skip


urlpatterns = [path("partes/<int:size>/<str:key>/", part)]
