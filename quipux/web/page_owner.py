"""For whom a page was made: written into each of its forms, compared when the form comes back (accounts-portal §9.2)."""

import re
from dataclasses import dataclass

from django.core import signing

FIELD = "pagina_de"
SALT = "quipux.web.page_owner"
NOT_TEXT = {FIELD, "csrfmiddlewaretoken", "accion", "next"}
SECRET = re.compile(
    r"clave|password|contras|codigo_|^(codigo|nueva|repetida|actual|pin)$|secret|token|ficha|p12", re.IGNORECASE
)
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MOST, LONGEST = 40, 20_000  # fields kept of one form, and characters of all together


@dataclass(frozen=True)
class PageOwner:
    """The person and the context that a page was drawn for.

    Attributes:
        person: UUID text.
        context: what «Usuario:» names it by; empty for who has none.
    """

    person: str
    context: str


def of_request(request) -> PageOwner | None:
    """For whom a page drawn now would be; None for nobody known."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return PageOwner(str(user.uuid), getattr(getattr(request, "actor", None), "context_id", ""))


def mark(request) -> str:
    """What the forms of this answer carry; empty for nobody known."""
    owner = of_request(request)
    return signing.Signer(salt=SALT).sign(f"{owner.person}/{owner.context}") if owner else ""


def of_form(post) -> PageOwner | None:
    """For whom the page of a posted form was made; None where it does not say, or the mark is none of ours."""
    try:
        person, context = signing.Signer(salt=SALT).unsign(post.get(FIELD, "")).split("/", 1)
    except (signing.BadSignature, ValueError):
        return None
    return PageOwner(person, context)


def typed_in(post) -> list[tuple[str, str]]:
    """Name and text of what a person typed into a form: neither secrets nor the keys that the page itself put there."""
    found, room = [], LONGEST
    for name in list(post)[:MOST]:
        text = "\n".join(post.getlist(name)).replace("\0", "")[:room]
        if name in NOT_TEXT or SECRET.search(name) or not text.strip() or KEY.fullmatch(text):
            continue
        found.append((name.replace("_", " ").capitalize(), text))
        room -= len(text)
    return found
