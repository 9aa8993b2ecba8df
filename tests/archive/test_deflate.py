"""When deflating pays: judged by samples from within."""

import random
import zlib

import pytest

from backups.archive.deflate import pays

from .tools import noise, prose


def letter(size: int, plain: int) -> bytes:
    """Like a one-page PDF: streams that do not shrink, and one stretch of text in its middle."""
    side = (size - plain) // 2
    return noise(side, seed=1) + prose(plain) + noise(side, seed=2)


@pytest.mark.parametrize("size", [22_000, 60_000, 250_000])
def test_a_little_text_inside_a_pdf_does_not_speak_for_the_whole(size):
    data = letter(size, plain=size // 40)
    assert len(zlib.compress(data)) > 0.95 * len(data)
    assert not pays(data)


@pytest.mark.parametrize("size", [100, 5_000, 22_000, 250_000])
def test_text_is_deflated_at_any_size(size):
    assert pays(prose(size))


def test_what_is_half_text_is_deflated():
    chance = random.Random(4)
    data = b"".join(chance.choice((noise, prose))(3_000) for _ in range(60))
    assert pays(data)
