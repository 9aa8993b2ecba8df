"""What stops a copy of the system or its restoration."""


class SafekeepingError(Exception):
    """The message says in Spanish what is wrong and what to do."""

    exit_code = 1  # of the command: something is not sound


class Misused(SafekeepingError):
    """Nothing is damaged: the order or the settings ask for something that cannot be."""

    exit_code = 2
