"""How often one may try to enter (accounts-portal §6): by account and network, by device, by account, by network.

Everything is counted in PostgreSQL; an account that does not exist is counted like any other.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q
from django.utils.crypto import salted_hmac

from accounts import devices, finding
from accounts.models import LoginBarrier, LoginTry
from quipux import clock
from quipux.limits import services as limits

SPAN, HOUR, KEPT = timedelta(minutes=5), timedelta(hours=1), timedelta(days=2)
PAIR_FAILURES, DEVICE_FAILURES = 5, 10
LONGEST_WAIT = timedelta(hours=1)
CODE_AFTER = 3  # failures of one account, from wherever
NETWORK_ACCOUNTS, NETWORK_FAILURES = 20, 500
TELL_AFTER = 30  # failures of one account in an hour


@dataclass(frozen=True)
class Gate:
    """One try: whose, from where.

    Attributes:
        account, network, pair: keyed digests.
        is_known: the account entered from this device before.
    """

    account: str
    network: str
    pair: str
    is_known: bool

    def minutes_closed(self) -> int:
        """Whole minutes that this pair waits; 0 when it does not."""
        until = LoginBarrier.objects.filter(subject=self.pair).values_list("until", flat=True).first()
        return _minutes(until)

    def minutes_network_closed(self) -> int:
        """Whole minutes that nobody of this network may try: a machine is at work there."""
        found = LoginTry.objects.filter(network=self.network, succeeded=False, at__gt=clock.now() - SPAN)
        return math.ceil(SPAN.total_seconds() / 60) if found.count() >= NETWORK_FAILURES else 0

    def asks_code(self) -> bool:
        """Whether the code comes before the password: this account failed often, or the network tries many accounts."""
        if LoginBarrier.objects.filter(subject=self.network, until__gt=clock.now()).exists():
            return True
        return not self.is_known and self.failures_of_account(HOUR) >= CODE_AFTER

    def failures_of_account(self, span: timedelta) -> int:
        """Since it last entered, within ``span``."""
        return _failures(LoginTry.objects.filter(account=self.account), span)

    def failed(self) -> None:
        """Count a failure; the pair that reaches its limit waits, longer each time."""
        LoginTry.objects.create(at=clock.now(), account=self.account, network=self.network, pair=self.pair,
                                succeeded=False)  # fmt: skip
        limit = DEVICE_FAILURES if self.is_known else PAIR_FAILURES
        barrier = LoginBarrier.objects.filter(subject=self.pair).first()
        since = LoginTry.objects.filter(pair=self.pair, **({"at__gt": barrier.until} if barrier else {}))
        if _failures(since, SPAN) >= limit:
            _wait(self.pair, barrier)
        if self._is_spraying():
            LoginBarrier.objects.update_or_create(subject=self.network, defaults={"until": clock.now() + HOUR})

    def succeeded(self) -> None:
        """Count a success, which forgets the failures of the pair."""
        LoginTry.objects.create(
            at=clock.now(), account=self.account, network=self.network, pair=self.pair, succeeded=True
        )
        LoginBarrier.objects.filter(subject=self.pair).delete()

    def _is_spraying(self):
        recent = LoginTry.objects.filter(network=self.network, at__gt=clock.now() - SPAN)
        found = recent.aggregate(failures=Count("pk", filter=Q(succeeded=False)), successes=Count("pk", filter=Q(succeeded=True)),
                                 accounts=Count("account", filter=Q(succeeded=False), distinct=True))  # fmt: skip
        return found["accounts"] > NETWORK_ACCOUNTS and found["failures"] > found["successes"]


def gate_of(request, typed: str) -> Gate:
    """The gate of one try with one number."""
    account = _digest("account", finding.canonical(typed))
    network = _digest("network", limits.network_of(request))
    device = devices.known_as(request, account)
    return Gate(account, network, _digest("pair", account, device or network), bool(device))


def unblock(person) -> int:
    """Open every pair of one account again (AIQ, mesa, AGQ; the caller records who). Returns how many waited."""
    account = _digest("account", person.identity_number)
    pairs = LoginTry.objects.filter(account=account).values("pair")
    opened, _ = LoginBarrier.objects.filter(subject__in=pairs).delete()
    LoginTry.objects.filter(account=account, succeeded=False).delete()
    return opened


def forget() -> int:
    """Delete the tries and barriers long past. Returns how many tries."""
    old = clock.now() - KEPT
    LoginBarrier.objects.filter(until__lt=old).delete()
    return LoginTry.objects.filter(at__lt=old).delete()[0]


def _failures(tries, span: timedelta) -> int:
    """How many of ``tries`` failed within ``span`` since the last success among them."""
    last = tries.filter(succeeded=True).aggregate(last=Max("pk"))["last"] or 0
    return tries.filter(succeeded=False, at__gt=clock.now() - span, pk__gt=last).count()


def _wait(pair, barrier):
    """Five minutes, doubling to sixty while the failures go on."""
    now = clock.now()
    times = barrier.times + 1 if barrier and now - barrier.until < LONGEST_WAIT else 1
    until = now + min(SPAN * 2 ** (times - 1), LONGEST_WAIT)
    LoginBarrier.objects.update_or_create(subject=pair, defaults={"until": until, "times": min(times, 10)})


def _minutes(until: datetime | None) -> int:
    left = (until - clock.now()).total_seconds() if until else 0
    return max(1, math.ceil(left / 60)) if left > 0 else 0


def _digest(kind, *parts):
    return salted_hmac(f"accounts.lockout.{kind}", "|".join(parts), algorithm="sha256").hexdigest()
