"""Signed documents inside backups: their bytes untouched, and the validation report beside them (documents §9.2)."""

import json
import subprocess

import pytest

from documents.models import Signature
from quipux.files import store
from tests.backups import making
from tests.documents.signing.making import make_signed
from tests.pdf.samples import document, html_of, pool

pytestmark = pytest.mark.django_db


def test_a_signed_document_is_packed_byte_for_byte_with_its_validation_report(ana, bruno, settings, tmp_path):
    settings.QUIPUX_ACCEPT_TEST_CA, settings.QUIPUX_MINIMUM_DOCUMENTS = True, 1
    original = make_signed(ana, to=[bruno], pdf=pool().render(html_of("memorando", document())))
    request = making.send_request(ana)
    making.scheduling.schedule_requests()
    root = making.join_and_extract(making.download(making.build(request), tmp_path), tmp_path / "salida")
    (packed,) = root.glob("data/documentos/*/documento.pdf")
    given = Signature.objects.get(document=original.document)
    assert packed.read_bytes() == store.read(given.file)
    said = subprocess.run(["pdfsig", "-nocert", packed], capture_output=True, text=True, check=True).stdout
    assert "Signature Validation: Signature is Valid." in said

    record = json.loads((packed.parent / "documento.json").read_text())
    report = record["firma"]["informe"]
    assert record["firma"]["firmante"] == given.signer_name
    assert record["firma"]["validez"] == "Firma válida. Certificado de prueba: sin validez legal"
    assert (report["nivel"], report["revocacion"], report["de_prueba"]) == ("PAdES B-B", "No revocado", True)
    assert report["serie"] == given.serial
    assert report["cadena"][-1] == given.signer_name
    assert ana.user.identity_number not in json.dumps(record)
    page = (packed.parent / "pagina.html").read_text()
    assert "Nivel: PAdES B-B · Hora de recepción" in page
    assert f"serie {given.serial}" in page
