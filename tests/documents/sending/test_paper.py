"""Por Imprimir: print, send, take out, put back; Anular (documents §4.2, §10.3)."""

import io

import pikepdf
import pytest

from documents import delivery
from documents.models import Document, IssuedNumber, Participation
from documents.services import (
    annul,
    annul_copy,
    number_and_freeze,
    order_paper,
    print_many,
    request_sending,
    restore_annulled,
    send_paper,
)
from documents.services.paper import printable, to_print
from documents.services.sending.delivering import deliver_batch
from documents.states import CopyState, How, NumberStatus
from institutions import services as institutions
from institutions.models import Area
from quipux import clock
from quipux.errors import Conflict, DomainError, Forbidden, Invalid, NotAllowedNow
from quipux.history import chain
from quipux.history.models import Entry
from quipux.history.recorder import SYSTEM
from quipux.outbox.models import Mail
from tests import factories
from tests.cast import servant
from tests.pdf.samples import text_of


@pytest.fixture
def rosa(area):
    """Secretary of Ana's área."""
    return servant(factories.make_servant(area, "Rosa Lema", title="Secretaria", permissions=["print_dispatch"]))


@pytest.fixture
def printing(ana, ready, work):
    """Maker of a document of Ana whose copies are in Por Imprimir."""

    def make(*, to, **fields) -> Document:
        return work(request_sending(ready(ana, to=to, **fields), actor=ana.actor, electronically=False)).document

    return make


def test_d_30_the_secretary_sends_inside_to_recibidos_and_outside_as_enviado(ana, rosa, bruno, carla, printing):
    document = printing(to=[bruno, carla])
    inside, outside = (factories.copy_of(document, person) for person in (bruno, carla))
    assert set(to_print(rosa.actor)) == {inside, outside}
    send_paper(inside, actor=rosa.actor, comment="En mano")
    send_paper(outside, actor=rosa.actor, guide="EC-001", carrier="Correos")
    inside.refresh_from_db()
    outside.refresh_from_db()
    assert (inside.state, inside.holder, inside.is_read) == (CopyState.IN_PROCESS, bruno.appointment, False)
    assert (outside.state, outside.holder) == (CopyState.SENT, ana.appointment)
    for copy in (inside, outside, factories.original_of(document)):
        assert Entry.objects.of(copy).first().label == "Envío Manual"
    assert Entry.objects.of(outside).first().details == {"guide": "EC-001", "carrier": "Correos"}
    assert Participation.objects.get(copy=inside).how == How.RECEIVED
    assert set(Mail.objects.filter(subject__contains="recibido").values_list("to", flat=True)) == {
        bruno.user.email, carla.user.email}  # fmt: skip
    assert delivery.delivery_summary([document.pk]) == {document.pk: "Entregado a 2 de 2"}
    assert chain.verify_all()[1] == []


def test_d_30_who_prints_for_another_area_cannot_send_nor_take_out(bruno, elsa, printing):
    copy = factories.copy_of(printing(to=[bruno]), bruno)
    for act in (send_paper, annul_copy):
        with pytest.raises(Forbidden):
            act(copy, actor=elsa.actor)
    assert not to_print(elsa.actor).exists()
    copy.refresh_from_db()
    assert copy.state == CopyState.TO_PRINT


def test_the_papers_of_a_closed_area_pass_to_the_one_above(ana, bruno, institution, printing):
    copy = factories.copy_of(printing(to=[bruno]), bruno)
    root = institution.areas.get(parent=None)
    above = servant(factories.make_servant(root, "Paula Cruz", permissions=["print_dispatch"]))
    assert not to_print(above.actor).exists()
    Area.objects.filter(pk=ana.appointment.area_id).update(is_active=False)
    above = servant(above.appointment)
    assert list(to_print(above.actor)) == [copy]
    assert send_paper(copy, actor=above.actor).state == CopyState.IN_PROCESS


def test_nothing_is_sent_to_who_left(rosa, luis, area, printing):
    leaver = factories.make_servant(area, "Mario Paz")
    copy = factories.copy_of(printing(to=[leaver]), leaver)
    institutions.deactivate(leaver, last_day=clock.today(), actor=SYSTEM)
    with pytest.raises(Invalid, match="Mario Paz: ya no es un servidor activo"):
        send_paper(copy, actor=rosa.actor)


def test_of_two_who_send_at_once_the_second_reads_that_it_is_gone(rosa, bruno, printing):
    copy = factories.copy_of(printing(to=[bruno]), bruno)
    send_paper(copy, actor=rosa.actor)
    with pytest.raises(Conflict, match="ya no está en esta bandeja"):
        send_paper(copy, actor=rosa.actor)


def test_an_answer_on_paper_is_told_on_the_answered_copy_and_its_original(ana, rosa, bruno, printing):
    asked = factories.make_document(bruno, to=[ana])
    answered = factories.copy_of(asked, ana)
    document = printing(to=[bruno], answer_to=answered)
    send_paper(factories.copy_of(document, bruno), actor=rosa.actor)
    for subject in (answered, factories.original_of(asked)):
        entry = Entry.objects.of(subject).first()
        assert (entry.label, entry.actor_name) == ("Envío de respuesta manual", "Rosa Lema")


def test_d_31_what_the_secretary_takes_out_comes_back_by_its_signer(ana, rosa, bruno, carla, printing):
    document = printing(to=[bruno, carla])
    copy = annul_copy(factories.copy_of(document, bruno), actor=rosa.actor, comment="Sobre dañado")
    assert (copy.state, copy.holder) == (CopyState.ANNULLED, ana.appointment)
    mail = Mail.objects.get(subject__startswith="QUIPUX: Documento eliminado de Por Imprimir")
    assert mail.to == ana.user.email
    assert delivery.delivery_summary([document.pk])[document.pk] == "Pendiente de imprimir: 1 · Anulado: 1"
    with pytest.raises(Forbidden):
        restore_annulled(copy, actor=rosa.actor)
    assert restore_annulled(copy, actor=ana.actor).state == CopyState.TO_PRINT
    assert [e.label for e in Entry.objects.of(copy)][:2] == ["Restablecer eliminado", "Eliminar"]


# Printing -------------------------------------------------------------------------------------------


def test_one_file_of_all_the_selected_each_behind_its_own_page(rosa, bruno, carla, printing):
    document = printing(to=[bruno, carla])
    content = print_many(list(to_print(rosa.actor)), actor=rosa.actor)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == 4
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == [document.number] * 2
    pages = text_of(content).split("\f")
    assert "Documento 1 de 2" in pages[0]
    assert {name for name in ("Bruno Salas", "Carla Mena") for page in (pages[0], pages[2]) if name in page} == {
        "Bruno Salas", "Carla Mena"}  # fmt: skip
    assert "Atentamente," in pages[1]


def test_a_confidential_copy_is_printed_by_its_signer_alone(ana, rosa, bruno, printing):
    copy = factories.copy_of(printing(to=[bruno], confidential=True), bruno)
    with pytest.raises(Invalid, match="lo imprime quien lo firmó"):
        print_many([copy], actor=rosa.actor)
    assert print_many([copy], actor=ana.actor).startswith(b"%PDF")


def test_nobody_prints_what_is_not_theirs(elsa, bruno, printing):
    copy = factories.copy_of(printing(to=[bruno]), bruno)
    assert not printable(elsa.actor).exists()
    with pytest.raises(DomainError):
        print_many([copy], actor=elsa.actor)


# No Enviados ----------------------------------------------------------------------------------------


def test_d_32_an_annulled_original_keeps_its_number_annulled(ana, bruno, ready):
    original = ready(ana, to=[bruno])
    number_and_freeze(original, actor=ana.actor)
    with pytest.raises(Invalid, match="motivo"):
        annul(original, actor=ana.actor, reason="  ")
    original = annul(original, actor=ana.actor, reason="Texto equivocado")
    assert original.state == CopyState.ANNULLED
    assert factories.copy_of(original.document, bruno).state == CopyState.ANNULLED
    issued = IssuedNumber.objects.get(document=original.document)
    assert (issued.status, issued.reason) == (NumberStatus.ANNULLED, "Texto equivocado")
    following = ready(ana, to=[bruno])
    assert number_and_freeze(following, actor=ana.actor).number == "MINEJ-DNP-2026-0002-M"
    with pytest.raises(NotAllowedNow, match="fue anulado"):
        restore_annulled(factories.copy_of(original.document, bruno), actor=ana.actor)


def test_what_was_delivered_to_somebody_cannot_be_annulled(ana, bruno, ready):
    original = ready(ana, to=[bruno])
    number_and_freeze(original, actor=ana.actor)
    deliver_batch(Document.objects.get(pk=original.document_id))
    with pytest.raises(NotAllowedNow, match="se entregó"):
        annul(original, actor=ana.actor, reason="Tarde")


def test_only_undelivered_copies_go_to_paper(ana, area, ready, work):
    people = [factories.make_servant(area) for _ in range(52)]
    original = ready(ana, to=people)
    number_and_freeze(original, actor=ana.actor)
    document = Document.objects.get(pk=original.document_id)
    deliver_batch(document)
    sending = work(order_paper(original, actor=ana.actor))
    states = list(sending.document.copies.exclude(role="original").values_list("state", flat=True))
    assert (states.count(CopyState.IN_PROCESS), states.count(CopyState.TO_PRINT)) == (50, 2)
    assert delivery.delivery_summary([document.pk])[document.pk] == "Entregado a 50 de 52 · Pendiente de imprimir: 2"


def test_nobody_else_orders_anything_of_a_document_in_no_enviados(ana, bruno, ready):
    original = ready(ana, to=[bruno])
    number_and_freeze(original, actor=ana.actor)
    for order in (
        lambda: order_paper(original, actor=bruno.actor),
        lambda: annul(original, actor=bruno.actor, reason="x"),
    ):
        with pytest.raises(Forbidden):
            order()
    deliver_to_all = factories.send(factories.make_draft(ana, to=[bruno]))
    with pytest.raises(NotAllowedNow):
        order_paper(factories.original_of(deliver_to_all), actor=ana.actor)
