"""Where the visible stamp goes: a free place, near where the document says that it is signed (documents §9)."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

import pypdf

ANCHOR = re.compile(r"documento\s+firmado\s+electr", re.IGNORECASE)
GAP = 4.0  # points kept free around the stamp
STEP = 6.0  # points between two places that are tried
EDGE = 22.0  # points from the edge of the page, where printers print nothing
GLYPH = 0.56  # of the font size: how wide a letter is at most, on average
BACKGROUND = 0.5  # of the page: a picture that large is its background
CENTRED = 40.0  # points from the middle of the sheet within which words are taken as centred
SCALES = (1.0, 0.85, 0.7)


class Box(NamedTuple):
    """A rectangle in points, from the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "Box") -> bool:
        """Whether they share any point."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )

    def grown(self, by: float) -> "Box":
        """With a margin around it."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)


class Place(NamedTuple):
    """A page, counted from 0, and the rectangle on it."""

    page: int
    box: Box


def find_place(pdf: bytes, width: float, height: float) -> Place:
    """A place where ``width`` × ``height`` points cover nothing, smaller if there is none.

    Looked for below the words that announce the signature and then outwards from them; else from the last page back.
    A document without any free place gets it in the lower margin of its last page.
    """
    pages = [_Page(page) for page in pypdf.PdfReader(BytesIO(pdf)).pages]
    order = sorted(range(len(pages)), key=lambda n: (pages[n].anchor is None, -n))
    for scale in SCALES:
        for number in order:
            for box in pages[number].candidates(width * scale, height * scale):
                if pages[number].is_free(box):
                    return Place(number, box)
    return Place(len(pages) - 1, Box(EDGE, 2, EDGE + width * SCALES[-1], 2 + height * SCALES[-1]))


class _Page:
    """What stands where on one page."""

    def __init__(self, page):
        box = page.mediabox
        self.sheet = Box(*map(float, (box.left, box.bottom, box.right, box.top)))
        self.anchor: Box | None = None
        self.taken: list[Box] = []
        page.extract_text(visitor_text=self._see_text, visitor_operand_before=self._see_drawing)
        for reference in page.get("/Annots") or ():
            self._take(Box(*map(float, reference.get_object()["/Rect"])))

    def _see_text(self, text, transformation, matrix, font, size):
        shown = text.strip("\n\r")
        if not shown.strip():
            return
        left, base = _point(matrix[4], matrix[5], transformation)
        size *= abs(matrix[3] * transformation[3]) or 1
        for number, line in enumerate(shown.splitlines()):
            low = base - number * size * 1.4
            box = Box(left, low - size * 0.3, left + len(line) * size * GLYPH, low + size)
            self._take(box)
            if ANCHOR.search(line):
                self.anchor = box

    def _see_drawing(self, operator, operands, transformation, matrix):
        if operator == b"Do":
            corners = [_point(x, y, transformation) for x in (0, 1) for y in (0, 1)]
        elif operator == b"re":
            left, bottom, width, height = map(float, operands)
            corners = [_point(x, y, transformation) for x in (left, left + width) for y in (bottom, bottom + height)]
        else:
            return
        across, up = zip(*corners, strict=True)
        self._take(Box(min(across), min(up), max(across), max(up)))

    def _take(self, box):
        if _area(box) < BACKGROUND * _area(self.sheet):
            self.taken.append(box)

    def is_free(self, box: Box) -> bool:
        """Whether it lies on the sheet and covers nothing."""
        near = box.grown(GAP)
        return not any(near.meets(other) for other in self.taken)

    def candidates(self, width: float, height: float) -> Iterator[Box]:
        """Every place on the sheet, the nearest to the anchor's lower left corner first; without it, from below."""
        margin = min((box.left for box in self.taken), default=0)
        lefts = _steps(max(self.sheet.left + EDGE, margin), self.sheet.right - EDGE - width)
        bottoms = _steps(self.sheet.bottom + EDGE, self.sheet.top - EDGE - height)
        boxes = [Box(x, y, x + width, y + height) for y in bottoms for x in lefts]
        if self.anchor is None:
            return iter(boxes)
        x, y = self._below_anchor(width), self.anchor.bottom - GAP - 1
        exact = Box(x, y - height, x + width, y)
        return iter([exact, *sorted(boxes, key=lambda b: abs(b.top - y) * 3 + abs(b.left - x))])

    def _below_anchor(self, width):
        """Where the stamp begins: with the words, or in their middle when they stand in that of the sheet."""
        middle = (self.anchor.left + self.anchor.right) / 2
        sheet = (self.sheet.left + self.sheet.right) / 2
        return middle - width / 2 if abs(middle - sheet) < CENTRED else self.anchor.left


def _steps(first, last):
    count = int((last - first) // STEP) + 1
    return [first + STEP * n for n in range(max(count, 0))]


def _point(x, y, matrix):
    a, b, c, d, e, f = map(float, matrix)
    return a * x + c * y + e, b * x + d * y + f


def _area(box):
    return (box.right - box.left) * (box.top - box.bottom)
