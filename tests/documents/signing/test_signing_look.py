"""The pages of a signature on three screens: sound for axe, no sideways scroll (ui §5, §8)."""

import pytest

from documents.models import InstitutionSettings
from documents.signing.providers import DESKTOP
from institutions.middleware import SESSION_KEY
from quipux.errors import DomainError
from tests.documents.signing import making
from tests.looks import unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pages(ana, bruno, institution, opened, settings) -> list[str]:
    """A session with one document open and one refused, its other ways, a signed document and its report."""
    settings.QUIPUX_SIGNATURE_PROVIDERS = ("desktop", "server_p12")
    InstitutionSettings.objects.create(institution=institution, allows_server_p12=True)
    signing, signed = opened(2), making.make_signed(ana, to=[bruno])
    with pytest.raises(DomainError):
        DESKTOP.receive(signing.request(1), making.signed_by(ana, signing.given(1), identity="1713175071"))
    session, copy = signing.page(), signing.originals[0].uuid
    return [session, f"{session}archivo-p12/", f"{session}{copy}/subir/", f"/documentos/{signed.uuid}/",
            f"/documentos/{signed.uuid}/firma/"]  # fmt: skip


def entered(client, ana, live_server):
    """The cookie of Ana's open session."""
    browser = client(ana)
    assert browser.session[SESSION_KEY]
    [(name, morsel)] = [(n, m) for n, m in browser.cookies.items() if "csrf" not in n]
    return {"name": name, "value": morsel.value, "url": live_server.url}


def test_every_page_of_a_signature_is_sound_on_three_screens(page, client, live_server, ana, pages):
    page.context.add_cookies([entered(client, ana, live_server)])
    for path in pages:
        page.goto(live_server.url + path)
        page.get_by_role("heading", level=1).wait_for()
        assert unsound(page) == [], path
