"""Constancia de entrega: posted, delivered and opened per recipient, sealed (issue 6, point 6)."""

import hashlib
import io
from datetime import date, datetime, timedelta

import pgtrigger
import pikepdf
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from documents.dispatching.services import confirm_delivery
from documents.models import DeliveryReceipt, Document, FirstOpening
from documents.receipts import services
from documents.receipts.facts import deliveries_of
from documents.services import number_and_freeze, send_paper
from documents.services.sending.delivering import deliver_batch, put_batch_to_print
from institutions.models import Institution
from quipux import clock
from quipux.errors import Forbidden, NotAllowedNow
from quipux.files import store
from quipux.history.models import Entry
from tests import factories
from tests.cast import servant
from tests.pdf.samples import text_of

AT = datetime(2026, 5, 20, 10, 30, tzinfo=clock.GUAYAQUIL)
LATER = AT + timedelta(days=2)


@pytest.fixture
def letter(ana, bruno, carla):
    """Sent by Ana to Bruno and to Carla of another institution."""
    return factories.make_document(ana, to=[bruno, carla], at=AT, subject="Canario del asunto")


@pytest.fixture
def rosa(area):
    return servant(factories.make_servant(area, "Rosa Lema", title="Secretaria", permissions=["print_dispatch"]))


def open_page(client, person, copy, at):
    with clock.frozen_at(at):
        assert client(person).get(f"/documentos/{copy.uuid}/").status_code == 200


def facts_inside(receipt) -> bytes:
    with pikepdf.open(io.BytesIO(store.read(receipt.file))) as pdf:
        return pdf.attachments["constancia.json"].get_file().read_bytes()


# First opening --------------------------------------------------------------------------------------


def test_only_the_first_opening_by_its_holder_is_kept(client, ana, bruno, letter):
    copy = factories.copy_of(letter, bruno)
    open_page(client, ana, copy, AT + timedelta(minutes=1))
    assert client(bruno).head(f"/documentos/{copy.uuid}/").status_code == 200
    client(bruno).get(f"/documentos/{copy.uuid}/", headers={"Sec-Purpose": "prefetch"})
    assert not FirstOpening.objects.exists()
    for minutes in (5, 9):
        open_page(client, bruno, copy, AT + timedelta(minutes=minutes))
    opening = FirstOpening.objects.get()
    assert (opening.copy, opening.name, opening.position) == (copy, "Bruno Salas", "Director")
    assert opening.at == AT + timedelta(minutes=5)


def test_marking_as_read_from_the_tray_opens_nothing(client, bruno, letter):
    copy = factories.copy_of(letter, bruno)
    client(bruno).post("/documentos/acciones/leido/", {"copia": str(copy.uuid), "confirmar": "1"})
    assert not FirstOpening.objects.exists()


def test_the_author_opens_no_delivery(client, ana, letter):
    open_page(client, ana, factories.original_of(letter), LATER)
    assert not FirstOpening.objects.exists()


def test_an_opening_is_never_changed(client, bruno, letter):
    open_page(client, bruno, factories.copy_of(letter, bruno), LATER)
    for change in (lambda: FirstOpening.objects.update(at=AT), lambda: FirstOpening.objects.get().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# What is stated -------------------------------------------------------------------------------------


def test_each_recipient_has_posted_delivered_and_opened(client, bruno, carla, letter):
    open_page(client, carla, factories.copy_of(letter, carla), LATER)
    his, hers = deliveries_of(letter)
    assert (his.name, his.way, his.posted_at, his.delivered, his.opened_at) == (
        "Bruno Salas",
        "Electrónica",
        AT,
        AT,
        None,
    )
    assert (hers.copy.number, hers.opened_at) == ("SENAM-SENAM-2026-0001-E", LATER)
    assert his.seal == Entry.objects.of(his.copy).first().hash


def test_paper_tells_its_journey_and_what_waits_is_pending(ana, rosa, carla, bruno):
    with clock.frozen_at(AT):
        original = factories.original_of(factories.make_draft(ana, to=[carla, bruno]))
        document = number_and_freeze(original, actor=ana.actor).document
        put_batch_to_print(document)
        copy = send_paper(factories.copy_of(document, carla), actor=rosa.actor, guide="EC-1", carrier="Correos")
    with clock.frozen_at(LATER):
        confirm_delivery(copy, actor=rosa.actor, day=date(2026, 5, 21), received_by="Iván Rea")
    paper, waiting = deliveries_of(Document.objects.get(pk=document.pk))
    assert (paper.way, paper.posted_at, paper.delivered, paper.opened_at) == ("En papel", AT, date(2026, 5, 21), None)
    assert paper.journey == "Correos, guía EC-1, enviado el 2026-05-20, recibió Iván Rea"
    assert (waiting.way, waiting.posted_at, waiting.delivered) == ("Pendiente", None, None)


def test_the_facts_of_fifty_cost_the_same_queries_as_those_of_five(ana, area):
    counts = []
    for count in (5, 50):
        document = factories.make_draft(ana, to=[factories.make_servant(area) for _ in range(count)])
        document = number_and_freeze(factories.original_of(document), actor=ana.actor).document
        deliver_batch(document)
        with CaptureQueriesContext(connection) as queries:
            assert len(deliveries_of(document)) == count
        counts.append(len(queries))
    assert counts[0] == counts[1]


# The receipt ----------------------------------------------------------------------------------------


def test_a_receipt_prints_and_carries_what_it_seals(ana, bruno, carla, letter):
    original = factories.original_of(letter)
    with clock.frozen_at(LATER):
        receipt = services.issue(original, actor=ana.actor)
    content = store.read(receipt.file)
    text = text_of(content)
    for words in (letter.number, "Bruno Salas", "Carla Mena", "SENAM-SENAM-2026-0001-E", receipt.code, "Canario del asunto",
                  letter.official_pdf.sha256, receipt.sha256):  # fmt: skip
        assert words in text.replace("\n", " "), words
    inside = facts_inside(receipt)
    assert hashlib.sha256(inside).hexdigest() == receipt.sha256 == services.digest(receipt.facts)
    assert [row["nombre"] for row in receipt.facts["destinatarios"]] == ["Bruno Salas", "Carla Mena"]
    entry = Entry.objects.of(original).first()
    assert (entry.label, entry.details["sha256"], entry.details["pdf_sha256"]) == (
        "Constancia de entrega", receipt.sha256, receipt.file.sha256)  # fmt: skip


def test_a_receipt_is_as_accessible_as_any_official_page(ana, letter):
    receipt = services.issue(factories.original_of(letter), actor=ana.actor)
    with pikepdf.open(io.BytesIO(store.read(receipt.file))) as pdf:
        assert pdf.Root.Lang == "es-EC"
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")


def test_a_receipt_of_a_confidential_document_says_nothing_of_its_subject(ana, bruno):
    document = factories.make_document(ana, to=[bruno], confidential=True, subject="Canario secreto")
    receipt = services.issue(factories.original_of(document), actor=ana.actor)
    assert "Canario secreto" not in text_of(store.read(receipt.file))
    assert b"Canario secreto" not in facts_inside(receipt)


def test_a_receipt_is_never_changed(ana, letter):
    receipt = services.issue(factories.original_of(letter), actor=ana.actor)
    for change in (lambda: DeliveryReceipt.objects.update(sha256="0" * 64), receipt.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_who_does_not_read_the_original_issues_none_and_a_draft_has_none(ana, bruno, carla, letter):
    with pytest.raises(Forbidden):
        services.issue(factories.original_of(letter), actor=carla.actor)
    with pytest.raises(NotAllowedNow):
        services.issue(factories.original_of(factories.make_draft(ana, to=[bruno])), actor=ana.actor)
    with pytest.raises(NotAllowedNow):
        services.issue(factories.copy_of(letter, bruno), actor=bruno.actor)


def test_more_recipients_than_one_paper_holds_are_told_by_one_receipt_for_each_part(client, ana, letter, monkeypatch):
    monkeypatch.setattr(services, "MOST", 1)
    path = f"/documentos/{factories.original_of(letter).uuid}/constancias/"
    assert '<option value="2">Destinatarios 2 a 2</option>' in client(ana).get(path).text
    for part in ("1", "2"):
        client(ana).post(path, {"parte": part})
    first, second = DeliveryReceipt.objects.order_by("pk")
    told = [[one["nombre"] for one in receipt.facts["destinatarios"]] for receipt in (first, second)]
    assert sorted(told) == [["Bruno Salas"], ["Carla Mena"]]
    assert second.facts["parte"] == {"numero": 2, "partes": 2, "desde": 2, "hasta": 2, "destinatarios": 2}
    assert services.is_intact(second)
    assert "Parte 2 de 2: destinatarios 2 a 2 de 2" in text_of(store.read(second.file))
    for wrong in ("3", "0", "dos"):
        assert "Elija una parte" in client(ana).post(path, {"parte": wrong}, follow=True).text
    assert DeliveryReceipt.objects.count() == 2


# Pages ----------------------------------------------------------------------------------------------


def test_the_author_issues_and_downloads_it_and_nobody_else_knows_of_it(client, ana, elsa, carla, letter):
    original = factories.original_of(letter)
    path = f"/documentos/{original.uuid}/constancias/"
    assert path in client(ana).get(f"/documentos/{original.uuid}/copias/").content.decode()
    assert "Todavía no se emite" in client(ana).get(path).content.decode()
    html = client(ana).post(path, follow=True).content.decode()
    receipt = DeliveryReceipt.objects.get()
    assert f"La constancia {receipt.code} quedó emitida." in html
    served = b"".join(client(ana).get(f"{path}{receipt.uuid}/").streaming_content)
    assert hashlib.sha256(served).hexdigest() == receipt.file.sha256
    other = factories.original_of(factories.make_document(ana, to=[carla]))
    assert client(ana).get(f"/documentos/{other.uuid}/constancias/{receipt.uuid}/").status_code == 404
    for person in (elsa, carla):
        assert client(person).get(path).status_code == client(person).post(path).status_code == 404
        assert client(person).get(f"{path}{receipt.uuid}/").status_code == 404
    assert DeliveryReceipt.objects.count() == 1


@pytest.mark.parametrize("written", ["{}", " {} ", "{lower}", "{plain}"])
def test_anybody_verifies_it_by_its_code_however_it_is_typed(client, ana, letter, written):
    receipt = services.issue(factories.original_of(letter), actor=ana.actor)
    code = written.format(receipt.code, lower=receipt.code.lower(), plain=receipt.code.replace("-", ""))
    answer = client.get("/verificar/constancia/", {"codigo": code})
    html = answer.content.decode()
    for words in ("Constancia registrada", letter.number, receipt.sha256, receipt.file.sha256):
        assert words in html
    for secret in ("Canario del asunto", "Bruno Salas", "Carla Mena"):
        assert secret not in html
    assert "no-store" in answer["Cache-Control"]


def test_an_unknown_code_and_one_of_a_training_tenant_are_told_the_same(client, ana, institution, letter):
    receipt = services.issue(factories.original_of(letter), actor=ana.actor)
    with pgtrigger.ignore("institutions.Institution:environment_kept"):
        Institution.objects.filter(pk=institution.pk).update(environment="training")
    for code in (receipt.code, "2222-3333-4444-5555"):
        html = client.get("/verificar/constancia/", {"codigo": code}).content.decode()
        assert "No consta en Quipux ninguna constancia con ese código." in html
        assert letter.number not in html
    assert client.get("/verificar/constancia/", {"codigo": "corto"}).status_code == 422


def test_the_twenty_first_try_of_an_hour_is_refused(client, db):
    with clock.frozen_at(AT):
        codes = [client.get("/verificar/constancia/", {"codigo": "2222-3333-4444-5555"}).status_code for _ in range(21)]
    assert (set(codes[:20]), codes[20]) == ({200}, 429)
