"""What some bytes are by their content; neither the name nor the browser's word decides (safety §2.5)."""

from quipux.files.kinds.containers import Excess, Limits, inspect
from quipux.files.kinds.signatures import is_pdf
from quipux.files.kinds.table import KINDS, PROGRAMS, agrees, media_type

__all__ = ["KINDS", "PROGRAMS", "Excess", "Limits", "agrees", "inspect", "is_pdf", "media_type"]
