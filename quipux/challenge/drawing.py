"""The code as an image: turned letters on waves, crossed by lines (accounts-portal §7.1, way 1)."""

import math
import random
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 276, 84
INK, PAPER = (32, 44, 62), (250, 250, 247)
STEP, LETTER = 40, 62  # pixels from one letter to the next, and the side of each


def png_of(answer: str, seed: str) -> bytes:
    """The image of ``answer``; the same ``seed`` gives the same bytes, so that a reload shows nothing new."""
    chance = random.Random(seed)  # noqa: S311 - what is secret is the answer, not the shape of its letters
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    for position, letter in enumerate(answer):
        tile = _letter(letter, chance)
        place = (6 + position * STEP + chance.randint(-3, 3), chance.randint(4, HEIGHT - LETTER))
        image.paste(INK, place, tile)
    image = _waved(image, chance)
    _crossed(ImageDraw.Draw(image), chance)
    written = BytesIO()
    image.convert("P", palette=Image.Palette.ADAPTIVE, colors=16).save(written, "PNG", optimize=True)
    return written.getvalue()


def _letter(letter, chance):
    """One letter as a mask, turned and leaning."""
    tile = Image.new("L", (LETTER, LETTER), 0)
    font = ImageFont.load_default(chance.randint(50, 56))
    ImageDraw.Draw(tile).text((LETTER / 2, LETTER / 2), letter, fill=255, font=font, anchor="mm", stroke_width=2)
    lean = chance.uniform(-0.28, 0.28)
    tile = tile.transform(tile.size, Image.Transform.AFFINE, (1, lean, -lean * LETTER / 2, 0, 1, 0),
                          Image.Resampling.BICUBIC)  # fmt: skip
    return tile.rotate(chance.uniform(-22, 22), Image.Resampling.BICUBIC)


def _waved(image, chance):
    """The same image, its columns and rows moved along two waves."""
    tall, long, phase = chance.uniform(3, 5), chance.uniform(55, 85), chance.uniform(0, math.tau)
    wide, high, other = chance.uniform(2, 4), chance.uniform(30, 45), chance.uniform(0, math.tau)
    size, mesh = 13, []
    for left in range(0, WIDTH, size):
        for top in range(0, HEIGHT, size):
            box = (left, top, min(left + size, WIDTH), min(top + size, HEIGHT))
            corners = [(box[0], box[1]), (box[0], box[3]), (box[2], box[3]), (box[2], box[1])]
            moved = [coordinate for x, y in corners
                     for coordinate in (x + wide * math.sin(math.tau * y / high + other),
                                        y + tall * math.sin(math.tau * x / long + phase))]  # fmt: skip
            mesh.append((box, tuple(moved)))
    return image.transform(image.size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC, fillcolor=PAPER)


def _crossed(draw, chance):
    """Lines as thick and as dark as a stroke of the letters, in ink and in paper."""
    for number in range(4):
        begin, end = chance.randint(6, HEIGHT - 6), chance.randint(6, HEIGHT - 6)
        bend = chance.uniform(8, 20) * chance.choice((-1, 1))
        points = [(x, begin + (end - begin) * x / WIDTH + bend * math.sin(math.pi * 2 * x / WIDTH))
                  for x in range(0, WIDTH + 1, 6)]  # fmt: skip
        draw.line(points, fill=INK if number else PAPER, width=2 if number else 1, joint="curve")
    for _ in range(110):
        x, y = chance.randint(0, WIDTH), chance.randint(0, HEIGHT)
        draw.ellipse((x, y, x + 2, y + 2), fill=chance.choice((INK, PAPER)))
