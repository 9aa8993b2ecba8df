"""The name of a file that somebody brought, fit to be shown and to be saved again (safety §2.5, S-35)."""

import re
import unicodedata

LONGEST = 300  # characters
UNNAMED = "archivo"
# Names that Windows keeps for its devices, whatever follows the dot.
DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)")
# Controls, marks that turn the direction of writing, halves of pairs and private characters.
UNSHOWN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def cleaned(name: str) -> str:
    """``name`` without folders nor characters nobody sees, in NFC, of 300 characters at most; its extension stays."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(letter for letter in last if unicodedata.category(letter) not in UNSHOWN)
    shown = re.sub(r"\s+", " ", shown).strip().rstrip(" .")
    stem, dot, extension = shown.rpartition(".")
    if not dot:
        stem, extension = shown, ""
    stem = stem.strip(" .") or UNNAMED
    stem = f"_{stem}" if DEVICES.match(stem) else stem
    extension = extension.strip()[: LONGEST // 2]
    return stem[: LONGEST - len(dot + extension)].rstrip() + dot + extension


def extension_of(name: str) -> str:
    """What follows the last dot, in lower case; empty when there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""
