"""Enviar an external, to its addressee or directed to somebody else (documents §10.2, §11; D-57)."""

import pytest

from documents import services
from documents.models import Attachment, Copy, Document, Informed, Participation, Party
from documents.permissions import level
from documents.states import CopyRole, CopyState, How
from institutions import services as institutions
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history.models import Entry
from quipux.history.recorder import SYSTEM
from quipux.notices.models import Notice
from tests import factories
from tests.documents.window.making import citizen, let, registered, sent

pytestmark = pytest.mark.django_db


def test_an_external_reaches_everybody_of_the_institution_at_once(elsa, ana, bruno, carla):
    original = sent(elsa, ana, carla, cc=[bruno.appointment])
    document = Document.objects.get(pk=original.document_id)
    assert (original.state, original.holder, document.from_label) == ("sent", elsa.appointment, "Gina Salazar")
    assert document.frozen_at
    assert document.sent_at
    copies = document.copies.exclude(role=CopyRole.ORIGINAL).order_by("-role")
    assert [(c.holder, c.role, c.state, c.number, c.is_read) for c in copies] == [
        (ana.appointment, CopyRole.TO, CopyState.IN_PROCESS, document.number, False),
        (bruno.appointment, CopyRole.CC, CopyState.IN_PROCESS, document.number, False),
    ]
    assert Party.objects.get(document=document, appointment=carla.appointment).name == "Carla Mena"
    assert Notice.objects.filter(user=ana.user, text=f"Documento recibido: {document.number}").exists()


def test_de_of_another_institution_is_printed_with_its_own_name(elsa, ana, carla):
    original = sent(elsa, ana, sender=carla.appointment)
    assert Document.objects.get(pk=original.document_id).from_label == "Carla Mena"


def test_d_57_what_is_directed_is_held_by_the_directed_and_the_addressee_is_informed(elsa, ana, bruno):
    let(ana, "receive_directed_external")
    original = sent(elsa, bruno, directed_to=ana.appointment)
    copy = original.document.copies.get(role=CopyRole.TO)
    assert (copy.holder, copy.directed_to, copy.party.appointment) == (
        ana.appointment,
        ana.appointment,
        bruno.appointment,
    )
    assert Informed.objects.get(copy=copy).informed == bruno.appointment
    assert level(copy, bruno.actor) == 3
    labels = [(e.label, (e.target or {}).get("name")) for e in Entry.objects.of(copy)]
    assert ("Dirigir documento", "Ana Torres") in labels
    assert ("Informar", "Bruno Salas") in labels
    facts = set(Participation.objects.filter(copy=copy).values_list("appointment", "how"))
    assert {(ana.appointment.pk, How.REASSIGNED_TO), (bruno.appointment.pk, How.INFORMED_TO),
            (bruno.appointment.pk, How.RECEIVED)} <= facts  # fmt: skip


def test_d_57_without_anybody_of_the_institution_it_is_blocked(elsa, ana, area):
    original = registered(elsa, ana)
    institutions.deactivate(ana.appointment, last_day=clock.today(), actor=SYSTEM)
    with pytest.raises(Invalid, match="No se puede enviar a Ana Torres: ya no recibe documentos"):
        services.send_incoming(original, actor=elsa.actor)
    assert Copy.objects.get(document=original.document_id).state == CopyState.DRAFT
    marta = factories.make_servant(area, "Marta Ruiz", permissions=["receive_directed_external"])
    services.send_incoming(original, actor=elsa.actor, directed_to=marta)
    assert original.document.copies.get(role=CopyRole.TO).holder == marta


def test_d_57_somebody_who_does_not_receive_what_is_directed_is_refused(elsa, ana, bruno):
    with pytest.raises(Invalid, match="Dirigir documento a"):
        sent(elsa, bruno, directed_to=ana.appointment)


def test_only_the_clerk_who_holds_it_sends_it_and_only_once(elsa, ana):
    original = registered(elsa, ana)
    let(ana, "register_incoming")
    with pytest.raises(Forbidden):
        services.send_incoming(original, actor=ana.actor)
    services.send_incoming(original, actor=elsa.actor)
    with pytest.raises(NotAllowedNow):
        services.send_incoming(original, actor=elsa.actor)


def test_a_draft_of_salida_is_not_sent_this_way(ana, bruno):
    draft = factories.original_of(factories.make_draft(ana, to=[bruno]))
    with pytest.raises(Forbidden):
        services.send_incoming(draft, actor=ana.actor)


def test_an_anexo_that_waits_for_its_revision_stops_it(elsa, ana):
    original = registered(elsa, ana)
    stored = factories.store.save(b"%PDF-", media_type="application/pdf")
    Attachment.objects.create(document=original.document, name="oficio.pdf", file=stored, added_by="Elsa",
                              added_at=clock.now(), scan_state="pending")  # fmt: skip
    with pytest.raises(Invalid, match=r"«oficio\.pdf» no ha pasado la revisión de virus"):
        services.send_incoming(original, actor=elsa.actor)


def test_a_confidential_external_tells_nothing_to_a_shared_tray(elsa, ana, bruno):
    from institutions.models import SharedTray

    SharedTray.objects.create(chief=bruno.appointment, member=ana.appointment, since=clock.now())
    sent(elsa, bruno, confidentiality="confidential")
    assert not Notice.objects.filter(user=ana.user).exists()
    sent(elsa, bruno, sender=citizen("Otra Persona"))
    assert Notice.objects.filter(user=ana.user).count() == 1
