"""A page as production serves it: gunicorn, and files under hashed names that find one another (ui §2.2.5, U-45)."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import expect

from quipux.servers import die_with_parent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def production(tmp_path, settings):
    """The address of a gunicorn over the database of the test."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "quipux.web.static_storage.HashedStaticFilesStorage"}}  # fmt: skip
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    call_command("collectstatic", interactive=False, verbosity=0)
    listener = socket.create_server(("127.0.0.1", 0))  # open before gunicorn: nobody waits for it
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    environment = os.environ | {
        "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}", "COLLECTED_STATICS": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "tests.web.production_statics", "WEB_BIND": f"fd://{listener.fileno()}",
        "WEB_CONCURRENCY": "1"}  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "python:quipux.deploy.gunicorn", "quipux.wsgi"], env=environment,
        pass_fds=(listener.fileno(),), preexec_fn=die_with_parent(), cwd=Path(__file__).parents[2])  # fmt: skip
    yield f"http://localhost:{listener.getsockname()[1]}"
    process.terminate()
    process.wait(30)
    listener.close()


def test_u_45_the_module_runs_under_its_hashed_name(production, client, ana, page):
    page.set_viewport_size({"width": 390, "height": 844})
    cookie = client(ana).cookies["quipux"].value
    page.context.add_cookies([{"name": "quipux", "value": cookie, "url": production}])
    complaints = []
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    page.goto(f"{production}/bandejas/recibidos/")
    assert re.search(r'src="/static/js/app\.[0-9a-f]{12}\.js"', page.content())
    expect(page.locator("details[data-menu]")).not_to_have_attribute("open", "")
    page.keyboard.press("/")
    expect(page.get_by_label("Buscar por número, asunto o remitente")).to_be_focused()
    assert complaints == []
