"""Real workers for the tests that need one beside them, as the tests of faults have."""

from tests.faults.conftest import broker, night, workers  # noqa: F401
