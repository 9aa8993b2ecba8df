"""The recognised authorities: the SGE's page, the operator's folder, and what is audited (documents §9.2)."""

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from institutions.actors import Operator
from quipux.history.models import Entry
from quipux.signatures import test_authority
from quipux.signatures.errors import SignatureRefused
from quipux.signatures.models import TrustRoot
from tests import factories
from tests.signatures.material import BRUNO, a_key, accepted, official, signed, stranger


@pytest.fixture
def operator(client):
    user = factories.make_user("Sofía Andrade", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="manage_trust"))
    client.force_login(user)
    return Operator(user)


def pem(pair):
    return pair.certificate.public_bytes(Encoding.PEM)


def post(client, content, name="raiz.pem", reason="Resolución de acreditación 12"):
    file = SimpleUploadedFile(name, content, "application/x-pem-file")
    return client.post(reverse("admin:firma:authorities"), {"file": file, "why": reason})


def by_stranger():
    return signed(official(), file=stranger().issue(identity=BRUNO[0], name=BRUNO[1], key=a_key()))


def test_an_authority_recognised_on_the_page_counts_and_withdrawn_counts_no_more(client, operator):
    received, address = by_stranger(), reverse("admin:firma:authorities")
    assert post(client, pem(stranger().root)).status_code == 302
    assert not accepted(received, official()).is_test
    root = TrustRoot.objects.get()
    page = client.get(address).text
    assert "RAÍZ DESCONOCIDA" in page
    assert root.sha256[:8] in page
    assert client.post(address, {"retirar": root.pk, "reason": "Perdió la acreditación"}).status_code == 302
    with pytest.raises(SignatureRefused, match="no fue emitido por una entidad"):
        accepted(received, official())
    labels = [(entry.label, entry.actor_name) for entry in Entry.objects.filter(subject_kind="trust_store")]
    assert labels == [("Entidad reconocida", "Sofía Andrade"), ("Entidad retirada", "Sofía Andrade")]
    assert "Perdió la acreditación" in client.get(address).text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"nada", "El archivo no es un certificado en formato PEM o DER."),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "El archivo no es un certificado"),
        (b"0" * 300_000, "El archivo no es un certificado en formato PEM o DER."),
    ],
)
def test_what_is_no_certificate_is_refused(client, operator, content, sentence):
    answer = post(client, content)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not TrustRoot.objects.exists()


def test_a_persons_certificate_the_test_authority_and_a_second_time_are_refused(client, operator):
    assert "no es el certificado de una entidad" in post(client, pem(stranger().responder)).text
    assert "La entidad de prueba no se agrega aquí" in post(client, pem(test_authority.shipped().root)).text
    post(client, pem(stranger().root))
    assert "ya está reconocida" in post(client, pem(stranger().root)).text
    assert TrustRoot.objects.count() == 1


def test_who_only_reads_sees_the_list_and_no_button(client, db):
    client.force_login(factories.make_user("Rosa Lema", is_staff=True))
    page = client.get(reverse("admin:firma:authorities"))
    assert "De prueba: sin validez legal" in page.text
    assert 'type="file"' not in page.text
    assert post(client, pem(stranger().root)).status_code == 403


def test_the_certificates_of_the_operators_folder_count(tmp_path, settings):
    received = by_stranger()
    (tmp_path / "raiz.crt").write_bytes(pem(stranger().root))
    (tmp_path / "leame.txt").write_text("nada")
    settings.QUIPUX_SIGNATURE_TRUST_ROOTS = str(tmp_path)
    assert accepted(received, official()).certificate.issuer == "ENTIDAD DESCONOCIDA"


def test_in_a_training_tenant_no_other_authority_counts(tmp_path, settings):
    (tmp_path / "raiz.crt").write_bytes(pem(stranger().root))
    settings.QUIPUX_SIGNATURE_TRUST_ROOTS = str(tmp_path)
    with pytest.raises(SignatureRefused, match="no fue emitido por una entidad"):
        accepted(by_stranger(), official(), training=True)
