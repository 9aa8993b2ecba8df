"""What a signer program of the person's machine gets and is refused (S-90, D-23, documents §9.1, §9.2)."""

import json
from datetime import timedelta

import pytest

from documents.models import Signature, SigningSession
from documents.signing import sessions
from documents.signing.providers import DESKTOP
from documents.states import SignatureState
from quipux import clock
from quipux.files.models import StoredFile
from tests.cast import CastClient
from tests.documents.signing import making

pytestmark = pytest.mark.django_db
LATE = "El tiempo para firmar terminó. Presione Firmar otra vez; el número se conserva."


class Program(CastClient):
    """Asks with a token and neither cookie nor CSRF token; every refusal of the house is enforced."""

    def __init__(self, token):
        super().__init__(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {token}"})

    def give(self, address, content):
        return self.post(address, data=content, content_type="application/pdf")


def status_of(response) -> int:
    """Of an answer with a file, read to its end."""
    assert b"".join(response.streaming_content)
    return response.status_code


def said(response) -> tuple[int, str]:
    return response.status_code, json.loads(response.content).get("mensaje", "")


def test_the_program_fetches_the_pdf_and_gives_it_back_signed(ana, opened):
    signing = opened()
    program = Program(signing.token)
    given = program.get(signing.address())
    pdf = b"".join(given.streaming_content)
    assert (given.status_code, given["Content-Type"], pdf) == (200, "application/pdf", signing.given())
    answer = program.give(signing.address(), making.signed_by(ana, pdf))
    assert json.loads(answer.content) == {"estado": "firmado", "documento": "MINEJ-DNP-2026-0001-M"}
    assert signing.request().state == SignatureState.VALID


@pytest.mark.parametrize("token", ["", "otra", "x" * 43])
def test_s_90_without_the_token_of_the_session_nothing_is_given_nor_taken(ana, opened, token):
    signing = opened()
    content = making.signed_by(ana, signing.given())
    program = Program(token)
    assert said(program.get(signing.address())) == (403, LATE)
    assert said(program.give(signing.address(), content)) == (403, LATE)
    assert signing.request().state == SignatureState.OPEN


def test_s_90_the_token_of_another_person_opens_nothing(ana, bruno, opened):
    signing = opened()
    other = making.open_session(bruno, [making.factories.make_unsigned(bruno, to=[ana])])
    assert said(Program(other.token).get(signing.address())) == (403, LATE)
    mixed = f"/firma/{other.session.uuid}/{signing.originals[0].uuid}.pdf"
    assert said(Program(other.token).get(mixed)) == (403, LATE)


def test_s_90_a_session_cookie_is_no_token(client, ana, opened):
    signing = opened()
    assert client(ana).get(signing.address()).status_code == 403


def test_s_90_a_token_replayed_after_its_document_gives_nothing(ana, opened):
    signing = opened()
    program, given = Program(signing.token), signing.given()
    content = making.signed_by(ana, given)
    program.give(signing.address(), content)
    assert said(program.get(signing.address())) == (403, LATE)
    assert said(program.give(signing.address(), making.signed_by(ana, given))) == (409, LATE)
    again = program.give(signing.address(), content)
    assert (again.status_code, Signature.objects.count()) == (200, 1)


def test_s_90_a_token_after_its_minutes_or_after_the_session_gives_nothing(ana, opened):
    signing = opened()
    program, content = Program(signing.token), making.signed_by(ana, signing.given())
    with clock.frozen_at(clock.now() + timedelta(minutes=30, seconds=1)):
        assert said(program.get(signing.address())) == (403, LATE)
        assert said(program.give(signing.address(), content)) == (409, LATE)
    sessions.close(signing.session)
    assert said(program.get(signing.address())) == (403, LATE)
    assert said(program.give(signing.address(), content)) == (409, LATE)
    assert not Signature.objects.exists()


def test_s_90_another_token_closes_the_one_before(client, ana, opened):
    signing = opened()
    answer = client(ana).post(f"{signing.page()}renovar/")
    fresh = answer.cookies["quipux-firma"]
    assert (fresh["path"], fresh["httponly"], fresh["samesite"]) == (signing.page(), True, "Strict")
    assert said(Program(signing.token).get(signing.address())) == (403, LATE)
    assert status_of(Program(fresh.value).get(signing.address())) == 200


def test_s_90_other_bytes_are_refused_with_their_sentence(ana, opened):
    signing = opened()
    content = making.signed_by(ana, making.factories.tiny_pdf("Otro"))
    assert said(Program(signing.token).give(signing.address(), content)) == (
        422, "El archivo recibido no corresponde al documento entregado para la firma.")  # fmt: skip


def test_only_the_digest_of_a_token_is_kept_and_no_address_has_it(ana, opened, caplog):
    signing = opened()
    caplog.set_level("DEBUG")
    status_of(Program(signing.token).get(signing.address()))
    Program("equivocada-" + signing.token).get(signing.address())
    row = SigningSession.objects.values().get()
    assert signing.token not in str(row)
    assert row["token_hash"] == sessions.digest(signing.token)
    assert len(row["token_hash"]) == 64
    assert signing.token not in caplog.text
    assert signing.token not in signing.address()


def test_d_23_a_key_posted_instead_of_the_signed_file_is_refused_and_kept_nowhere(client, ana, opened):
    signing = opened(2)
    p12, files = making.certificate(ana), set(StoredFile.objects.values_list("sha256", flat=True))
    answer = Program(signing.token).give(signing.address(), p12)
    assert answer.status_code == 422
    from django.core.files.uploadedfile import SimpleUploadedFile

    place = f"{signing.page()}{signing.originals[1].uuid}/subir/"
    client(ana).post(place, {"file": SimpleUploadedFile("ana.p12", p12)})
    assert [signing.request(place).state for place in (0, 1)] == [SignatureState.REJECTED] * 2
    assert signing.request(1).reason == "El archivo recibido no corresponde al documento entregado para la firma."
    assert set(StoredFile.objects.values_list("sha256", flat=True)) == files


def test_the_address_of_the_program_names_place_token_and_the_documents_still_open(ana, opened, settings):
    settings.QUIPUX_PUBLIC_URL = "https://quipux.ejemplo.gob.ec"
    signing = opened(2)
    DESKTOP.receive(signing.request(0), making.signed_by(ana, signing.given(0)))
    assert DESKTOP.address(signing.session, signing.token) == (
        f"firmaec://quipux/firmar?direccion=https%3A%2F%2Fquipux.ejemplo.gob.ec%2Ffirma%2F{signing.session.uuid}%2F"
        f"&ficha={signing.token}&documentos={signing.originals[1].uuid}"
    )
