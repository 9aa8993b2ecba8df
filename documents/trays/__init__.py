"""The trays: what each one is, and what the menu counts of it (documents §5.1, §5.2)."""

from documents.trays.description import Heading, Tray
from documents.trays.table import RECEIVED, SENT, TRAYS

__all__ = ["RECEIVED", "SENT", "TRAYS", "Heading", "Tray"]
