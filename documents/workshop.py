"""Files that a worker makes for a person: exports of reports, expedientes (documents §13.8, §14).

The row is the work: asked, leased, finished with a file or with the reason. The doorbell hastens it, a sweep of every
minute heals it; the token of the lease keeps two workers from publishing the same row.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Now

from institutions.actors import Actor, resolve
from quipux import clock
from quipux.errors import DomainError, Forbidden
from quipux.files import store
from quipux.files.models import StoredFile

LEASE = timedelta(minutes=45)  # longer than the longest PDF, and than 200 Hojas de Ruta
TRIES = 3
KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Workshop:
    """Where the rows of one model become files.

    Attributes:
        model: with ``waiting()``, a lease and a ``file``.
        make: the file of a row; raises DomainError where there cannot be one.
        tell: called with the row and whether there is a file, in the transaction that says so.
        failed: the sentence where whoever worked on it died every time.
        related: what ``make`` reads of the row.
        noted: fields that ``make`` filled and that are published with the file.
    """

    model: type[models.Model]
    make: Callable[[models.Model], StoredFile]
    tell: Callable[[models.Model, bool], None]
    failed: str
    related: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()

    def work(self) -> dict[str, int]:
        """Make every file that waits, the oldest first.

        Returns:
            How many were built and how many were given up.
        """
        counts = {"built": 0, "failed": 0}
        while row := self.claim():
            counts["built" if self._build(row) else "failed"] += 1
        return counts

    def claim(self) -> models.Model | None:
        """The oldest that waits, leased; None when nothing does."""
        with transaction.atomic():
            waiting = self.model.objects.waiting().select_for_update(skip_locked=True, of=("self",))
            waiting = waiting.select_related(*self.related) if self.related else waiting
            row = waiting.order_by("asked_at", "pk").first()
            if row is None:
                return None
            row.lease_token, row.attempts = uuid.uuid4(), row.attempts + 1
            self.model.objects.filter(pk=row.pk).update(lease_token=row.lease_token, lease_until=Now() + LEASE,
                                                        attempts=F("attempts") + 1)  # fmt: skip
        return row

    def _build(self, row):
        if row.attempts > TRIES:
            return self.finish(row, failure=self.failed)
        try:
            stored = self.make(row)
        except DomainError as error:  # a PDF that cannot be typeset among them
            return self.finish(row, failure=error.message)
        return self.finish(row, stored=stored)

    def finish(self, row, *, stored: StoredFile | None = None, failure: str = "") -> bool:
        """Publish a result, unless the lease is somebody else's by now. Returns whether there is a file."""
        noted = {name: getattr(row, name) for name in self.noted} if stored else {}
        with transaction.atomic():
            mine = self.model.objects.filter(pk=row.pk, lease_token=row.lease_token, finished_at=None)
            if mine.update(file=stored, failure=failure[:250], finished_at=clock.now(), lease_token=None,
                           lease_until=None, **noted):  # fmt: skip
                self.tell(row, stored is not None)
        return stored is not None

    def forget(self) -> int:
        """Delete what was made more than seven days ago, files too. Returns how many rows."""
        gone = 0
        for row in self.model.objects.filter(finished_at__lt=clock.now() - KEPT).select_related("file"):
            row.delete()
            if row.file:
                store.remove(row.file)
            gone += 1
        return gone


def actor_of(row, what: str) -> Actor:
    """Its person, with the rights of now.

    Args:
        what: «este reporte», for the sentence.

    Raises:
        Forbidden: the post is no longer this person's.
    """
    actor = resolve(row.user, str(row.appointment.uuid))
    if actor is None or actor.is_leaver or actor.appointment.pk != row.appointment_id:
        raise Forbidden(f"Ya no ejerce el puesto con el que pidió {what}.")
    return actor
