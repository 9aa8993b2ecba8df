"""The lists of the trays: what an address of one shows."""

from documents.listing.addresses import copies_of_address, list_of_address, tray_for
from documents.listing.bar import bar_for, bar_of
from documents.listing.lists import TrayList
from documents.listing.saved import counted

__all__ = ["TrayList", "bar_for", "bar_of", "copies_of_address", "counted", "list_of_address", "tray_for"]
