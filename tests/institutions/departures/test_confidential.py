"""What is confidential of who leaves is known by its number only (institutions §11.3)."""

import pytest

from institutions.departures import ending
from quipux.files import store
from tests import factories
from tests.institutions.departures.conftest import open_case
from tests.pdf.samples import text_of


@pytest.mark.django_db
def test_i_36_confidential_pending_documents_appear_by_number_on_the_page_and_in_the_acta(
    client, ana, bruno, diego, elsa
):
    document = factories.make_document(elsa, to=[ana], subject="Canario secreto", confidential=True)
    number = factories.copy_of(document, ana).number
    case = open_case(diego, ana, destination=bruno.appointment)
    page = client(diego).get(case.get_absolute_url()).text
    assert number in page
    closed = ending.deactivate(case, reason="Terminó su contrato.", actor=diego.actor)
    acta = " ".join(text_of(store.read(closed.record)).split())
    assert number in acta
    for told in (page, acta):
        assert "Canario" not in told
