"""What every test shares. Servers and environment come from `tests/private_servers.py`."""

import os
import shutil
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from whitenoise.middleware import WhiteNoiseMiddleware

from quipux.memory import collect_seldom

pytest_plugins = ["tests.cast", "tests.scanning.fixtures"]
# How fast a busy machine is, is measured by `bench` and judged by no test.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays to the end: going through it for garbage again and again took a third of a run."""
    collect_seldom()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with real transactions and with a browser come last, the order within both halves stays.

    The former empty every table, the rows of the migrations included: pytest-django orders them so, but pytest
    gathers afterwards the tests that share a browser around the first of them. A browser, once started, keeps the
    loop of its driver running in the thread of the tests until they end: nothing else can start one there, and a
    forked process finds itself inside it, so browsers come after all others. Those over every address follow each
    other, so that a process builds their office once (`tests/house/conftest.py`).
    """
    items.sort(key=lambda item: (comes_last(item), "_open_office" in getattr(item, "fixturenames", ())))


COMMITS = {"transactional_db", "live_server", "django_db_reset_sequences"}


def comes_last(item: pytest.Item) -> int:
    """1 where the test commits, by its mark or by what it asks for; 2 where it drives a browser."""
    mark = item.get_closest_marker("django_db")
    asked = set(getattr(item, "fixturenames", ()))
    if "playwright" in asked:
        return 2
    return int(bool(COMMITS & asked) or bool(mark and mark.kwargs.get("transaction")))


@pytest.fixture(autouse=True)
def _cheap_passwords(settings):
    """Argon2 as in production, at a cost fit for thousands of people; a real server still verifies it."""
    settings.PASSWORD_HASHERS = ["tests.hashers.CheapArgon2PasswordHasher", *settings.PASSWORD_HASHERS[1:]]


@pytest.fixture(autouse=True)
def _empty_storage():
    """Every test begins with no stored bytes. The folder is the one a worker or a server process would use."""
    yield
    shutil.rmtree(os.environ["STORAGE_URL"], ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _statics_found_once():
    """Every client of a test has a handler of its own, and WhiteNoise goes through all static files for each."""
    found, look = {}, WhiteNoiseMiddleware.add_files_from_finders

    def add_files_from_finders(self):
        key = (self.static_prefix, str(settings.STORAGES["staticfiles"]))
        if key not in found:
            look(self)
            found[key] = dict(self.files)
        self.files |= found[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add_files_from_finders)
        yield


@pytest.fixture
def storage_folder() -> Path:
    """Where this run keeps its bytes."""
    return Path(os.environ["STORAGE_URL"])


@pytest.fixture(scope="session")
def playwright(playwright):
    """While Playwright's loop runs, Django keeps another connection; it must end before the database does."""
    from django.db import connections

    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    """Debian's Chromium without its own windows, which takes half the time of the whole one; nothing is downloaded.

    Its sandbox does not start as root.
    """
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": shutil.which("chromium-headless-shell"), "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args() -> dict:
    """A public servant's browser in Ecuador."""
    return {"locale": "es-EC", "timezone_id": "America/Guayaquil", "viewport": {"width": 1366, "height": 768}}
