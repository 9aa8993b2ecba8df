"""One copy by the UUID of an address, for whom its level allows it (documents §16.2)."""

from documents.models import Copy
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import NotFound
from quipux.files.delivery import deliver

# Bytes that people brought never share the page's rights, even if a browser shows them (safety §2.5).
ISOLATED = {"Content-Security-Policy": "sandbox; default-src 'none'"}


def copy_at(request, uuid, at_least: int) -> Copy:
    """The copy with the actor's ``level``; a stranger's and one that does not exist are the same (S-17).

    Raises:
        NotFound: the level is lower than ``at_least``; the attempt is in the log of accesses.
    """
    copies = Copy.objects.filter(uuid=uuid).with_level(request.actor).filter(level__gte=at_least)
    copy = copies.for_page().first()
    if copy is None:
        refuse(request, uuid)
    if copy.is_confidential:
        note(request, Event.READ, kind="copy", uuid=copy.uuid)
    return copy


def refuse(request, uuid, kind: str = "copy"):
    """The one answer to whoever may not see what was asked for."""
    note(request, Event.DENIED, kind=kind, uuid=uuid, refused=True)
    raise NotFound("No encontramos ese documento.")


def hand_out(request, copy: Copy, stored, filename: str):
    """Bytes of a copy that was found; every download is in the log of accesses."""
    response = deliver(request, storage_alias="default", key=stored.key, size=stored.size, sha256=stored.sha256,
                       filename=filename, media_type=stored.media_type, last_modified=stored.created_at,
                       extra_headers=ISOLATED)  # fmt: skip
    note(request, Event.DOWNLOAD, kind="copy", uuid=copy.uuid, size=_handed(response, stored.size))
    return response


def _handed(response, size) -> int:
    """Bytes that the answer promises; where the proxy or the store sends them, all of them."""
    return 0 if response.status_code in (304, 416) else int(response.headers.get("Content-Length", size))


def is_opened(request) -> bool:
    """Whether a person looks at the page; a browser that fetches ahead of its person, and HEAD, open nothing."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")
