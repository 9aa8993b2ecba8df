"""The second factor: a code of an application on the person's telephone (accounts-portal §9.4)."""

import base64
import hashlib
import secrets
from datetime import timedelta

import pyotp
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts import history, mailing, privileged
from accounts.models import RecoveryCode, SecondFactor, User
from quipux import clock
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import Invalid, TooMany
from quipux.history import recorder
from quipux.limits import services as limits

STEP, AROUND = 30, (0, -1, 1)  # seconds of one code, and the steps on either side that are accepted
CODES, LETTERS, ALPHABET = 10, 10, "ACDEFHJKLMNPRTUVWXY3479"
FORMER = "hmac:"  # before a kept code that is bound to the key of the installation
LIMITS = (("totp", 5, timedelta(minutes=5)), ("totp_hour", 20, timedelta(hours=1)))
ISSUER = "Quipux"
WRONG = "El código no es correcto. Espere a que la aplicación muestre otro."
TOO_OFTEN = "Demasiados códigos equivocados. Espere 5 minutos."
ACTIVATED, RESET = "QUIPUX: Segundo factor activado", "QUIPUX: Segundo factor restablecido"


def has(user: User) -> bool:
    """Whether a code is asked of the person after the password."""
    return SecondFactor.objects.filter(person=user).exists()


def is_obligatory(user: User) -> bool:
    """Of operators and administrators, or of everybody where the installation says so (ASVS 6.3.3).

    A demonstration lets its invented people in without.
    """
    return (settings.QUIPUX_TOTP_EVERYBODY or privileged.is_privileged(user)) and not settings.QUIPUX_DEMO


def must_enrol(user: User) -> bool:
    """Whether the time of grace is over; it begins with the first login at which the factor was obligatory."""
    if not is_obligatory(user) or has(user):
        return False
    if user.second_factor_since is None:
        user.second_factor_since = clock.now()
        User.objects.filter(pk=user.pk, second_factor_since=None).update(second_factor_since=user.second_factor_since)
    days = 0 if user.is_staff else settings.QUIPUX_TOTP_GRACE_DAYS
    return clock.now() - user.second_factor_since >= timedelta(days=days)


def new_seed() -> str:
    """A seed not yet anybody's, encrypted: what a session may keep until the first code proves it."""
    return _vault().encrypt(pyotp.random_base32().encode()).decode()


def shown(sealed: str, user: User) -> tuple[str, str]:
    """The key to type in groups of four, and the address that the QR code carries."""
    seed = _vault().decrypt(sealed.encode()).decode()
    address = pyotp.TOTP(seed).provisioning_uri(name=user.full_name, issuer_name=ISSUER)
    return " ".join(seed[at : at + 4] for at in range(0, len(seed), 4)), address


@transaction.atomic
def activate(request, user: User, *, sealed: str, code: str) -> list[str]:
    """Take the seed as the person's own, proved by a code of it.

    Returns:
        The ten recovery codes, to be shown this once.

    Raises:
        Invalid: the code is not of that seed.
    """
    step = _step_of(sealed, code)
    if step is None:
        raise Invalid(WRONG)
    SecondFactor.objects.filter(person=user).delete()
    factor = SecondFactor.objects.create(person=user, seed=sealed, last_step=step, created_at=clock.now())
    codes = [
        "-".join("".join(secrets.choice(ALPHABET) for _ in range(LETTERS // 2)) for _ in range(2)) for _ in range(CODES)
    ]
    RecoveryCode.objects.bulk_create(RecoveryCode(factor=factor, digest=make_password(_plain(one))) for one in codes)
    entry = note(request, Event.SECOND_FACTOR, user=user)
    lines = [f"El {mailing.moment()} se activó el segundo factor de su cuenta: desde ahora se le pide un código al ingresar.",
             "Si no fue usted, avise a su Administrador Institucional Quipux."]  # fmt: skip
    mailing.write_to(user, key=f"segundo-factor-{entry.pk}", subject=ACTIVATED, lines=lines)
    return codes


def prove(user: User, code: str) -> bool:
    """Whether it is a code of the person's application, or a recovery code; each is good once.

    Raises:
        TooMany: five wrong in five minutes, or twenty in an hour.
    """
    if any(limits.used(act, user.pk, period=period) >= most for act, most, period in LIMITS):
        raise TooMany(TOO_OFTEN)
    factor = SecondFactor.objects.filter(person=user).first()
    if factor is not None and (_uses_step(factor, code) or _uses_recovery(factor, code)):
        return True
    for act, most, period in LIMITS:
        limits.take(act, user.pk, limit=most, period=period)
    return False


@transaction.atomic
def reset(person: User, *, by, reason: str = "") -> None:
    """Take the factor away, for who lost the telephone; she is mailed. `factor_resets` decides that `by` may."""
    SecondFactor.objects.filter(person=person).delete()
    recorder.record(person, history.FACTOR_RESET, actor=by, comment=reason)
    lines = ["Se restableció el segundo factor de su cuenta: ya no se le pide un código al ingresar.",
             "Actívelo otra vez en «Mi perfil». Si usted no lo pidió, avise a su Administrador Institucional Quipux."]  # fmt: skip
    mailing.write_to(
        person, key=f"segundo-factor-{person.uuid}-{clock.now():%Y%m%d%H%M%S%f}", subject=RESET, lines=lines
    )


def _step_of(sealed, code):
    """The step whose code it is; None when it is of none around now."""
    totp, now = pyotp.TOTP(_vault().decrypt(sealed.encode()).decode()), int(clock.now().timestamp()) // STEP
    typed = "".join(code.split())
    return next((now + near for near in AROUND if constant_time_compare(totp.generate_otp(now + near), typed)), None)


def _uses_step(factor, code):
    step = _step_of(factor.seed, code)
    return step is not None and bool(
        SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step)
    )


def _uses_recovery(factor, code):
    """Ten letters have fewer bits than a key, so they are kept as a password is (ASVS 6.5.2); six numbers are not looked for."""
    if len(_plain(code)) != LETTERS:
        return False
    row = next((row for row in factor.codes.filter(used_at=None) if _fits(factor, code, row.digest)), None)
    return row is not None and bool(factor.codes.filter(pk=row.pk, used_at=None).update(used_at=clock.now()))


def _fits(factor, code, kept):
    if not kept.startswith(FORMER):
        return check_password(_plain(code), kept)
    return any(check_password(_former(factor, code, key), kept.removeprefix(FORMER))
               for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))  # fmt: skip


def _plain(code):
    return "".join(c for c in code.upper() if c.isalnum())


def _former(factor, code, key):
    """What was kept of a code before migration 0021, which gave it to the function of passwords as it was."""
    told = f"{factor.person_id}:{_plain(code)}"
    return salted_hmac("accounts.recovery_code", told, secret=key, algorithm="sha256").hexdigest()


@transaction.atomic
def rotate() -> dict[str, int]:
    """Seal every seed with the present key; one that is already is left as it is.

    Returns:
        ``former``: how many were sealed with a former key; ``unreadable``: how many no key of the settings opens.
    """
    present, counts = _fernet(settings.SECRET_KEY), {"former": 0, "unreadable": 0}
    for factor in SecondFactor.objects.select_for_update().order_by("pk"):
        if _opens(present, factor.seed):
            continue
        if not _opens(_vault(), factor.seed):
            counts["unreadable"] += 1
            continue
        factor.seed = _vault().rotate(factor.seed.encode()).decode()
        factor.save(update_fields=["seed"])
        counts["former"] += 1
    return counts


def _opens(vault, sealed) -> bool:
    try:
        vault.decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


def _vault() -> MultiFernet:
    """One key for this purpose from each of the installation's, the present one first."""
    return MultiFernet([_fernet(key) for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


def _fernet(key) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"accounts.totp:{key}".encode()).digest()))
