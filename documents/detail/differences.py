"""«Ver modificaciones en el texto»: two saved texts word by word (documents §5.4)."""

import html
import re
from dataclasses import dataclass
from difflib import SequenceMatcher

import nh3

BREAKS = re.compile(r"<br[^>]*>|</(?:p|li|h[1-6]|t[rdh]|blockquote)>")
WORDS = re.compile(r"\s+")
LONGEST = 4000  # words of a changed passage still compared word by word: the work grows with their square
KEPT, ADDED, REMOVED = "kept", "added", "removed"


@dataclass(frozen=True)
class Piece:
    """A run of words; ``kind`` is kept, added or removed."""

    kind: str
    text: str


def paragraphs(text: str) -> list[str]:
    """The plain paragraphs of sanitised HTML, without empty ones."""
    plain = html.unescape(nh3.clean(BREAKS.sub("\n", text), tags=set()))
    lines = (" ".join(line.split()) for line in plain.splitlines())
    return [line for line in lines if line]


def differences(old: str, new: str) -> list[list[Piece]]:
    """Paragraphs of pieces that lead from one sanitised HTML text to another."""
    before, after = paragraphs(old), paragraphs(new)
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [[Piece(KEPT, line)] for line in before[a:b]]
        else:
            found += _changed(before[a:b], after[c:d])
    return found


def _changed(before, after):
    """Changed paragraphs side by side, and those that only one of the texts has."""
    shared = min(len(before), len(after))
    pairs = [_words(old, new) for old, new in zip(before, after, strict=False)]
    pairs += [[Piece(REMOVED, line)] for line in before[shared:]]
    return pairs + [[Piece(ADDED, line)] for line in after[shared:]]


def _words(old, new):
    before, after = WORDS.split(old), WORDS.split(new)
    if max(len(before), len(after)) > LONGEST:
        return [Piece(REMOVED, old), Piece(ADDED, new)]
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(KEPT, " ".join(before[a:b])))
            continue
        if b > a:
            pieces.append(Piece(REMOVED, " ".join(before[a:b])))
        if d > c:
            pieces.append(Piece(ADDED, " ".join(after[c:d])))
    return pieces
