"""Bodies of answers, read from an open file in chunks and counted as the server passes them on."""

import logging
import secrets
from collections.abc import Iterator

from quipux.files.ranges import Span
from quipux.files.store import StoredBytesMissing

CHUNK = 512 << 10
log = logging.getLogger(__name__)


class _Body:
    """Iterator over the body of one answer; ``close`` ends it wherever it stands.

    A chunk counts as sent once the server asks for what follows, that is, after it has handed the
    chunk to the connection: a client that hangs up has not taken the chunk that failed.
    """

    length: int  # bytes of the whole body

    def __init__(self, source):
        self._source = source
        self._chunks = self._produce()

    def __iter__(self):
        return self

    def __next__(self) -> bytes:
        return next(self._chunks)

    def close(self):
        """Give the file back; the server calls it in every case."""
        self._chunks.close()
        self._source.close()

    def _produce(self) -> Iterator[bytes]:
        raise NotImplementedError

    def _run(self, span, observer):
        """The chunks of one range, announced and accounted for."""
        _tell(observer, "started", span.first, span.length)
        sent = 0
        try:
            self._source.seek(span.first)
            while sent < span.length:
                chunk = self._source.read(min(CHUNK, span.length - sent))
                if not chunk:
                    # Headers are out: breaking the connection is the only honest answer left.
                    raise StoredBytesMissing(f"ended at byte {span.first + sent}")
                yield chunk
                sent += len(chunk)
        finally:
            _tell(observer, "finished", sent)


class Single(_Body):
    """One range, or the whole file."""

    def __init__(self, source, span: Span, observer):
        self._span, self._observer, self.length = span, observer, span.length
        super().__init__(source)

    def _produce(self):
        yield from self._run(self._span, self._observer)


class Multipart(_Body):
    """Several ranges in one answer, multipart/byteranges (RFC 9110 §14.6)."""

    def __init__(self, source, spans: list[Span], size: int, media_type: str, observer):
        boundary = secrets.token_hex(16)
        self.content_type = f"multipart/byteranges; boundary={boundary}"
        self._parts = [(_opening(boundary, media_type, span, size), span) for span in spans]
        self._ending = f"\r\n--{boundary}--\r\n".encode()
        self._observer = observer
        self.length = sum(len(opening) + span.length for opening, span in self._parts) + len(self._ending)
        super().__init__(source)

    def _produce(self):
        for opening, span in self._parts:
            yield opening
            yield from self._run(span, self._observer)
        yield self._ending


def _opening(boundary, media_type, span, size):
    lines = (
        f"\r\n--{boundary}",
        f"Content-Type: {media_type}",
        f"Content-Range: bytes {span.first}-{span.last}/{size}",
        "\r\n",
    )
    return "\r\n".join(lines).encode()


def _tell(observer, event, *numbers):
    if observer is None:
        return
    try:
        getattr(observer, event)(*numbers)
    except Exception:
        # The person's download is worth more than the note of it.
        log.exception("delivery observer failed: %s", event)
