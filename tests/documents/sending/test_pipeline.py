"""The worker's part: render, wait for the signature, deliver in batches, close (documents §10.2)."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents import delivery
from documents.models import Copy, Document, Participation, Party, Sending
from documents.services import (
    number_and_freeze,
    order_paper,
    reassign,
    request_sending,
    retry_sending,
    send_paper,
    shelve,
    signature_accepted,
)
from documents.services.sending import delivering, leases, pipeline
from documents.states import CopyRole, CopyState, How, PartyRole, SendingStep
from institutions.models import Grant, SharedTray
from quipux import clock, pdf
from quipux.errors import NotAllowedNow
from quipux.files import store
from quipux.history import chain
from quipux.history.models import Entry
from quipux.notices.models import Notice
from quipux.outbox.models import Mail
from tests import factories
from tests.pdf.samples import text_of

AT = datetime(2026, 5, 20, 10, 30, tzinfo=clock.GUAYAQUIL)


@pytest.fixture
def signer(ana):
    """Ana, who may sign electronically."""
    Grant.objects.create(appointment=ana.appointment, permission="sign_electronically")
    return ana


@pytest.fixture
def signed(signer, ready, work):
    """Maker of a document whose signature was accepted and that was delivered."""

    def make(**fields) -> Sending:
        sending = work(request_sending(ready(signer, **fields), actor=signer.actor, electronically=True))
        assert sending.step == SendingStep.SIGNATURE
        signature_accepted(sending.document)
        return work(sending)

    return make


def states(document) -> set[str]:
    return set(document.copies.exclude(role=CopyRole.ORIGINAL).values_list("state", flat=True))


def test_a_document_waits_for_its_signature_with_its_pdf_made(signer, bruno, ready, work):
    sending = work(request_sending(ready(signer, to=[bruno]), actor=signer.actor, electronically=True))
    assert sending.step == SendingStep.SIGNATURE
    assert store.read(sending.document.official_pdf).startswith(b"%PDF")
    assert states(sending.document) == {CopyState.UNSENT_ELECTRONIC}
    assert delivery.reasons([sending.document_id]) == {sending.document_id: "Esperando la firma"}
    assert not Mail.objects.exists()


def test_an_accepted_signature_delivers_each_copy_once(signed, bruno, carla):
    sending = signed(to=[bruno], cc=[carla])
    document = sending.document
    assert sending.step == SendingStep.DONE
    assert factories.original_of(document).state == CopyState.SENT
    for person, how in ((bruno, How.RECEIVED), (carla, How.COPIED)):
        copy = factories.copy_of(document, person)
        assert (copy.state, copy.holder, copy.is_read) == (CopyState.IN_PROCESS, person.appointment, False)
        assert [e.label for e in Entry.objects.of(copy)] == ["Envío Electrónico", "Registro"]
        assert Participation.objects.get(copy=copy).how == how
        mail = Mail.objects.get(key=f"entrega-{copy.uuid}")
        assert (mail.to, mail.subject) == (person.user.email, f"QUIPUX: Documento recibido – {copy.number}")
        assert str(copy.uuid) in mail.text
        assert document.subject not in mail.text
    labels = [e.label for e in Entry.objects.of(factories.original_of(document))]
    assert labels[:2] == ["Envío Electrónico", "Firma Digital"]
    assert delivery.delivery_summary([document.pk]) == {document.pk: "Entregado a 2 de 2"}
    assert chain.verify_all()[1] == []


def test_who_chose_no_mails_is_only_noticed(signed, bruno):
    type(bruno.user).objects.filter(pk=bruno.user.pk).update(gets_mails=False)
    document = signed(to=[bruno]).document
    assert not Mail.objects.filter(to=bruno.user.email).exists()
    assert (
        Notice.objects.of(bruno.user, str(bruno.appointment.uuid)).get().text
        == f"Documento recibido: {document.number}"
    )


def test_the_shared_tray_is_told_of_an_open_document_and_never_of_a_confidential_one(signed, bruno, area):
    member = factories.make_servant(area, "Marta Rea")
    SharedTray.objects.create(chief=bruno.appointment, member=member, since=AT)
    signed(to=[bruno], confidential=True)
    assert not Mail.objects.filter(to=member.person.email).exists()
    confidential = Mail.objects.get(to=bruno.user.email)
    assert "Documento confidencial" in confidential.text
    assert "Ana" not in confidential.text
    signed(to=[bruno])
    assert Mail.objects.filter(to=member.person.email).count() == 1


def test_a_signature_is_accepted_once(signed, bruno):
    sending = signed(to=[bruno])
    with pytest.raises(NotAllowedNow):
        signature_accepted(sending.document)


def test_the_answered_copy_and_its_original_tell_of_the_answer(signed, ana, bruno):
    asked = factories.make_document(bruno, to=[ana])
    answered = factories.copy_of(asked, ana)
    answer = signed(to=[bruno], answer_to=answered).document
    for subject in (answered, factories.original_of(asked)):
        entry = Entry.objects.of(subject).first()
        assert (entry.label, entry.comment) == ("Envío de respuesta electrónica", f"Respuesta: {answer.number}")


# Manual ---------------------------------------------------------------------------------------------


def test_d_30_without_electronic_signature_every_copy_waits_to_be_printed(ana, bruno, carla, ready, work):
    sending = work(request_sending(ready(ana, to=[bruno, carla]), actor=ana.actor, electronically=False))
    assert (sending.step, states(sending.document)) == (SendingStep.DONE, {CopyState.TO_PRINT})
    assert factories.original_of(sending.document).state == CopyState.SENT
    assert sending.document.official_pdf_id
    assert delivery.delivery_summary([sending.document_id]) == {sending.document_id: "Pendiente de imprimir: 2"}
    assert set(Mail.objects.values_list("to", flat=True)) == {ana.user.email}


# Failures -------------------------------------------------------------------------------------------


@pytest.fixture
def unprintable(monkeypatch):
    """The renderer's child dies, as with a bomb in the text."""

    def fail(*args, **kwargs):
        raise pdf.PdfError("memory")

    monkeypatch.setattr(pipeline, "official_pdf", fail)


def test_three_failed_renderings_leave_it_in_no_enviados_with_its_number(
    ana, bruno, ready, work, unprintable, settings
):
    settings.QUIPUX_ALERT_EMAIL = "alertas@ejemplo.gob.ec"
    with clock.frozen_at(AT):
        sending = request_sending(ready(ana, to=[bruno]), actor=ana.actor, electronically=False)
    for attempt in (1, 2, 3):
        Sending.objects.update(next_attempt_at=AT)
        sending = work(sending)
        assert sending.attempts == attempt
    assert sending.step == SendingStep.FAILED
    words = delivery.reason_words(sending)
    assert words.startswith("No se pudo generar el PDF: el documento exige demasiada memoria")
    original = factories.original_of(sending.document)
    assert (original.state, original.number) == (CopyState.UNSENT_ORIGINAL, "MINEJ-DNP-2026-0001-M")
    assert states(sending.document) == {CopyState.UNSENT_ELECTRONIC}
    assert Mail.objects.filter(to="alertas@ejemplo.gob.ec").count() == 1
    assert Mail.objects.filter(to=ana.user.email).count() == 1


def test_what_failed_is_tried_again_with_the_same_number(ana, bruno, ready, work, unprintable, monkeypatch):
    sending = request_sending(ready(ana, to=[bruno]), actor=ana.actor, electronically=False)
    Sending.objects.update(attempts=2)
    assert work(sending).step == SendingStep.FAILED
    monkeypatch.undo()
    retry_sending(factories.original_of(sending.document), actor=ana.actor)
    sending = work(sending)
    assert (sending.step, sending.failure, sending.document.number) == (SendingStep.DONE, "", "MINEJ-DNP-2026-0001-M")


def test_a_renderer_that_is_busy_is_not_the_documents_fault(ana, bruno, ready, work, monkeypatch):
    def busy(*args, **kwargs):
        raise pdf.PdfError("busy")

    monkeypatch.setattr(pipeline, "official_pdf", busy)
    sending = work(request_sending(ready(ana, to=[bruno]), actor=ana.actor, electronically=False))
    assert (sending.step, sending.attempts) == (SendingStep.RENDER, 0)
    assert sending.next_attempt_at > clock.now() + timedelta(seconds=10)
    assert not leases.due().exists()


# Batches and leases ---------------------------------------------------------------------------------


def crowd(area, count):
    return [factories.make_servant(area) for _ in range(count)]


def test_a_batch_costs_as_many_queries_for_fifty_copies_as_for_ten(ana, area):
    counts = []
    for people in (crowd(area, 10), crowd(area, 50)):
        document = factories.make_draft(ana, to=people)
        number_and_freeze(factories.original_of(document), actor=ana.actor)
        document.refresh_from_db()
        with CaptureQueriesContext(connection) as queries:
            assert delivering.deliver_batch(document) == len(people)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_d_68_progress_is_told_in_figures_while_batches_go_on(signer, area, ready, work):
    sending = work(request_sending(ready(signer, to=crowd(area, 120)), actor=signer.actor, electronically=True))
    signature_accepted(sending.document)
    told = [delivery.reasons([sending.document_id])[sending.document_id]]
    token = leases.take(sending.pk)
    while pipeline._one_batch(sending.pk, token):
        told.append(delivery.reasons([sending.document_id])[sending.document_id])
    assert told == [f"Entregando: {n} de 120" for n in (0, 50, 100, 120)]
    assert delivery.delivery_summary([sending.document_id])[sending.document_id] == "Entregado a 120 de 120"
    assert Mail.objects.filter(key__startswith="entrega-").count() == 120


def test_who_lost_the_lease_leaves_nothing_behind(signer, bruno, ready, work):
    sending = work(request_sending(ready(signer, to=[bruno]), actor=signer.actor, electronically=True))
    signature_accepted(sending.document)
    token = leases.take(sending.pk)
    assert leases.take(sending.pk) is None
    Sending.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    assert leases.take(sending.pk) is not None
    with pytest.raises(leases.LeaseLost):
        pipeline._one_batch(sending.pk, token)
    assert states(sending.document) == {CopyState.UNSENT_ELECTRONIC}


def test_two_slow_renderings_do_not_throw_away_each_other_s(ana, bruno, ready, work, monkeypatch):
    """While one renders, its lease runs out and another worker begins too; the first to end keeps its PDF."""
    sending = request_sending(ready(ana, to=[bruno]), actor=ana.actor, electronically=False)
    render = pipeline.official_pdf

    def slow(document, **options):
        Sending.objects.update(lease_until=clock.now() - timedelta(seconds=1))
        assert leases.take(sending.pk)
        return render(document, **options)

    monkeypatch.setattr(pipeline, "official_pdf", slow)
    assert work(sending).step == SendingStep.DONE


def test_a_pdf_of_the_route_that_was_left_is_not_kept(signer, bruno, ready, work, monkeypatch):
    sending = request_sending(ready(signer, to=[bruno]), actor=signer.actor, electronically=True)
    render = pipeline.official_pdf

    def meanwhile_on_paper(document, **options):
        monkeypatch.undo()
        order_paper(factories.original_of(document), actor=signer.actor)
        return render(document, **options)

    monkeypatch.setattr(pipeline, "official_pdf", meanwhile_on_paper)
    work(sending)
    sending = work(sending)
    assert sending.step == SendingStep.DONE
    assert "firmado electrónicamente" not in text_of(store.read(sending.document.official_pdf))


def test_the_sweep_rings_for_what_is_due_and_for_nothing_else(signer, bruno, ready, work):
    waiting = request_sending(ready(signer, to=[bruno]), actor=signer.actor, electronically=True)
    assert pipeline.sweep() == 1
    work(waiting)
    assert pipeline.sweep() == 0


def test_d_42_copies_are_independent(signed, area):
    people = crowd(area, 30)
    document = signed(to=people).document
    before = dict(document.copies.values_list("pk", "state"))
    first, second = (factories.copy_of(document, person) for person in people[:2])
    shelve(first, actor=factories.actor_of(people[0]))
    reassign(second, people[5], actor=factories.actor_of(people[1]))
    after = dict(document.copies.values_list("pk", "state"))
    assert {pk for pk in before if before[pk] != after[pk]} == {first.pk}
    moved = Copy.objects.filter(document=document).exclude(role=CopyRole.ORIGINAL).exclude(pk=second.pk)
    assert all(copy.holder_id == copy.party.appointment_id for copy in moved.select_related("party"))
    assert {Entry.objects.of(copy).count() for copy in document.copies.exclude(role="original").exclude(
        pk__in=[first.pk, second.pk])} == {2}  # fmt: skip


def test_the_pdf_of_the_paper_route_has_space_for_a_signature_by_hand(ana, bruno, ready, work, signer):
    sending = work(request_sending(ready(ana, to=[bruno]), actor=ana.actor, electronically=True))
    assert "Documento firmado electrónicamente" in text_of(store.read(sending.document.official_pdf))
    order_paper(factories.original_of(sending.document), actor=ana.actor, comment="Sin certificado")
    sending = work(sending)
    assert sending.step == SendingStep.DONE
    assert "Documento firmado electrónicamente" not in text_of(store.read(sending.document.official_pdf))
    assert states(sending.document) == {CopyState.TO_PRINT}
    labels = [e.label for e in Entry.objects.of(factories.original_of(sending.document))]
    assert labels[0] == "Ordenar envío manual"
    assert Document.objects.get(pk=sending.document_id).sent_at is not None


def test_d_28_what_a_citizen_gets_waits_on_paper_while_the_others_have_theirs(signed, signer, bruno, ready, work, area):
    gina = factories.make_user("Gina Lara")
    original = ready(signer, to=[bruno])
    Party.objects.create(document=original.document, role=PartyRole.TO, position=2, person=gina)
    sending = work(request_sending(original, actor=signer.actor, electronically=True))
    signature_accepted(sending.document)
    document = work(sending).document
    hers = document.copies.get(party__person=gina)
    assert (factories.copy_of(document, bruno).state, hers.state) == (CopyState.IN_PROCESS, CopyState.TO_PRINT)
    assert factories.original_of(document).state == CopyState.SENT
    assert delivery.delivery_summary([document.pk])[document.pk] == "Entregado a 1 de 2 · Pendiente de imprimir: 1"
    rosa = factories.actor_of(factories.make_servant(area, "Rosa Lema", permissions=["print_dispatch"]))
    hers = send_paper(hers, actor=rosa)
    assert (hers.state, hers.holder) == (CopyState.SENT, signer.appointment)
    assert Entry.objects.of(hers).first().target["name"] == "Gina Lara"
