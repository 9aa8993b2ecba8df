"""The browser of the ten journeys, in each of the four ways."""

import pytest

from tests.journeys.hands import WAYS, Hands


@pytest.fixture(params=WAYS, ids=[way.name for way in WAYS])
def hands(browser, live_server, request):
    """A person in front of a new browser; the browser complains of nothing."""
    way, complaints = request.param, []
    context = browser.new_context(viewport=way.size, locale="es-EC", timezone_id="America/Guayaquil",
                                  java_script_enabled=way.scripts, accept_downloads=True)  # fmt: skip
    page = context.new_page()
    page.on("console", lambda told: complaints.append(told.text) if "Content Security" in told.text else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    yield Hands(page, live_server.url, way)
    context.close()
    assert complaints == []
