"""No address but the checked one leads to a part (S-53, backups §3.8)."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages

from tests.backups import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(ana, bruno):
    """The only part of a finished backup of Ana's."""
    return making.fulfilled(ana, bruno).backup.parts.get()


def guesses(part) -> list[str]:
    """Where the incumbent kept its archives, and where a careless server would."""
    name = f"{part.backup.request.archive_name}.zip"
    places = ("static", "media", "respaldos", "bodega", "interno/backups", "archivos", "storage")
    return [f"/{place}/{tail}" for place in places for tail in (name, part.storage_key, f"../{part.storage_key}")] + [
        f"/{part.storage_key}", f"/{name}", f"/static/%2e%2e/{part.storage_key}"]  # fmt: skip


def test_s_53_no_guessed_address_serves_a_part_not_even_to_its_owner(client, ana, part):
    for address in guesses(part):
        for who in (client, client(ana)):
            response = who.get(address)
            assert response.status_code in (301, 302, 404), address
            assert part.sha256 not in response.headers.get("ETag", ""), address
            content = b"".join(response) if response.streaming else response.content
            assert not content.startswith(b"PK"), address


def test_s_53_the_store_is_outside_every_folder_that_is_served(part):
    stored = Path(storages["backups"].path(part.storage_key)).resolve()
    assert stored.is_file()
    served = [Path(folder).resolve() for folder in (*settings.STATICFILES_DIRS, settings.STATIC_ROOT or "static")]
    assert not any(stored.is_relative_to(folder) for folder in served)
    assert not settings.MEDIA_URL.strip("/"), "nothing is served from a media folder"
