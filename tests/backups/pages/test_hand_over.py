"""The record that the citizen has the archive (backups §9.5)."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from backups.models import Backup, BackupRequest, HandOver
from backups.services import expiring, handing
from institutions.models import Grant
from quipux import clock
from quipux.files import store
from quipux.history.models import Entry
from tests.backups import making
from tests.backups.pages import office
from tests.backups.pages.office import url
from tests.backups.pages.reading import Page
from tests.cast import servant
from tests.factories import make_area, make_servant, tiny_pdf

pytestmark = pytest.mark.django_db
BUILT = making.at_noon(date(2026, 3, 10))
NEXT_DAY = making.at_noon(date(2026, 3, 11))
SIGNED = tiny_pdf("Recibi conforme")


@pytest.fixture
def attended(luis, diego, bruno) -> BackupRequest:
    """Diego's institutional request about Luis, built on 2026-03-10."""
    office.papers_of(luis, bruno, 2)
    with clock.frozen_at(BUILT):
        request = making.send_for(diego, luis, office.write_petition(luis, diego))
        making.build(request)
    return BackupRequest.objects.get(pk=request.pk)


def form(content=SIGNED, *, name="acta.pdf", receiver="Luis Vaca", day="2026-03-11") -> dict:
    return {"receiver": receiver, "handed_on": day, "receipt": SimpleUploadedFile(name, content)}


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_the_aiq_records_who_received_it_when_and_the_signed_receipt(client, diego, luis, attended):
    mine = client(diego)
    with clock.frozen_at(NEXT_DAY):
        detail = Page(mine.get(url("detail", attended)))
        page = Page(mine.get(detail.links()["Registrar entrega"]))
        assert (page.fields()["receiver"], page.fields()["handed_on"]) == ("Luis Vaca", "2026-03-11")
        answer = mine.post(url("hand_over", attended), form(receiver="Rosa Vaca, apoderada"))
    assert answer.url == url("detail", attended)
    row = HandOver.objects.select_related("receipt").get()
    assert (row.request, row.recorded_by, row.handed_on) == (attended, diego.appointment, date(2026, 3, 11))
    assert (store.read(row.receipt), row.receipt.media_type) == (SIGNED, "application/pdf")
    page = Page(mine.get(answer.url))
    assert "La entrega del respaldo fue registrada correctamente." in page.text
    pairs = page.pairs()
    assert (pairs["Recibió"], pairs["Fecha de entrega"], pairs["Registrada por"]) == (
        "Rosa Vaca, apoderada", "2026-03-11", "Diego Ponce")  # fmt: skip
    assert "Registrar entrega" not in page.links()
    download = mine.get(page.links()["Descargar el acta firmada (PDF)"])
    assert body(download) == SIGNED
    assert download["Content-Disposition"] == f'attachment; filename="acta_entrega_{attended.number}.pdf"'
    assert download["Content-Security-Policy"] == "sandbox; default-src 'none'"
    newest = Entry.objects.of(attended).first()
    assert (newest.label, newest.actor_name, newest.comment) == (
        "Entrega al ciudadano", "Diego Ponce", "Entregado a Rosa Vaca, apoderada el 2026-03-11.")  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"content": b"MZ\x90programa"}, "receipt", "El archivo no es un PDF. Elija el acta firmada en PDF."),
        ({"content": b"%PDF-1.4 sin final"}, "receipt", "El archivo no es un PDF. Elija el acta firmada en PDF."),
        ({"content": b""}, "receipt", "El archivo está vacío. Elija el acta firmada en PDF."),
        ({"day": "2026-03-12"}, "handed_on", "La Fecha de entrega debe ser menor o igual que la Fecha Actual."),
        (
            {"day": "2026-03-09"},
            "handed_on",
            "La Fecha de entrega no puede ser anterior al 2026-03-10, cuando se generó el respaldo.",
        ),
        ({"receiver": " "}, "receiver", "Complete el campo «Nombre de quien recibe»."),
    ],
)
def test_what_cannot_be_accepted_is_told_at_its_field_and_nothing_is_kept(
    client, diego, attended, changed, field, sentence
):
    with clock.frozen_at(NEXT_DAY):
        answer = client(diego).post(url("hand_over", attended), form(**changed))
    assert (answer.status_code, Page(answer).errors()) == (422, [(sentence, f"#id_{field}")])
    assert HandOver.objects.count() == 0
    assert Entry.objects.of(attended).first().label == "Respaldo generado"


def test_the_receipt_has_a_limit_of_size(client, diego, attended, monkeypatch):
    monkeypatch.setattr(handing, "RECEIPT_LIMIT", len(SIGNED) - 1)
    with clock.frozen_at(NEXT_DAY):
        answer = client(diego).post(url("hand_over", attended), form())
    assert Page(answer).errors() == [("El acta no puede superar 10 MB.", "#id_receipt")]


def test_it_is_recorded_once(client, diego, attended):
    mine = client(diego)
    with clock.frozen_at(NEXT_DAY):
        assert mine.post(url("hand_over", attended), form()).status_code == 302
        assert mine.post(url("hand_over", attended), form(receiver="Otra persona")).status_code == 409
    assert HandOver.objects.get().receiver_name == "Luis Vaca"
    assert [entry.label for entry in Entry.objects.of(attended)].count("Entrega al ciudadano") == 1


def test_an_expired_backup_may_still_be_noted_and_a_waiting_or_withdrawn_one_may_not(client, diego, luis, attended):
    mine = client(diego)
    with clock.frozen_at(Backup.objects.get(request=attended).expires_at + timedelta(hours=1)):
        expiring.expire_due()
        assert mine.post(url("hand_over", attended), form()).status_code == 302
    waiting = making.send_for(diego, luis, attended.petition)
    assert mine.get(url("hand_over", waiting)).status_code == 409
    mine.post(url("eliminate", waiting), {"comment": "Ya no"})
    assert mine.post(url("hand_over", waiting), form()).status_code == 409
    assert HandOver.objects.count() == 1


def test_only_aiqs_who_may_take_the_archive_see_the_receipt(client, diego, ana, luis, attended, institution):
    with clock.frozen_at(NEXT_DAY):
        client(diego).post(url("hand_over", attended), form())
    second = servant(make_servant(make_area(institution), "Rosa Mora", permissions=["administer"]))
    assert body(client(second).get(url("hand_over_receipt", attended))) == SIGNED
    Grant.objects.get(appointment=second.appointment).areas.set([luis.appointment.area])
    limited = client(servant(second.appointment))
    assert "ENTREGA AL CIUDADANO" not in Page(limited.get(url("detail", attended))).text
    for person in (limited, client(ana)):
        assert person.get(url("hand_over_receipt", attended)).status_code == 404
        assert person.post(url("hand_over", attended), form()).status_code == 404


def test_a_personal_request_has_no_hand_over(client, diego, ana, single):
    for person in (diego, ana):
        mine = client(person)
        assert mine.get(url("hand_over", single)).status_code == 404
        assert "Registrar entrega" not in Page(mine.get(url("detail", single))).links()
