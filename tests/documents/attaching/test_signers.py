"""Signatures inside anexos are checked at upload and their signers listed (documents §6.4)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.attaching import reading
from documents.attaching.services import attach
from quipux.signatures import test_authority
from tests import factories
from tests.backups.pages.reading import Page
from tests.documents.signing import making
from tests.signatures.test_hostile import enveloped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _test_authority_counts(settings):
    settings.QUIPUX_ACCEPT_TEST_CA = True


def test_signers_of_a_pdf_and_of_a_p7m_are_listed_with_what_their_signatures_are_worth(client, ana, bruno):
    draft = factories.make_draft(ana, to=[bruno])
    key = making.certificate(bruno, password=test_authority.PASSWORD)
    signed = making.signed_by(bruno, factories.TINY_PDF)
    files = {"simple.pdf": factories.tiny_pdf("Sin firma"), "firmado.pdf": signed,
             "cambiado.pdf": signed.replace(b"Documento de prueba", b"Documento cambiado!"),
             "acta.pdf.p7m": enveloped(b"acta", file=key), "aparte.p7m": enveloped(b"acta", file=key, detached=True)}  # fmt: skip
    attach([SimpleUploadedFile(name, content) for name, content in files.items()], document=draft, actor=ana.actor)
    reading.read_pending()
    rows = {row.name: row.signatures for row in draft.attachments.all()}
    assert rows["simple.pdf"] == []
    assert [(one["name"], one["verdict"], one["is_test"]) for one in rows["firmado.pdf"]] == [
        ("Bruno Salas", "Firma válida", True)]  # fmt: skip
    assert [one["verdict"] for one in rows["cambiado.pdf"]] == ["Documento alterado"]
    assert [(one["name"], one["verdict"]) for one in rows["acta.pdf.p7m"]] == [("Bruno Salas", "Firma válida")]
    assert [(one["name"], one["verdict"]) for one in rows["aparte.p7m"]] == [("Bruno Salas", "")]
    original = factories.original_of(draft)
    hidden = bruno.user.identity_number
    for address in (f"/documentos/{original.uuid}/anexos/", f"/documentos/{original.uuid}/editar/?seccion=anexos"):
        text = Page(client(ana).get(address)).text
        assert f"Firmado por Bruno Salas ({hidden[:2]}••••••{hidden[-2:]})" in text
        assert "Certificado de prueba: sin validez legal" in text
        assert "Firma guardada aparte del archivo que firma" in text
        assert hidden not in text
