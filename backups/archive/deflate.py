"""Deflate and CRC-32 by the one wheel this package allows itself, and when to deflate.

PDFs, images and office files do not shrink: deflating them is the time the usual tools
lose. A sample decides. Same bytes in, same bytes out: the level is fixed and input is
always fed in blocks of `CHUNK` bytes, whatever the source hands over per read. The
wheel gave the same bytes on every x86-64 processor tried from Nehalem (2008) on, and
others only on one without SSE4.2.
"""

from collections.abc import Iterable
from typing import BinaryIO

try:
    from isal import isal_zlib
except ImportError as missing:
    raise ImportError(
        "backups.archive necesita el paquete «isal» (está en requirements.txt); instálelo con: pip install isal"
    ) from missing

CHUNK = 256 * 1024  # bytes per read and per call of the compressor
LEVEL = 2  # a fifth of the time of zlib 6 for about 1 % more size
WORTH = 0.95  # deflate only what shrinks under this share of itself
SAMPLES = 10  # with fewer, one dictionary or font within a PDF speaks for the whole file
WINDOW = 512  # bytes of each sample
TINY = 64  # bytes under which nothing is gained

# Formats that are compressed inside, told by their first bytes. PDF is not here: some
# are plain text within, so PDFs are sampled.
_COMPRESSED = (
    b"PK\x03\x04",  # zip, docx, xlsx, odt
    b"\xff\xd8\xff",  # jpeg
    b"\x89PNG",
    b"GIF8",
    b"\x1f\x8b",  # gzip
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"\xfd7zXZ",
    b"BZh",
    b"\x28\xb5\x2f\xfd",  # zstd
    b"ID3",
    b"OggS",
)

crc32 = isal_zlib.crc32


def compressor():
    """A raw deflate compressor (APPNOTE 4.4.5, method 8) at the fixed level."""
    return isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, -15)


def pays(head: memoryview) -> bool:
    """Whether deflating is worth its time, judged by the first bytes of a file.

    `head` is the whole file or its first `CHUNK` bytes: always the same amount for the
    same file, so that the answer never depends on where the file is stored.
    """
    if len(head) < TINY or bytes(head[:8]).startswith(_COMPRESSED):
        return False
    sample, size = head, len(head)
    if size > 2 * SAMPLES * WINDOW:
        # From within: the first and last bytes of a PDF shrink, what lies between does not.
        starts = [size * number // (SAMPLES + 1) for number in range(1, SAMPLES + 1)]
        sample = b"".join([head[start : start + WINDOW] for start in starts])
    return len(isal_zlib.compress(sample, LEVEL, -15)) < len(sample) * WORTH


def deflate(blocks: Iterable[memoryview], target: BinaryIO) -> int:
    """Writes `blocks`, of `CHUNK` bytes each but the last, deflated to `target`; gives their CRC-32."""
    engine, crc = compressor(), 0
    for block in blocks:
        crc = crc32(block, crc)
        target.write(engine.compress(block))
    target.write(engine.flush())
    return crc
