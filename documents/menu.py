"""The trays of the side menu, with their counters, the search and the reports."""

from documents.reports import menu as reports
from documents.search import menu as search
from documents.trays import menu as trays
from quipux.web.menu import register

register(trays.menu_groups)
register(search.menu_groups)
register(reports.menu_groups)
