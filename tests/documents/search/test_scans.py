"""Scans in Spanish are found by their words (documents §13.3)."""

import pytest

from documents import services
from documents.attaching.reading import read_pending
from documents.models import Attachment
from documents.search import indexing, queries
from documents.search.criteria import Criteria
from documents.states import ScanState
from quipux import pdf
from quipux.extraction import ocr
from quipux.extraction.reading import sheets_of
from quipux.files import store
from tests import factories

TEXT = "<p>Señor Ministro: solicito la inscripción del título académico en la sección del año lectivo de Azuay</p>"


def scanned(text):
    """The picture of a printed page, without any text layer."""
    printed = pdf.render(f'<html lang="es"><head><title>Carta</title></head><body>{text}</body></html>')
    [sheet] = sheets_of(store.save(printed, media_type="application/pdf"), 1)
    return store.save(sheet, media_type="image/png")


@pytest.mark.django_db
@pytest.mark.skipif(ocr.language() != "spa", reason="needs tesseract-ocr-spa: without its data accents are misread")
def test_d_66_a_scan_in_spanish_is_found_with_and_without_accents(ana, bruno):
    stored = scanned(TEXT)
    letter = factories.make_document(bruno, to=[ana])
    annex = services.attach_later(factories.copy_of(letter, ana), services.NewAttachment("escaneo.png", stored),
                                  actor=ana.actor)  # fmt: skip
    Attachment.objects.filter(pk=annex.pk).update(scan_state=ScanState.CLEAN, text=None)
    assert read_pending() == 1
    annex.refresh_from_db()
    for word in ("Señor", "inscripción", "título académico", "sección", "año"):
        assert word in annex.text, annex.text
    indexing.reindex_due()
    for word in ("inscripción", "inscripcion", "academico", "señor"):
        assert [copy.pk for copy in queries.advanced(ana.actor, Criteria(text=word)).newest(None)] == [annex.copy_id], (
            word
        )
