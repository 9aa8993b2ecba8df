"""How often one network may try codes and send files (documents §15, accounts-portal §6)."""

import math
from datetime import timedelta

from quipux import clock
from quipux.limits import services as limits

PER_HOUR = 20
HOUR = timedelta(hours=1)
CODES, FILES, DIGESTS, CONSULTS = "verify_code", "verify_file", "verify_digest", "consult_tramite"
FREE_FAILURES = 3  # of one network in an hour, before the code that is shown is asked for
DIGESTS_PER_MINUTE, MINUTE = 60, timedelta(minutes=1)


def minutes_closed(request, act: str, *, limit: int = PER_HOUR, period: timedelta = HOUR) -> int:
    """Count a try of this request's network: whole minutes to wait, 0 while it is allowed.

    The address is the one the trusted proxy gives; of IPv6 the /64 counts.
    """
    opens = limits.take(act, limits.network_of(request), limit=limit, period=period)
    return max(1, math.ceil((opens - clock.now()).total_seconds() / 60)) if opens else 0


def failed(request, act: str) -> None:
    """Count that nothing was found for this request's network."""
    limits.take(_failures(act), limits.network_of(request), limit=FREE_FAILURES, period=HOUR)


def asks_code(request, act: str) -> bool:
    """Whether this network found nothing so often that a program may be guessing (documents §15)."""
    return limits.used(_failures(act), limits.network_of(request), period=HOUR) >= FREE_FAILURES


def _failures(act):
    return f"{act}_failed"
