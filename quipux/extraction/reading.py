"""The parent's side: one child per file, and whatever it said before its limits ended it."""

import json
import logging
import re
import time
from dataclasses import dataclass
from io import BytesIO

from quipux.extraction.catalogue import READABLE
from quipux.files import store
from quipux.files.kinds import media_type
from quipux.files.models import StoredFile
from quipux.pdf import frames, nursery
from quipux.pdf.job import Limits

logger = logging.getLogger("quipux.extraction")
MOST_TEXT = 1_000_000  # bytes of UTF-8 (documents §13.3)
LIMITS = Limits(cpu_seconds=20, wall_seconds=30, memory_bytes=512 * 1024**2, start_seconds=30)
CHUNK = 1 << 20
SOUND = "sound"  # what the reader of active content says at its end; the readers are imported inside the child only
UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]+")
PICTURE_LIMITS = Limits(cpu_seconds=20, wall_seconds=30, memory_bytes=1024**3, start_seconds=30)
SHEETS = {media_type("pdf"): "pdf"} | {media_type(kind): "image" for kind in ("png", "jpg", "tif", "gif")}
MOST_SHEETS = 200 * 1024**2  # bytes of drawn sheets
MOST_PICTURE = 24 * 1024**2  # bytes of a picture drawn anew


@dataclass(frozen=True)
class Picture:
    """A picture drawn anew; ``kind`` is png or jpeg, and empty with no ``content`` where it had too many pixels."""

    content: bytes
    kind: str
    width: int
    height: int


@dataclass(frozen=True)
class Flat:
    """The first page of a PDF as JPEG; ``pages`` of the file, ``width`` and ``height`` of the page in points."""

    content: bytes
    pages: int
    width: float
    height: float


class ExtractionUnavailable(Exception):
    """No child could be started or given the file: it is not the file's fault, so it may be tried again."""


def is_readable(stored: StoredFile) -> bool:
    """Whether text is looked for in files of this kind."""
    return stored.media_type in READABLE


def extract_text(stored: StoredFile, limits: Limits = LIMITS) -> str:
    """The first 1 MB of text of a stored file; what was read before a limit or a fault is kept.

    Returns:
        Empty when there is none, or the kind is not one of those read.

    Raises:
        ExtractionUnavailable: no child could do it now.
        StoredBytesMissing, OSError: the store does not give the bytes.
    """
    if not is_readable(stored):
        return ""
    with store.open_stored(stored.sha256) as file, _Child(limits) as child:
        said = child.read(READABLE[stored.media_type], file, stored.size)
    text = UNWANTED.sub(" ", said[:MOST_TEXT].decode("utf-8", "ignore"))
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"[^\S\n]+", " ", text)).strip()


def active_content(pdf: bytes, limits: Limits = LIMITS) -> list[str]:
    """The names of what a PDF could do by itself: programs, embedded files, forms that send (safety §2.5).

    Returns:
        Empty when there is nothing; «unreadable» when it cannot be read whole, which proves nothing.

    Raises:
        ExtractionUnavailable: no child could do it now.
    """
    with _Child(limits) as child:
        said = child.read("active", BytesIO(pdf), len(pdf)).decode().strip()
    *found, last = said.split(" ")
    return sorted(set(found)) if last == SOUND else ["unreadable"]


def redraw(content: bytes, most_pixels: int, limits: Limits = PICTURE_LIMITS) -> Picture | None:
    """A PNG or JPEG drawn anew by the child, so that nothing of the file is kept but what is seen (safety §2.5).

    Args:
        most_pixels: width by height; counted before anything is decoded.

    Returns:
        None when it is no such picture, or a damaged one.

    Raises:
        ExtractionUnavailable: no child could do it now.
    """
    with _Child(limits) as child:
        pieces = child.pieces("picture", BytesIO(content), len(content), most_pixels, most=MOST_PICTURE)
    if not pieces:
        return None
    told = json.loads(pieces[0])
    drawn = b"".join(pieces[1:])
    return Picture(drawn, told["kind"], told["width"], told["height"]) if drawn or not told["kind"] else None


def sheets_of(stored: StoredFile, most: int, limits: Limits = PICTURE_LIMITS) -> list[bytes]:
    """The first sheets of a stored PDF or picture as grey PNG, drawn by the child; none of any other kind.

    Raises:
        ExtractionUnavailable: no child could do it now.
        StoredBytesMissing, OSError: the store does not give the bytes.
    """
    kind = SHEETS.get(stored.media_type)
    if kind is None:
        return []
    with store.open_stored(stored.sha256) as file, _Child(limits) as child:
        return child.pieces("sheets", file, stored.size, kind, most, most=MOST_SHEETS)


def codes_on(content: bytes, type_: str, limits: Limits = PICTURE_LIMITS) -> list[str]:
    """What the bar codes and QR on the first sheet of a PDF or picture say.

    Args:
        type_: media type of ``content``.

    Raises:
        ExtractionUnavailable: no child could do it now.
    """
    if type_ not in SHEETS:
        return []
    with _Child(limits) as child:
        said = child.read("codes", BytesIO(content), len(content), SHEETS[type_])
    return json.loads(said) if said else []


def flattened(pdf: bytes, limits: Limits = PICTURE_LIMITS) -> Flat | None:
    """The first page of a PDF drawn by the child as JPEG: links, files and programs are left behind (safety §2.6).

    Returns:
        None when it cannot be drawn.

    Raises:
        ExtractionUnavailable: no child could do it now.
    """
    with _Child(limits) as child:
        pieces = child.pieces("flat", BytesIO(pdf), len(pdf), most=MOST_PICTURE)
    return Flat(b"".join(pieces[1:]), **json.loads(pieces[0])) if len(pieces) > 1 else None


class _Child:
    """A child that reads one file."""

    def __init__(self, limits):
        self._limits = limits

    def __enter__(self):
        try:
            self._socket, self._process = nursery.start("quipux.extraction.child", self._limits)
        except OSError as error:
            raise ExtractionUnavailable(type(error).__name__) from error
        return self

    def __exit__(self, *raised):
        self._socket.close()
        self._process.kill()
        self._process.wait()

    def read(self, reader: str, file, size: int, *wanted) -> bytes:
        """UTF-8 text of ``file``, of ``size`` bytes, as ``reader`` reads it."""
        return b"".join(self.pieces(reader, file, size, *wanted))

    def pieces(self, reader: str, file, size: int, *wanted, most: int = MOST_TEXT) -> list[bytes]:
        """What ``reader`` says of ``file``, piece by piece, until there are more than ``most`` bytes."""
        deadline = time.monotonic() + self._limits.start_seconds
        try:
            frames.receive(self._socket, deadline=deadline)  # it says that it is locked up
            frames.send(self._socket, json.dumps([reader, size, *wanted]).encode(), deadline=deadline)
            while chunk := file.read(CHUNK):
                frames.send(self._socket, chunk, deadline=deadline)
        except (TimeoutError, frames.Closed) as error:
            raise ExtractionUnavailable(type(error).__name__) from error
        return self._listen(reader, most)

    def _listen(self, reader, most):
        """Every piece until the empty one; the child is not believed about how much it may say."""
        said, deadline = [], time.monotonic() + self._limits.wall_seconds
        try:
            while sum(map(len, said)) <= most and (piece := frames.receive(self._socket, deadline=deadline)):
                said.append(piece)
        except (TimeoutError, frames.Closed, frames.TooLarge) as error:
            logger.warning("extraction_cut", extra={"reader": reader, "reason": type(error).__name__,
                                                    "kept": sum(map(len, said))})  # fmt: skip
        return said
