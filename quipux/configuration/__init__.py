"""The environment, read once, checked at start and explained in the operator's language.

Every variable stands in one table (`variables.py`): how it is read, its default and a valid
example. `settings.py`, `.env.example`, the compose file and `manage.py doctor` are tested
against that table.
"""

from quipux.configuration.reading import ConfigurationError, read
from quipux.configuration.translation import broker, storage
from quipux.configuration.variables import VARIABLES

__all__ = ["VARIABLES", "ConfigurationError", "broker", "read", "storage"]
