"""Who types identities, and a citizen."""

from tests.accounts.citizens.conftest import desk, gina, nelly  # noqa: F401  (the same three)
