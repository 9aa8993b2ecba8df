"""Byte ranges of HTTP (RFC 9110 §14), as the person's browser or download manager asks for them."""

import re
from dataclasses import dataclass

MAX_RANGES = 4  # more get the whole file (backups §3.8)
_SPEC = re.compile(r"([0-9]*)-([0-9]*)")
_LONGEST_NUMBER = 20  # digits: beyond the size of any file


@dataclass(frozen=True)
class Span:
    """``length`` bytes from ``first`` on, both inside the file."""

    first: int
    length: int

    @property
    def last(self) -> int:
        """Offset of the last byte."""
        return self.first + self.length - 1


class NotSatisfiable(Exception):
    """None of the ranges begins inside the file: the answer is 416."""


def parse(header: str, size: int) -> list[Span] | None:
    """What a Range header asks of a file of ``size`` bytes.

    Args:
        header: the value of the header, empty when absent.
        size: bytes of the file.
    Returns:
        The satisfiable ranges in the order asked, or None when the whole file is the answer: no
        header, another unit, a wrong syntax, more than four ranges, or ranges which together
        hold more bytes than the file (RFC 9110 §14.2 lets a server ignore those).
    Raises:
        NotSatisfiable: the syntax is right and no range begins inside the file.
    """
    pairs = _pairs(header)
    if not pairs or len(pairs) > MAX_RANGES:
        return None
    if size == 0 and all(first is None and length for first, length in pairs):
        return None  # the last bytes of nothing: satisfiable, and no Content-Range can say so
    spans = [span for pair in pairs if (span := _span(*pair, size))]
    if not spans:
        raise NotSatisfiable
    return spans if sum(span.length for span in spans) <= size else None


def _pairs(header):
    """``[(first, last)]`` as written, None where nothing is written; None for anything unreadable."""
    unit, equals, written = header.partition("=")
    if not equals or unit.strip(" \t").lower() != "bytes":
        return None
    matches = [_SPEC.fullmatch(piece) for item in written.split(",") if (piece := item.strip(" \t"))]
    if not all(matches):
        return None
    pairs = [(_number(match[1]), _number(match[2])) for match in matches]
    return pairs if all(_is_valid(*pair) for pair in pairs) else None


def _number(digits):
    """Numbers of any length are legal; one beyond every file need not be computed exactly."""
    if not digits:
        return None
    digits = digits.lstrip("0") or "0"
    return int(digits) if len(digits) <= _LONGEST_NUMBER else 10**_LONGEST_NUMBER


def _is_valid(first, last):
    if first is None:
        return last is not None
    return last is None or first <= last


def _span(first, last, size):
    if first is None:
        length = min(last, size)
        return Span(size - length, length) if length else None
    if first >= size:
        return None
    end = size if last is None else min(last + 1, size)
    return Span(first, end - first)
