"""Bar codes as images that need no file and no request."""

from itertools import groupby
from urllib.parse import quote

from barcode.codex import Code128


def code128_data_uri(text: str, *, width: float, height: float) -> str:
    """Return ``text`` (ASCII) as a Code 128 in an SVG ``data:`` URI.

    ``width``, ``height``: of the box it is printed in, in one unit; only their ratio counts. At each side of the
    box ten modules must stay white.
    """
    modules = Code128(text).build()[0]
    whole = len(modules)
    tall, place, bars = whole * height / width, 0, []
    for module, group in groupby(modules):
        wide = len(list(group))
        bars += [f"M{place} 0h{wide}v{tall:.3f}h-{wide}z"] if module == "1" else []
        place += wide
    drawn = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{tall:.3f}" '
             f'viewBox="0 0 {whole} {tall:.3f}"><path d="{"".join(bars)}"/></svg>')  # fmt: skip
    return f"data:image/svg+xml,{quote(drawn)}"
