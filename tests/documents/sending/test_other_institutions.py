"""What reaches another institution bears its own number (documents §7.8; D-28, D-29)."""

import pytest
from django.urls import reverse

from documents import numbering
from documents.models import Document, InstitutionSettings, IssuedNumber, Signature
from documents.services import keep_official_pdf, number_and_freeze, request_sending, send_paper
from documents.services.sending import delivering, telling
from documents.signing.providers import DESKTOP
from documents.states import CopyState
from institutions.models import Grant
from quipux import clock
from quipux.history import chain
from quipux.outbox.models import Mail
from tests import factories
from tests.cast import servant
from tests.documents.signing import making


@pytest.fixture(autouse=True)
def _test_authority_counts(settings):
    settings.QUIPUX_ACCEPT_TEST_CA = True


@pytest.fixture
def year():
    """The year of today's numbers: a certificate is in force now, so that no clock is frozen where somebody signs."""
    return clock.today().year


@pytest.fixture
def rosa(area):
    return servant(factories.make_servant(area, "Rosa Lema", title="Secretaria", permissions=["print_dispatch"]))


@pytest.fixture
def pablo(institution):
    """Jefe of another área of the own institution."""
    return servant(factories.make_servant(factories.make_area(institution, sigla="DAF"), "Pablo Ruiz"))


@pytest.fixture
def sent(bruno, ready, work):
    """Maker of an Oficio that Bruno signed with his certificate and that was delivered as far as it can."""
    Grant.objects.create(appointment=bruno.appointment, permission="sign_electronically")

    def make(*, to, **fields) -> Document:
        original = ready(bruno, to=to, type="oficio", **fields)
        sending = work(request_sending(original, actor=bruno.actor, electronically=True))
        signing = making.open_session(bruno, [original])
        DESKTOP.receive(signing.request(), making.signed_by(bruno, signing.given()))
        return work(sending).document

    return make


def undelivered(author, *people) -> Document:
    """A numbered document whose copies wait to be delivered."""
    document = factories.make_draft(author, to=people, type="oficio")
    number_and_freeze(factories.original_of(document), actor=author.actor)
    return Document.objects.get(pk=document.pk)


def test_d_28_mixed_recipients_get_it_each_by_their_route(client, sent, bruno, pablo, carla, rosa, year):
    gina = factories.make_user("Gina Lara")
    document = sent(to=[pablo, carla, gina])
    his, hers, paper = (factories.copy_of(document, pablo), factories.copy_of(document, carla),
                        document.copies.get(party__person=gina))  # fmt: skip
    assert [copy.state for copy in (his, hers, paper)] == [
        CopyState.IN_PROCESS,
        CopyState.IN_PROCESS,
        CopyState.TO_PRINT,
    ]
    assert (his.number, his.shown_type_label, his.reference) == (f"MINEJ-DNP-{year}-0001-O", "Oficio", "")
    assert (hers.number, hers.shown_type_label, hers.reference) == (
        f"SENAM-SENAM-{year}-0001-E", "Externo", f"MINEJ-DNP-{year}-0001-O")  # fmt: skip
    assert (hers.institution, hers.holder) == (carla.appointment.institution, carla.appointment)
    original = factories.original_of(document)
    assert (original.state, original.number) == (CopyState.SENT, f"MINEJ-DNP-{year}-0001-O")
    page = client(rosa).get(reverse("documents:tray", args=["por-imprimir"])).content.decode()
    assert original.number in page
    assert Signature.objects.get(document=document).signer_name == "Bruno Salas"
    assert "Gina Lara" in page
    row = client(bruno).get(reverse("documents:tray", args=["enviados"])).content.decode()
    assert "Pendiente de imprimir: 1" in row
    assert "Entregado a 2 de 3" in row
    assert numbering.verify().faults == []


def test_d_28_the_receiver_sees_her_number_and_finds_the_document_by_both(client, sent, carla, year):
    hers = factories.copy_of(sent(to=[carla]), carla)
    tray = client(carla).get(reverse("documents:tray", args=["recibidos"])).content.decode()
    page = client(carla).get(reverse("documents:document", args=[hers.uuid])).content.decode()
    for text in (tray, page):
        assert f"SENAM-SENAM-{year}-0001-E" in text
        assert "Externo" in text
        assert f"MINEJ-DNP-{year}-0001-O" in text
    mail = Mail.objects.get(key=f"entrega-{hers.uuid}")
    assert mail.subject == f"QUIPUX: Documento recibido – SENAM-SENAM-{year}-0001-E"


def test_d_29_two_officials_of_one_institution_share_its_number(sent, carla, other_institution, year):
    window = factories.make_area(other_institution, "Ventanilla", sigla="VEN")
    InstitutionSettings.objects.create(institution=other_institution, reception_area=window)
    second = servant(factories.make_servant(carla.appointment.area, "Mario Paz"))
    third = servant(factories.make_servant(factories.make_area(factories.make_institution(sigla="MINZ")), "Ida Rea"))
    document = sent(to=[carla, third], cc=[second])
    numbers = [factories.copy_of(document, person).number for person in (carla, second, third)]
    assert numbers == [f"SENAM-VEN-{year}-0001-E", f"SENAM-VEN-{year}-0001-E", f"MINZ-MINZ-{year}-0001-E"]
    assert set(document.numbers.values_list("text", flat=True)) == {document.number, *numbers}
    assert factories.copy_of(sent(to=[second]), second).number == f"SENAM-VEN-{year}-0002-E"


def test_paper_brings_no_number_of_the_receiving_institution(bruno, rosa, carla, ready, work):
    sending = work(request_sending(ready(bruno, to=[carla]), actor=bruno.actor, electronically=False))
    copy = send_paper(factories.copy_of(sending.document, carla), actor=rosa.actor)
    assert (copy.state, copy.number, copy.shown_type, copy.own_reference) == (
        CopyState.SENT, sending.document.number, None, "")  # fmt: skip
    assert IssuedNumber.objects.count() == 1


def test_a_batch_that_dies_before_its_commit_gives_the_number_back(bruno, carla, monkeypatch, year):
    document, seen = undelivered(bruno, carla), []
    keep_official_pdf(document, factories.TINY_PDF)

    def die(document, copies):
        seen.extend(copy.number for copy in copies)
        raise ConnectionError("the fault of this test")

    with monkeypatch.context() as patch:
        patch.setattr(telling, "received", die)
        with pytest.raises(ConnectionError):
            delivering.deliver(factories.original_of(document))
    copy = factories.copy_of(document, carla)
    assert seen == [f"SENAM-SENAM-{year}-0001-E"], "it had its number when it died"
    assert (copy.state, copy.number, copy.own_reference) == (CopyState.UNSENT_ELECTRONIC, document.number, "")
    assert not IssuedNumber.objects.filter(institution=carla.appointment.institution).exists()
    delivering.deliver(factories.original_of(document))
    copy.refresh_from_db()
    assert (copy.state, copy.number) == (CopyState.IN_PROCESS, f"SENAM-SENAM-{year}-0001-E")
    assert numbering.verify().faults == []
    assert chain.verify_all()[1] == []


def test_later_batches_take_no_second_number(bruno, carla, year):
    people = [factories.make_servant(carla.appointment.area) for _ in range(60)]
    document = undelivered(bruno, *people)
    while delivering.deliver_batch(document):
        pass
    copies = document.copies.exclude(role="original")
    assert set(copies.values_list("state", "number")) == {(CopyState.IN_PROCESS, f"SENAM-SENAM-{year}-0001-E")}
    assert IssuedNumber.objects.filter(document=document).count() == 2
