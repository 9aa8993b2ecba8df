"""How the code inside the child says no."""


class Refused(Exception):
    """A verdict: ``code`` and ``details`` are those of `quipux.signatures.errors`."""

    def __init__(self, code: str, **details: str):
        super().__init__(code)
        self.code, self.details = code, details
