"""The short name of `reindex_search` (safety §14)."""

from documents.management.commands.reindex_search import Command  # noqa: F401 (it is this module's command)
