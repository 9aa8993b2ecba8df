"""F-43: the store does not answer: pages without files go on as before, files say what to do."""

import pytest

from tests.factories import make_document

pytestmark = pytest.mark.django_db


def test_f_43_pages_ask_nothing_of_a_store_that_is_away_and_its_files_say_so(client, ana, bruno, storage_folder):
    document = make_document(ana, to=[bruno])
    copy = document.copies.filter(holder=bruno.appointment).get()
    browser = client(bruno)
    browser.raise_request_exception = False
    away = storage_folder / "documentos"
    away.rename(storage_folder / "desmontado")
    try:
        for page in ("/bandejas/recibidos/", f"/documentos/{copy.uuid}/", "/buscar/?q=carta", "/respaldos/"):
            assert browser.get(page).status_code in (200, 302), page
        answer = browser.get(f"/documentos/{copy.uuid}/archivo/")
        assert answer.status_code == 503
        assert "Retry-After" in answer.headers
    finally:
        (storage_folder / "desmontado").rename(away)
    assert b"%PDF" in b"".join(browser.get(f"/documentos/{copy.uuid}/archivo/").streaming_content)
