"""Sobres and traspasos: what they print, who prints them, what they leave (documents §10.4; D-59)."""

import io
import uuid
from datetime import datetime

import pikepdf
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import CitizenProfile, PersonChange
from documents.dispatching.envelopes import print_envelopes
from documents.dispatching.transfers import hand_over, sheet_rows, transfer_pdf
from documents.models import EnvelopeAddress, PhysicalTransfer
from documents.services import send_paper
from documents.states import CopyState
from quipux import clock
from quipux.errors import Forbidden, Invalid
from quipux.history.models import Entry
from tests import factories
from tests.pdf.samples import text_of

AT = datetime(2026, 5, 20, 10, 30, tzinfo=clock.GUAYAQUIL)
ALL = ("title", "name", "position", "institution", "address", "city", "phone")


def test_an_envelope_is_of_number_ten_and_prints_what_was_ticked(rosa, carla, printing):
    copy = factories.copy_of(printing(to=[carla]), carla)
    content = print_envelopes([copy], actor=rosa.actor, parts=ALL)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        [page] = pdf.pages
        width, height = (round(float(size) / 72 * 25.4, 1) for size in page.mediabox[2:])
    assert (width, height) == (241.3, 104.8)
    text = text_of(content)
    for words in ("Carla Mena", "Analista", "SERVICIO NACIONAL DE MUESTRA", "Ministerio de Ejemplo", copy.number):
        assert words.lower() in text.lower()
    without = text_of(print_envelopes([copy], actor=rosa.actor, parts=("name",)))
    assert "Analista" not in without
    assert [entry.label for entry in Entry.objects.of(copy)][:2] == ["Imprimir sobre"] * 2


def test_a_corrected_address_is_kept_for_this_document_and_proposed_for_the_same_citizen(rosa, gina, printing):
    copy, later = (printing(citizens=[gina]).copies.get(party__person=gina) for _ in range(2))
    corrected = {"address": "Calle Loja 12", "city": "Ambato", "phone": "03 282 0000"}
    content = print_envelopes([copy], actor=rosa.actor, parts=ALL, corrected=corrected)
    assert "Calle Loja 12" in text_of(content)
    assert EnvelopeAddress.objects.get().party == copy.party
    assert "Calle Loja 12" in text_of(print_envelopes([copy], actor=rosa.actor, parts=ALL))
    assert "Ambato" in text_of(print_envelopes([later], actor=rosa.actor, parts=ALL))
    assert EnvelopeAddress.objects.count() == 1
    CitizenProfile.objects.create(person=gina, address="Av. Cevallos 8", city="Ambato")
    recorded = text_of(print_envelopes([later], actor=rosa.actor, parts=ALL))
    assert "Av. Cevallos 8" in recorded, "what the citizen's own record says comes first"
    assert "03 282 0000" in recorded, "and where it is silent, what was corrected before"


def test_a_corrected_address_is_proposed_to_the_record_of_the_citizen_and_a_validador_takes_it(
    client, rosa, gina, printing, sofia
):
    CitizenProfile.objects.create(person=gina, address="Av. Cevallos 8", city="Ambato")
    copy = printing(citizens=[gina]).copies.get(party__person=gina)
    corrected = {"address": "Calle Loja 12", "city": "Ambato", "phone": "03 282 0000"}
    for _ in range(2):
        print_envelopes([copy], actor=rosa.actor, parts=ALL, corrected=corrected)
    change = PersonChange.objects.get()
    assert (change.person, change.proposed) == (gina, {"address": "Calle Loja 12", "phone": "03 282 0000"})
    entry = Entry.objects.of(change).get()
    assert (entry.actor_name, copy.number in entry.comment) == ("Rosa Lema", True)
    there = reverse("admin:citizens:change", args=[change.uuid])
    assert "Av. Cevallos 8" in client(sofia).get(there).text
    client(sofia).post(there, {"accion": "aceptar", "datos": ["address"], "motivo": "Guía firmada"})
    record = CitizenProfile.objects.get(person=gina)
    assert (record.address, record.phone) == ("Calle Loja 12", "")


def test_many_envelopes_are_one_file(rosa, carla, gina, printing):
    copies = list(printing(to=[carla], citizens=[gina]).copies.exclude(role="original"))
    with pikepdf.open(io.BytesIO(print_envelopes(copies, actor=rosa.actor, parts=("name",)))) as pdf:
        assert len(pdf.pages) == 2


def test_the_envelope_of_a_confidential_copy_is_printed_by_its_signer_alone(ana, rosa, elsa, gina, printing):
    copy = printing(citizens=[gina], confidential=True).copies.get(party__person=gina)
    for actor in (rosa.actor, elsa.actor):
        with pytest.raises(Invalid, match="lo imprime quien lo firmó"):
            print_envelopes([copy], actor=actor, parts=ALL)
    assert "Gina Lara" in text_of(print_envelopes([copy], actor=ana.actor, parts=ALL))
    send_paper(copy, actor=rosa.actor)
    assert print_envelopes([copy], actor=ana.actor, parts=ALL).startswith(b"%PDF")


# Enviar Físico --------------------------------------------------------------------------------------


@pytest.fixture
def held(ana, bruno):
    """Bruno's copy En Trámite."""
    return factories.copy_of(factories.make_document(ana, to=[bruno], subject="Entrega de la carpeta"), bruno)


def test_d_59_the_paper_changes_hands_with_three_signatures_and_the_holder_stays(elsa, ana, bruno):
    held = factories.copy_of(factories.make_document(bruno, to=[elsa], subject="Entrega de la carpeta"), elsa)
    with clock.frozen_at(AT):
        row = hand_over(held, ana.appointment, actor=elsa.actor, responsible="Mario Chasi", comment="Dos carpetas")
    held.refresh_from_db()
    assert (held.holder, held.state) == (elsa.appointment, CopyState.IN_PROCESS)
    entry = Entry.objects.of(held).first()
    assert (entry.label, entry.target["name"]) == ("Enviar físico", "Ana Torres")
    assert entry.comment == "Responsable de traslado: Mario Chasi. Estado: Bueno.\nDos carpetas"
    assert entry.details == {"transfer": str(row.sheet)}
    rows = sheet_rows(row.sheet, elsa.actor)
    content = transfer_pdf(rows, elsa.actor)
    assert content == transfer_pdf(rows, elsa.actor), "printed again it is the same paper"
    text = text_of(content)
    for words in ("Traspaso de documentos físicos", held.number, "Entrega de la carpeta", "Bueno", "Dos carpetas",
                  "Responsable de traslado", "Mario Chasi", "Elsa Montero", "Ana Torres", "Recibe"):  # fmt: skip
        assert words in text


def test_what_one_act_hands_over_shares_a_sheet(bruno, ana, held):
    other = factories.copy_of(factories.make_document(ana, to=[bruno], confidential=True, subject="Canario"), bruno)
    sheet = uuid.uuid4()
    for copy in (held, other):
        hand_over(copy, ana.appointment, actor=bruno.actor, responsible="Mario", sheet=sheet)
    assert len(sheet_rows(sheet, bruno.actor)) == 2
    assert "Canario" in text_of(transfer_pdf(sheet_rows(sheet, bruno.actor), bruno.actor))


def test_a_sheet_tells_nobody_of_a_confidential_document(institution, bruno, ana, carla, elsa):
    receiver = factories.actor_of(factories.make_servant(bruno.appointment.area, "Irma Paz"))
    copy = factories.copy_of(factories.make_document(ana, to=[bruno], confidential=True, subject="Canario"), bruno)
    sheet = hand_over(copy, receiver.appointment, actor=bruno.actor, responsible="Mario").sheet
    text = text_of(transfer_pdf(sheet_rows(sheet, receiver), receiver))
    assert "Documento confidencial" in text
    assert "Canario" not in text
    assert sheet_rows(sheet, elsa.actor) == sheet_rows(sheet, carla.actor) == []


def test_only_the_holder_hands_over_and_only_inside(ana, bruno, carla, diego, held):
    with pytest.raises(Forbidden):
        hand_over(held, ana.appointment, actor=diego.actor, responsible="Mario")
    for wrong, sentence in ((carla.appointment, "su institución"), (bruno.appointment, "otra persona")):
        with pytest.raises(Invalid, match=sentence):
            hand_over(held, wrong, actor=bruno.actor, responsible="Mario")
    with pytest.raises(Invalid, match="Escriba el responsable"):
        hand_over(held, ana.appointment, actor=bruno.actor, responsible=" ")
    with pytest.raises(Invalid, match="111 caracteres"):
        hand_over(held, ana.appointment, actor=bruno.actor, responsible="Mario", comment="x" * 111)


def test_a_transfer_is_never_changed(bruno, ana, held):
    row = hand_over(held, ana.appointment, actor=bruno.actor, responsible="Mario")
    for change in (lambda: PhysicalTransfer.objects.update(responsible="Otro"), lambda: row.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
