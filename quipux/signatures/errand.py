"""The parent's side of the child that reads hostile files and holds keys (safety §2.6, §2.8).

One child per errand. It reaches no network: what it wants to ask an authority it asks this side, which decides.
"""

import logging
import time
from datetime import datetime
from typing import Any

from quipux.pdf import frames, nursery
from quipux.pdf.job import Limits
from quipux.signatures import relay, wire
from quipux.signatures.errors import SignatureRefused, SignatureUnavailable
from quipux.signatures.network import Question, Unreachable

logger = logging.getLogger("quipux.signatures")
LIMITS = Limits(cpu_seconds=20, wall_seconds=60, memory_bytes=1024**3, start_seconds=30)
MOST_REQUESTS = 16  # to authorities, for one file


class Child:
    """A child that answers commands until it is stopped; used as a context."""

    def __init__(self, *, limits: Limits = LIMITS):
        """Start it and wait until it is locked up. Raises `SignatureUnavailable`."""
        self._limits = limits
        try:
            self._socket, self._process = nursery.start("quipux.signatures.child", limits)
        except OSError as error:
            raise SignatureUnavailable(type(error).__name__) from error
        try:
            frames.receive(self._socket, deadline=time.monotonic() + limits.start_seconds)
        except (TimeoutError, frames.Closed) as error:
            self.stop()
            raise SignatureUnavailable(type(error).__name__) from error

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        self.stop()

    def stop(self) -> None:
        """Kill the child and with it all it knew; a second time does nothing."""
        self._socket.close()
        self._process.kill()
        self._process.wait()

    def ask(self, command: str, details: dict[str, Any], *blobs: bytes, at: datetime | None = None) -> wire.Message:
        """Give one command and return its answer, fetching meanwhile what the child asks for.

        Raises:
            SignatureRefused: the verdict of the child.
            SignatureUnavailable: it died, or passed its limits.
        """
        deadline = time.monotonic() + self._limits.wall_seconds
        try:
            wire.tell(self._socket, {"command": command, **details}, *blobs, deadline=deadline)
            return self._listen(at, deadline)
        except (TimeoutError, frames.Closed, frames.TooLarge, ValueError) as error:
            logger.warning("signature_child_failed", extra={"command": command, "reason": type(error).__name__})
            self.stop()
            raise SignatureUnavailable(type(error).__name__) from None

    def _listen(self, at, deadline):
        for _ in range(MOST_REQUESTS + 1):
            header, blobs = wire.hear(self._socket, deadline=deadline)
            if header["kind"] == "refused":
                raise SignatureRefused(header["code"], **header["details"])
            if header["kind"] == "failed":
                raise SignatureUnavailable(header["detail"])
            if header["kind"] == "answer":
                return header, blobs
            self._fetch(Question(header["url"], blobs[0] if blobs else None, header["media_type"]), at, deadline)
        raise frames.TooLarge

    def _fetch(self, question, at, deadline):
        try:
            body = [relay.answer(question, at=at)]
        except Unreachable as error:
            logger.info("signature_authority_unreachable", extra={"reason": str(error)})
            body = []
        wire.tell(self._socket, {"kind": "fetched"}, *body, deadline=deadline)
