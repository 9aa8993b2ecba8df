"""The code that is shown (accounts-portal §7.1): made from its token with the server's key, kept nowhere.

A token names one challenge of one browser. What was tried and used up is counted in PostgreSQL; a GET writes nothing.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.middleware.csrf import get_token
from django.utils.crypto import constant_time_compare, salted_hmac

from quipux.limits import services as limits

ALPHABET = "ACDEFHJKLMNPRTUVWXY3479"
LENGTH = 6
LIFE = timedelta(minutes=5)
TRIES = 3
DAY = timedelta(days=1)  # windows of the counts; longer than any token lives
COST, COST_UNDER_ATTACK = 14, 17  # leading zero bits: 16 000 digests, and eight times as many
SALT = "quipux.challenge"
LONGEST_PROOF = 20  # characters


@dataclass(frozen=True)
class Challenge:
    """What a token says.

    Attributes:
        key: random name of the challenge.
        browser: digest of the browser it was shown to.
        cost: leading zero bits that the proof of work must have.
    """

    key: str
    browser: str
    cost: int

    @property
    def answer(self) -> str:
        """The six characters; known to the server only."""
        digest = salted_hmac(f"{SALT}.answer", self.key, algorithm="sha256").digest()
        number, letters = int.from_bytes(digest, "big"), []
        for _ in range(LENGTH):
            number, index = divmod(number, len(ALPHABET))
            letters.append(ALPHABET[index])
        return "".join(letters)

    def is_proved_by(self, proof: str) -> bool:
        """Whether a browser did the work for this very challenge."""
        if not proof or len(proof) > LONGEST_PROOF:
            return False
        digest = hashlib.sha256(f"{self.key}:{proof}".encode()).digest()
        return int.from_bytes(digest, "big") >> (256 - self.cost) == 0


def new_token(request, *, cost: int = COST) -> str:
    """A token for this browser."""
    return signing.dumps([secrets.token_urlsafe(12), _browser(request), cost], salt=SALT)


def read(token: str) -> Challenge | None:
    """What a token says; None when it is false or older than five minutes."""
    try:
        return Challenge(*signing.loads(token, salt=SALT, max_age=LIFE))
    except signing.BadSignature:
        return None


def accepts(request, *, token: str, answer: str, proof: str) -> bool:
    """Whether the answer, or the work in its place, is that of a challenge of this browser, which it uses up.

    Every try counts, three for each challenge.
    """
    found = read(token)
    if found is None or not constant_time_compare(found.browser, _browser(request)):
        return False
    if limits.take("code_tries", found.key, limit=TRIES, period=DAY):
        return False
    typed = "".join(answer.upper().split())
    right = constant_time_compare(typed.encode(), found.answer.encode()) or found.is_proved_by(proof)
    return right and limits.take("code_used", found.key, limit=1, period=DAY) is None


def _browser(request):
    """What names a browser before it has a session: the secret of its form tokens."""
    get_token(request)
    return salted_hmac(f"{SALT}.browser", request.META["CSRF_COOKIE"], algorithm="sha256").hexdigest()[:32]
