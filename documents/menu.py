"""The trays of the side menu, with their counters, and the search."""

from documents import trays
from documents.search import menu as search
from quipux.web.menu import register

register(trays.menu_groups)
register(search.menu_groups)
