"""A button of the queue pressed twice is one act: each drawn form carries a key that is good once (safety S-66)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from quipux.limits import services as limits

ALREADY = "Ese botón ya se había presionado: no se hizo otra vez."
FIELD, LONGEST, DAY = "vez", 40, timedelta(days=1)
ACT = "sge_act"


@dataclass(frozen=True)
class Press:
    """One drawn form.

    Attributes:
        key: of the form; empty where a program posts without one, which is then always a first time.
        subject: whose form for which act.
    """

    key: str
    subject: str

    @classmethod
    def of(cls, request, act, uuid) -> "Press":
        """The form that was sent, or a new one to draw."""
        key = request.POST.get(FIELD, "")[:LONGEST] if request.method == "POST" else secrets.token_urlsafe(12)
        return cls(key, f"{request.user.pk} {act.slug} {uuid} {key}")

    def was_done(self) -> bool:
        """Whether this same form carried its act out before."""
        return bool(self.key) and limits.used(ACT, self.subject, period=DAY) > 0

    @transaction.atomic
    def once(self, carry_out: Callable[[], str]) -> str:
        """Carry the act out and say so; the same form at the same instant waits, and then reads that it is done.

        What ``carry_out`` raises leaves the key good: the form is corrected and sent again.
        """
        if self.key and limits.take(ACT, self.subject, limit=1, period=DAY) is not None:
            return ALREADY
        return carry_out()
