"""Whether signatures can be made and checked on this machine, for the doctor."""

from quipux import clock
from quipux.signatures import authorities, test_authority
from quipux.signatures.results import Stamp, Verdict
from quipux.signatures.signing import SigningKey, sign
from quipux.signatures.validating import examine

IDENTITY, NAME = "1710034065", "Señor Ñandú"


def works(pdf: bytes) -> bool:
    """Whether ``pdf``, signed by the test authority in the limited child, is called valid there.

    Raises what `sign` and `examine` raise.
    """
    now = clock.now()
    with SigningKey.from_p12(test_authority.issue(identity=IDENTITY, name=NAME), test_authority.PASSWORD) as key:
        signed = sign(pdf, key, stamp=Stamp(NAME, IDENTITY, NAME), reason="", at=now, training=True)
    return examine(signed, at=now, training=True).verdict is Verdict.VALID


def recognised() -> int:
    """How many authorities are recognised outside training. Raises ValueError or OSError for a wrong folder."""
    return len(authorities.trusted(training=False))
