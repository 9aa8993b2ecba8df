"""The buttons of pages whose address is a secret, in a real browser: it must not take them for another site's (safety §2.2)."""

import re

import pytest

from accounts import registrations
from accounts.models import EmailChange, Registration
from quipux.outbox import secrets
from quipux.outbox.models import Mail
from tests import factories
from tests.accounts.emails.test_own import NEW, ask, entered, link_to, user  # noqa: F401  (fixtures)
from tests.accounts.entering.making import letters_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_button_of_each_link_of_a_mail_is_taken_and_no_request_tells_the_address(entered, user, live_server, page):  # noqa: F811
    told = []
    page.on("request", lambda asked: told.append(asked.headers.get("referer", "")))
    registrations.request(
        registrations.Applicant("cedula", factories.cedula(77_002), "Gina", "Salazar", "gina@ejemplo.ec", "Quito")
    )
    path = re.sub(r"^https?://[^/]+", "", secrets.made_for(Mail.objects.get(subject=registrations.CONFIRM)))
    assert page.goto(live_server.url + path).headers["referrer-policy"] == "no-referrer"
    page.get_by_role("button", name="Confirmar mi correo").click()
    page.get_by_text("Su correo está confirmado.").wait_for()
    assert Registration.objects.get().get_state_display() == "Por validar"
    old = user.email
    ask(entered)
    for address, action in ((NEW, "confirmar"), (old, "no-fui-yo")):
        page.goto(live_server.url + link_to(address, action))
        page.locator("main form button").last.click()
        page.locator("main h1").wait_for()
        assert "caducó" not in page.locator("main").inner_text()
    change = EmailChange.objects.get()
    assert (bool(change.confirmed_at), bool(change.ended_at)) == (True, True)
    assert len(letters_to(old)) > 0
    assert [address for address in told if "/enlace/" in address or "/correo/" in address] == []
