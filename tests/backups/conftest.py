"""What the tests of backups share: the letters they are about send no mails of their own."""

import pytest

from accounts.models import User


@pytest.fixture(autouse=True)
def _letters_without_mails(monkeypatch):
    """New people chose no notices by mail (preference 21); those of backups reach them all the same."""
    monkeypatch.setattr(User._meta.get_field("gets_mails"), "_get_default", lambda: False)
