"""The code as speech: each character said in Spanish, with varied pauses, pace and hiss (accounts-portal §7.1, way 2)."""

import random
import wave
from functools import cache
from io import BytesIO
from pathlib import Path

VOICE = Path(__file__).parent / "voice"
RATE = 11_025  # samples in a second, one byte each
SILENCE = 128


def wav_of(answer: str, seed: str) -> bytes:
    """A WAV file of ``answer``, under 100 kB; the same ``seed`` gives the same bytes."""
    chance = random.Random(seed)  # noqa: S311 - what is secret is the answer, not how it is said
    sound = bytearray(_hiss(chance, 0.3))
    for letter in answer:
        sound += _louder(_said(letter), chance.uniform(0.75, 1.0), chance) + _hiss(chance, chance.uniform(0.35, 0.55))
    written = BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(int(RATE * chance.uniform(0.94, 1.06)))
        file.writeframes(bytes(sound))
    return written.getvalue()


@cache
def _said(letter):
    with wave.open(str(VOICE / f"{letter}.wav")) as file:
        return file.readframes(file.getnframes())


def _louder(samples, factor, chance):
    return bytes(min(255, max(0, round((s - SILENCE) * factor) + SILENCE + chance.randint(-2, 2))) for s in samples)


def _hiss(chance, seconds):
    return bytes(SILENCE + chance.randint(-2, 2) for _ in range(int(RATE * seconds)))
