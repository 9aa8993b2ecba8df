import copy
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

import quipux


@pytest.fixture
def pages(client, settings):
    """A client on the addresses of tests/web/urls.py, whose answers to faults are the person's."""
    settings.ROOT_URLCONF = "tests.web.urls"
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "templates")
    settings.TEMPLATES = templates
    client.raise_request_exception = False
    return client


@pytest.fixture(scope="module")
def server():
    """A web server without database: the pages of quipux.web need none, and would fail here if they did."""
    found = LiveServer("127.0.0.1")
    yield found
    found.stop()


@pytest.fixture
def root() -> Path:
    return Path(quipux.__file__).parent.parent
