"""The trays of the side menu, with their counters."""

from documents import trays
from quipux.web.menu import register

register(trays.menu_groups)
