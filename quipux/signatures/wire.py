"""Messages between the product and the child: a JSON header that says how many blobs follow it."""

import json
from typing import Any

from quipux.pdf import frames

Message = tuple[dict[str, Any], list[bytes]]


def tell(sock, header: dict[str, Any], *blobs: bytes, deadline: float | None = None) -> None:
    """Send one message; raises what `frames.send` raises."""
    frames.send(sock, json.dumps({**header, "blobs": len(blobs)}).encode(), *blobs, deadline=deadline)


def hear(sock, *, deadline: float | None = None) -> Message:
    """The next message; raises what `frames.receive` raises."""
    header = json.loads(frames.receive(sock, deadline=deadline))
    return header, [frames.receive(sock, deadline=deadline) for _ in range(header.pop("blobs"))]
