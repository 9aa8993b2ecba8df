"""What a password may be: the two profiles of accounts-portal §8.1."""

import re
import unicodedata

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
        shortest, longest = LENGTHS[profile]
        if not shortest <= len(text) <= longest:
            raise ValidationError(TEXTS[profile])
        (_judge_seed if profile == SEED else _judge_safe)(text, user)

    def get_help_text(self):
        return rule_text()


def _judge_seed(text, user):
    """Exactly seed 004: a letter and a digit, other printable characters accepted."""
    if not (re.search(r"[^\W\d_]", text) and re.search(r"\d", text) and text.isprintable()):
        raise ValidationError(TEXTS[SEED])


def _judge_safe(text, user):
    if user is not None and user.pk and user.has_usable_password() and user.check_password(text):
        raise ValidationError(SAME)
    if is_common(text):
        raise ValidationError(COMMON)
    plain = folded(text)
    if any(word in plain for word in personal_words(user)):
        raise ValidationError(PERSONAL)


def folded(text: str) -> str:
    """Lower case and without accents, so that «MuÑoz» and «munoz» are one word."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def personal_words(user) -> set[str]:
    """What a password of this person may not contain, folded."""
    words = {"quipux"}
    if user is None:
        return words
    words |= {word for word in re.findall(r"\w+", folded(user.full_name)) if len(word) >= SHORTEST_NAME}
    words |= {folded(user.identity_number), folded(user.email.partition("@")[0])}
    words |= {folded(word) for provider in _word_providers for word in provider(user)}
    return {word for word in words if len(word) > 2}
