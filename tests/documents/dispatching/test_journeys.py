"""Guía, Entregado, Devolución and a new journey (documents §10.4; D-60)."""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from documents import delivery
from documents.dispatching.envelopes import print_envelopes
from documents.dispatching.services import confirm_delivery, dispatch_again, mark_returned
from documents.models import PaperDispatch
from documents.services import send_paper
from documents.states import CopyState, DispatchState
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history import chain
from quipux.history.models import Entry
from quipux.notices.models import Notice
from quipux.outbox.models import Mail
from tests import factories
from tests.pdf.samples import text_of

AT = datetime(2026, 5, 20, 10, 30, tzinfo=clock.GUAYAQUIL)
LATER = AT + timedelta(days=7)


@pytest.fixture(autouse=True)
def _noon():
    with clock.frozen_at(AT):
        yield


def entrega(document) -> str:
    return delivery.delivery_summary([document.pk])[document.pk]


def labels(copy) -> list[str]:
    return [entry.label for entry in Entry.objects.of(copy)]


def test_d_60_what_left_with_its_guia_comes_back_and_travels_again(ana, rosa, elsa, gina, printing):
    copy = printing(citizens=[gina]).copies.get(party__person=gina)
    assert "Gina Lara" in text_of(print_envelopes([copy], actor=rosa.actor, parts=("name",)))
    send_paper(copy, actor=rosa.actor, guide="EC-001", carrier="Correos")
    original, document = factories.original_of(copy.document), copy.document
    first = PaperDispatch.objects.get(copy=copy)
    assert (first.carrier, first.guide, first.sent_on, first.sent_by) == (
        "Correos", "EC-001", date(2026, 5, 20), rosa.appointment)  # fmt: skip
    assert entrega(document) == "Entregado a 1 de 1"
    with clock.frozen_at(LATER):
        mark_returned(copy, actor=elsa.actor, reason="address", comment="La casa está vacía")
        first.refresh_from_db()
        assert (first.state, first.returned_on) == (DispatchState.RETURNED, LATER.date())
        assert entrega(document) == "Devuelto: 1"
        for subject in (copy, original):
            entry = Entry.objects.of(subject).first()
            assert (entry.label, entry.actor_name, entry.target["name"]) == ("Devolución", "Elsa Montero", "Gina Lara")
            assert entry.comment == "Dirección incorrecta.\nLa casa está vacía"
        told = set(Notice.objects.filter(text=f"Devolución: {document.number}").values_list("user", flat=True))
        assert told == {ana.user.pk, rosa.user.pk}
        assert set(Mail.objects.filter(subject=f"QUIPUX: Devolución – {document.number}").values_list("to", flat=True)) == {
            ana.user.email, rosa.user.email}  # fmt: skip
        second = dispatch_again(copy, actor=rosa.actor, carrier="Mensajería propia", guide="M-9")
    first.refresh_from_db()
    assert (first.is_current, second.is_current, second.state) == (False, True, DispatchState.SENT)
    assert entrega(document) == "Entregado a 1 de 1"
    assert labels(original)[:2] == ["Despacho", "Devolución"]
    assert labels(copy) == ["Despacho", "Devolución", "Envío Manual", "Imprimir sobre", "Registro"]
    copy.refresh_from_db()
    assert (copy.state, copy.holder) == (CopyState.SENT, ana.appointment)
    assert chain.verify_all()[1] == []


def test_a_delivery_is_confirmed_with_day_receiver_and_proof(rosa, ana, posted):
    copy, proof = posted(), SimpleUploadedFile("guia firmada.pdf", factories.TINY_PDF)
    with clock.frozen_at(LATER):
        found = confirm_delivery(copy, actor=rosa.actor, day=date(2026, 5, 22), received_by="Gina Lara", evidence=proof)
    assert (found.state, found.delivered_on, found.received_by) == (
        DispatchState.DELIVERED,
        date(2026, 5, 22),
        "Gina Lara",
    )
    assert (found.evidence.name, found.evidence.copy, found.evidence.description) == (
        "guia firmada.pdf", copy, "Constancia de entrega")  # fmt: skip
    assert labels(copy)[0] == labels(factories.original_of(copy.document))[0] == "Entrega confirmada"
    with clock.frozen_at(LATER), pytest.raises(NotAllowedNow, match="ya consta como Entregado"):
        confirm_delivery(copy, actor=rosa.actor, day=date(2026, 5, 22))
    with pytest.raises(NotAllowedNow, match="ya consta como entregado"):
        dispatch_again(copy, actor=rosa.actor, guide="X")


@pytest.mark.parametrize(
    ("day", "sentence"), [(date(2026, 5, 19), "anterior al envío"), (date(2026, 5, 21), "posterior a hoy")]
)
def test_a_delivery_has_a_possible_day(rosa, posted, day, sentence):
    with pytest.raises(Invalid, match=sentence):
        confirm_delivery(posted(), actor=rosa.actor, day=day)


def test_a_proof_is_checked_as_any_anexo(rosa, posted):
    copy = posted()
    for name, content in (("guia.exe", b"MZ"), ("guia.pdf", b"no es un PDF")):
        with pytest.raises(Invalid, match="no se adjuntó"):
            confirm_delivery(copy, actor=rosa.actor, day=AT.date(), evidence=SimpleUploadedFile(name, content))
    assert not copy.own_attachments.exists()
    assert PaperDispatch.objects.get(copy=copy).state == DispatchState.SENT


def test_a_return_needs_a_reason_and_other_says_which(elsa, posted):
    copy = posted()
    with pytest.raises(Invalid, match="Escriba por qué"):
        mark_returned(copy, actor=elsa.actor, reason="other")
    found = mark_returned(copy, actor=elsa.actor, reason="other", note="Se mudó")
    assert found.return_words == "Otro: Se mudó"
    with pytest.raises(NotAllowedNow, match="Devuelto"):
        mark_returned(copy, actor=elsa.actor, reason="absent")


def test_the_guia_that_came_later_completes_the_same_journey(rosa, posted):
    copy = posted(guide="", carrier="")
    with clock.frozen_at(LATER):
        found = dispatch_again(copy, actor=rosa.actor, carrier="Correos", guide="EC-7")
    assert PaperDispatch.objects.get(copy=copy) == found
    assert (found.carrier, found.guide, found.sent_on) == ("Correos", "EC-7", AT.date())
    assert Entry.objects.of(copy).first().comment == "Datos del despacho: Correos, guía EC-7, enviado el 2026-05-20"


def test_only_who_posts_or_opens_the_window_follows_the_paper(ana, bruno, carla, elsa, posted):
    copy = posted()
    for person in (bruno, carla, ana):
        with pytest.raises(Forbidden):
            mark_returned(copy, actor=person.actor, reason="absent")
        with pytest.raises(Forbidden):
            confirm_delivery(copy, actor=person.actor, day=AT.date())
    with pytest.raises(Forbidden):
        dispatch_again(copy, actor=elsa.actor, guide="X")  # she prints for another área


def test_what_did_not_leave_on_paper_cannot_come_back(rosa, bruno, printing):
    copy = factories.copy_of(printing(to=[bruno]), bruno)
    with pytest.raises(NotAllowedNow, match="no salió en papel"):
        mark_returned(copy, actor=rosa.actor, reason="absent")
    inside = send_paper(copy, actor=rosa.actor)
    with pytest.raises(NotAllowedNow, match="no salió en papel"):
        mark_returned(inside, actor=rosa.actor, reason="absent")
    assert not PaperDispatch.objects.exists(), "inside, and without guía"


def test_the_database_keeps_one_current_journey_and_no_end_without_its_reason(rosa, posted):
    copy = posted()
    row = PaperDispatch.objects.get(copy=copy)
    values = {"copy": copy, "sent_on": AT.date(), "sent_by": rosa.appointment, "created_at": AT}
    for wrong in ({}, {"is_current": False, "state": "returned"}, {"is_current": False, "state": "delivered"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PaperDispatch.objects.create(**values | wrong)
    assert PaperDispatch.objects.get() == row
