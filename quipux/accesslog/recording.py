"""note(): the only writer of the access log (accounts-portal §9.5)."""

from quipux import clock
from quipux.accesslog.models import AccessEntry, Result
from quipux.retrying import left_out_without_room

LONGEST_DEVICE = 200  # characters kept of what a browser says of itself


def note(request, event: str, *, kind: str = "", uuid=None, refused: bool = False, size: int | None = None,
         identifier: str = "", user=None) -> AccessEntry:  # fmt: skip
    """Add one entry of what this request did or was refused.

    Args:
        event: one of ``quipux.accesslog.models.Event``.
        kind, uuid: what it was about, for example ``copy`` and the UUID that the address carried.
        size: bytes handed out.
        identifier: keyed digest of what an unknown person typed, never the text itself.
        user: whom it concerns, where that is not who is signed in.
    """
    user = user or getattr(request, "user", None)
    post = getattr(getattr(request, "actor", None), "appointment", None)
    entry = AccessEntry(
        at=clock.now(), event=event, user=user if user is not None and user.is_authenticated else None,
        identifier=identifier, context=str(post.uuid) if post else "", object_kind=kind, object_uuid=uuid,
        result=Result.REFUSED if refused else Result.DONE, size=size,
        network=request.META.get("REMOTE_ADDR", "")[:45],
        device=request.headers.get("User-Agent", "")[:LONGEST_DEVICE].replace("\0", ""),
    )  # fmt: skip
    with left_out_without_room("access", event=event, user=entry.user_id, object=str(uuid)):
        entry.save(force_insert=True)
    return entry
