"""What a password may be: the two profiles of accounts-portal §8.1."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError

from accounts.common_passwords import is_common

SAFE, SEED = "segura", "semilla"
TEXTS = {
    SAFE: "Use de 8 a 128 caracteres. No use datos suyos ni contraseñas comunes.",
    SEED: "* La contraseña debe ser de mínimo 6 caracteres y máximo 15, entre números y letras.",
}
LENGTHS = {SAFE: (8, 128), SEED: (6, 15)}
SHORTEST_NAME = 4  # letters of a name that a password may not contain
PERSONAL = "La contraseña contiene un dato suyo o de su institución. Elija otra."
COMMON = "La contraseña es muy común. Elija otra; una frase de varias palabras sirve."
SAME = "La contraseña es igual a la actual. Elija otra."
_word_providers = []


def register_words(provider) -> None:
    """Let an upper app name words that a person's password may not contain.

    Args:
        provider: ``provider(user) -> iterable of str``: siglas and names of her institutions.
    """
    _word_providers.append(provider)


def rule_text() -> str:
    """The rule in use, as the page says it."""
    return TEXTS[settings.QUIPUX_PASSWORD_PROFILE]


class ProfileValidator:
    """Django's door: every way of setting a password passes here."""

    def validate(self, password, user=None):
        """Refuse what the profile in use does not admit.

        Raises:
            ValidationError: with the sentence for the person.
        """
        text = unicodedata.normalize("NFC", password)
        profile = settings.QUIPUX_PASSWORD_PROFILE
        if not _fits(text, profile):
            raise ValidationError(TEXTS[profile])
        (_judge_seed if profile == SEED else _judge_safe)(text, user)

    def get_help_text(self):
        return rule_text()


def _fits(text, profile) -> bool:
    shortest, longest = LENGTHS[profile]
    return shortest <= len(text) <= longest


def _judge_seed(text, user):
    """Exactly seed 004: a letter and a digit, other printable characters accepted."""
    if not (_has_letter(text) and _has_digit(text) and text.isprintable()):
        raise ValidationError(TEXTS[SEED])


def _judge_safe(text, user):
    if user is not None and user.pk and user.has_usable_password() and user.check_password(text):
        raise ValidationError(SAME)
    if is_common(text):
        raise ValidationError(COMMON)
    if _is_personal(text, user):
        raise ValidationError(PERSONAL)


def _has_letter(text) -> bool:
    return re.search(r"[^\W\d_]", text) is not None


def _has_digit(text) -> bool:
    return re.search(r"\d", text) is not None


def _is_personal(text, user) -> bool:
    plain = folded(text)
    return any(word in plain for word in personal_words(user))


# The same, rule by rule, while it is typed -------------------------------------------------------------


@dataclass(frozen=True)
class Rule:
    """One line beside the field of a new password.

    Attributes:
        key: what the page knows it by.
        text: what the person reads.
        is_met: ``is_met(text, user)``, of a text in NFC.
    """

    key: str
    text: str
    is_met: Callable


RULES = {
    SAFE: (Rule("largo", "Tiene de 8 a 128 caracteres", lambda text, _: _fits(text, SAFE)),
           Rule("datos", "No contiene su cédula, sus nombres, su correo ni su institución",
                lambda text, user: not _is_personal(text, user)),
           Rule("comun", "No es una contraseña común", lambda text, _: not is_common(text))),
    SEED: (Rule("largo", "Tiene de 6 a 15 caracteres", lambda text, _: _fits(text, SEED)),
           Rule("letra", "Tiene una letra", lambda text, _: _has_letter(text)),
           Rule("numero", "Tiene un número", lambda text, _: _has_digit(text))),
}  # fmt: skip


def rules() -> tuple[Rule, ...]:
    """Those of the profile in use (§8.1)."""
    return RULES[settings.QUIPUX_PASSWORD_PROFILE]


def met(raw: str, user) -> dict[str, bool]:
    """Which rules a password being typed meets already: key → whether.

    Whether it is the present one is told only when it is saved: asking here would let a stranger at an open page try
    passwords without end.
    """
    text = unicodedata.normalize("NFC", raw)
    return {rule.key: rule.is_met(text, user) for rule in rules()}


def folded(text: str) -> str:
    """Lower case and without accents, so that «MuÑoz» and «munoz» are one word."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def personal_words(user) -> set[str]:
    """What a password of this person may not contain, folded."""
    words = {"quipux"}
    if user is None:
        return words
    words |= {word for word in re.findall(r"\w+", folded(user.full_name)) if len(word) >= SHORTEST_NAME}
    words |= {folded(user.identity_number)}
    words |= {folded(address.partition("@")[0]) for address in (user.email, user.personal_email)}
    words |= {folded(word) for provider in _word_providers for word in provider(user)}
    return {word for word in words if len(word) > 2}
