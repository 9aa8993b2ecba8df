"""Length-prefixed frames over a socket, with one deadline for the whole exchange."""

import struct
import time

HEADER = struct.Struct("!Q")
# A child that went wrong must not make its parent reserve memory without end.
MAX_FRAME = 512 * 1024**2


class Closed(Exception):
    """The other side is gone."""


class TooLarge(Exception):
    """A frame over ``MAX_FRAME`` bytes."""


def send(sock, *payloads: bytes, deadline: float | None = None) -> None:
    """Send each payload as one frame before ``deadline`` (``time.monotonic`` seconds).

    Raises TimeoutError, :class:`Closed`, :class:`TooLarge`.
    """
    for payload in payloads:
        if len(payload) > MAX_FRAME:
            raise TooLarge
        sock.settimeout(_remaining(deadline))
        try:
            sock.sendall(HEADER.pack(len(payload)))
            sock.sendall(payload)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Closed from error


def receive(sock, *, deadline: float | None = None) -> bytes:
    """Return the next frame. Raises the same errors as :func:`send`."""
    (size,) = HEADER.unpack(_exactly(sock, HEADER.size, deadline))
    if size > MAX_FRAME:
        raise TooLarge
    return _exactly(sock, size, deadline)


def _exactly(sock, size, deadline):
    data = bytearray(size)
    view = memoryview(data)
    while view:
        sock.settimeout(_remaining(deadline))
        try:
            got = sock.recv_into(view)
        except ConnectionResetError as error:
            raise Closed from error
        if not got:
            raise Closed
        view = view[got:]
    return bytes(data)


def _remaining(deadline):
    if deadline is None:
        return None
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise TimeoutError
    return remaining
