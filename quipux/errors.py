"""What can go wrong in the domain, each with a sentence for the person and an HTTP status."""


class DomainError(Exception):
    """A rule of the domain refused the act.

    ``message`` is Spanish, says what happened and what to do, and is shown as it is.
    """

    status = 400

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


class Invalid(DomainError):
    """What was typed cannot be accepted. ``fields`` maps a form field to its message."""

    status = 422

    def __init__(self, message: str, **fields: str):
        super().__init__(message)
        self.fields = fields


class Forbidden(DomainError):
    """The actor may never do this; the existence of the object is no secret."""

    status = 403


class NotFound(DomainError):
    """It does not exist, or its existence is not for this person to know."""

    status = 404


class NotAllowedNow(DomainError):
    """The object's state does not admit the move any more."""

    status = 409


class Conflict(DomainError):
    """Another act got there first."""

    status = 409


class Gone(DomainError):
    """It existed, and its validity ended."""

    status = 410


class TooMany(DomainError):
    """Done too often; the message says when it can be done again.

    Args:
        opens: that instant, for the answer's Retry-After; None where nobody knows it.
    """

    status = 429

    def __init__(self, message: str, *, opens=None):
        super().__init__(message)
        self.opens = opens
