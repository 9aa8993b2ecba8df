"""What stops a copy of the system or its restoration."""


class SafekeepingError(Exception):
    """The message says in Spanish what is wrong and what to do."""
