"""One request: tabs, progress, withdrawal, omissions, and who may know of it (backups §3.2, §3.6, §3.9, §8)."""

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse

from backups.models import Backup, BackupPart, BackupRequest, Omission
from backups.services import running, scheduling
from backups.states import OmissionReason, OmissionScope
from institutions import services as institutions
from institutions.middleware import SESSION_KEY
from quipux import clock
from quipux.history import recorder
from quipux.history.models import Entry
from quipux.history.recorder import SYSTEM
from tests.backups import making
from tests.backups.pages.reading import Page, words
from tests.cast import servant
from tests.factories import make_appointment, make_area

pytestmark = pytest.mark.django_db
MARCH = making.at_noon(date(2026, 3, 10))


def url(name, request, *more):
    return reverse(f"backups:{name}", args=[request.uuid, *more])


@pytest.fixture
def waiting(ana, bruno) -> BackupRequest:
    """Ana's approved request, scheduled for a night of March."""
    with clock.frozen_at(MARCH):
        return making.approved(ana, bruno)


def steps(page) -> list[str]:
    return [words(item) for item in page.find("ol", class_="qx-pasos")]


# Read ------------------------------------------------------------------------------------------------


def test_b_25_the_request_shows_its_night_its_dates_and_its_steps(client, ana, waiting):
    with clock.frozen_at(MARCH):
        page = Page(client(ana).get(url("detail", waiting)))
    assert page.heading == f"Solicitud No. {waiting.number} Aprobada"
    pairs = page.pairs()
    assert (pairs["Fecha Inicio"], pairs["Fecha Ejecución"]) == ("2016-01-04", "2026-03-10")
    assert pairs["Fecha ofrecida"] == "entre el 2026-03-17 y el 2026-03-18"
    assert page.text.count("- - -") == 2
    assert "Programada para la noche del 10 de marzo; posición 1; 0 de 200 GB reservados." in page.text
    assert steps(page) == [
        "Enviada: hecho", "Aprobada: hecho", "Calendarizadanoche del 2026-03-10", "En ejecución: pendiente",
        "Lista para descargar: pendiente"]  # fmt: skip
    assert page.buttons() == []


def test_u_18_the_two_tabs_are_addresses_with_the_same_head(client, ana, waiting):
    mine = client(ana)
    first, second = Page(mine.get(url("detail", waiting))), Page(mine.get(url("history", waiting)))
    assert first.links()["Recorrido"] == url("history", waiting)
    assert second.links()["Información del Docu."] == url("detail", waiting)
    assert first.heading == second.heading
    assert steps(first) == steps(second)
    assert first.title != second.title


def test_u_19_the_recorrido_has_its_seven_columns_in_order_of_sequence(client, ana, waiting):
    page = Page(client(ana).get(url("history", waiting)))
    caption = f"Recorrido de la Solicitud No. {waiting.number}"
    assert page.columns(caption) == ["Fecha", "Acción", "Usuario", "Área", "Estado Sol.", "Estado Resp.", "Comentario"]
    rows = page.rows(caption)
    assert rows[0][0] == rows[1][0] == rows[2][0] == "2026-03-10 12:00:00 (GMT-5)"
    assert [row[1] for row in rows] == ["Respaldo calendarizado", "Solicitud aprobada", "Solicitud enviada"]
    assert rows[0][2:4] == ["Sistema", "SUBSECRETARÍA DE GOBIERNO ELECTRÓNICO"]


def test_u_19_a_long_recorrido_takes_no_more_queries(client, ana, waiting, django_assert_max_num_queries):
    mine = client(ana)
    mine.get(url("history", waiting))
    with django_assert_max_num_queries(100) as few:
        mine.get(url("history", waiting))
    for _ in range(40):
        recorder.record(waiting, "downloaded", actor=SYSTEM)
    with django_assert_max_num_queries(len(few)):
        mine.get(url("history", waiting))


def test_the_reason_of_a_failure_is_told_without_the_code_of_the_operators(client, ana, waiting):
    backup = making.claim(waiting)
    running.fail(backup.pk, "77-OSError")
    mine = client(ana)
    page = Page(mine.get(url("history", waiting)))
    assert "77-OSError" not in page.text
    assert any(step.startswith("Con error") for step in steps(page))
    assert "No se pudo generar esta noche. El sistema lo intentará de nuevo la noche del" in page.text
    Backup.objects.filter(pk=backup.pk).update(retry_nights=3)
    assert "No necesita solicitarlo otra vez. Código: 77-OSError" in Page(mine.get(url("history", waiting))).text


# Progress --------------------------------------------------------------------------------------------


def test_the_progress_is_made_of_committed_numbers_and_304_while_they_stay(client, ana, waiting):
    backup = making.claim(waiting)
    assert running.prepare(backup.pk)
    at = clock.now()
    BackupPart.objects.filter(backup=backup).update(documents_done=7, bytes_done=1000, progress_at=at)
    mine, address = client(ana), url("progress", waiting)
    first = mine.get(address)
    facts = json.loads(first.content)
    assert (facts["documents_done"], facts["documents_total"], facts["value"], facts["maximum"]) == (7, 21, 7, 21)
    assert (facts["part"], facts["parts"], facts["bytes_done"]) == (1, 1, 1000)
    assert facts["state"] == "approved-running"
    assert facts["text"].replace(chr(0xA0), " ") == "7 de 21 documentos (33 %), parte 1 de 1."
    assert facts["updated_text"] == f"Actualizado {clock.local(at):%H:%M:%S} (GMT-5)."
    again = mine.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    shown = Page(mine.get(url("detail", waiting)))
    bar = shown.find("progress")
    assert (bar.get("value"), bar.get("max")) == ("7", "21")
    assert "Puede cerrar esta página; le avisaremos por correo." in shown.text
    assert shown.links()["Actualizar"] == url("detail", waiting)
    BackupPart.objects.filter(backup=backup).update(documents_done=8, progress_at=clock.now())
    moved = mine.get(address, headers={"If-None-Match": first["ETag"]})
    assert (moved.status_code, json.loads(moved.content)["value"]) == (200, 8)


def test_the_place_in_the_queue_counts_those_approved_before(client, ana, bruno, carla):
    with clock.frozen_at(MARCH):
        making.approved(bruno, ana)
    with clock.frozen_at(MARCH + timedelta(minutes=5)):
        second = making.approved(ana, bruno)
    facts = json.loads(client(ana).get(url("progress", second)).content)
    assert (facts["position"], facts["night"]) == (2, "2026-03-10")


# Eliminate -------------------------------------------------------------------------------------------


def test_b_15_a_request_not_started_is_withdrawn_with_a_comment(client, ana, waiting):
    mine = client(ana)
    address = Page(mine.get(url("detail", waiting))).links()["Eliminar"]
    page = Page(mine.get(address))
    assert page.heading == "Eliminación de Solicitud."
    refused = mine.post(address, {"comment": ""})
    assert refused.status_code == 422
    assert Page(refused).errors() == [("Escriba en Comentario por qué elimina la solicitud.", "#id_comment")]
    answer = mine.post(address, {"comment": "Me quedo"}, follow=True)
    assert "La solicitud de respaldo fue eliminada correctamente." in Page(answer).text
    ended = BackupRequest.objects.select_related("backup").get()
    assert (ended.get_state_display(), ended.backup.get_state_display()) == ("Eliminada", "Eliminado")
    entry = Entry.objects.of(ended).first()
    assert (entry.label, entry.actor_name, entry.comment) == ("Solicitud eliminada", "Ana Torres", "Me quedo")
    detail = Page(mine.get(url("detail", waiting)))
    assert detail.pairs()["Observación"] == "Retirada por quien la solicitó"
    assert any(step.startswith("EliminadaRetirada por quien la solicitó") for step in steps(detail))
    reserved = Backup.objects.filter(state__in=scheduling.WAITING, scheduled_for__isnull=False)
    assert reserved.count() == 0
    assert Page(mine.get("/respaldos/solicitar/")).heading == "Solicitud de Respaldos"
    assert mine.post(address, {"comment": "otra vez"}).status_code == 302
    assert Entry.objects.of(ended).filter(action="deleted").count() == 1


def test_b_15_after_the_freeze_the_button_is_gone_and_the_post_refused(client, ana, waiting):
    running.prepare(making.claim(waiting).pk)
    mine = client(ana)
    assert "Eliminar" not in Page(mine.get(url("detail", waiting))).links()
    answer = mine.post(url("eliminate", waiting), {"comment": "Tarde"})
    assert answer.status_code == 409
    assert BackupRequest.objects.get().state == "approved"


def test_a_draft_is_thrown_away_without_asking_why(client, ana):
    draft = making.make_request(ana)
    assert client(ana).post(url("eliminate", draft), {"comment": ""}).status_code == 302
    assert BackupRequest.objects.get().delete_reason == "discarded"


def test_nobody_eliminates_the_request_of_another(client, ana, bruno, diego, waiting):
    for stranger in (bruno, diego):
        assert client(stranger).post(url("eliminate", waiting), {"comment": "x"}).status_code == 404
    assert BackupRequest.objects.get().state == "approved"


def test_a_form_of_a_draft_already_sent_is_refused_in_words(client, ana, waiting):
    values = {"date_from": "2016-01-04", "date_to": "2016-02-01", "comment": "", "accion": "guardar"}
    answer = client(ana).post(url("detail", waiting), values)
    assert answer.status_code == 409
    sentence = f"Esta acción ya no es posible: la solicitud No. {waiting.number} está en estado Aprobada."
    assert sentence in Page(answer).text


# Omissions -------------------------------------------------------------------------------------------


def test_the_omissions_are_counted_and_listed_as_the_archive_says(client, ana, single):
    backup = Backup.objects.get(request=single)
    item = backup.items.first()
    Omission.objects.create(backup=backup, item=item, number=item.metadata["number"], scope=OmissionScope.FILE,
                            path="anexos/001_a.pdf", file_name="Año.pdf", reason=OmissionReason.MISSING, tries=3)  # fmt: skip
    Omission.objects.create(backup=backup, number="MINEJ-9", scope=OmissionScope.DOCUMENT,
                            reason=OmissionReason.WITHHELD)  # fmt: skip
    Backup.objects.filter(pk=backup.pk).update(documents_withheld=1)
    mine = client(ana)
    page = Page(mine.get(url("omissions", single)))
    assert "Documentos incluidos: 21. Omitidos: 0. Archivos omitidos: 1. Retenidos: 1." in page.text
    assert sorted(page.rows("Documentos y archivos")) == sorted([
        [item.metadata["number"], "Archivo", "Año.pdf", "El archivo no se encontró en el almacenamiento", "3"],
        ["MINEJ-9", "Documento", "", "Retenido: documento confidencial", ""],
    ])  # fmt: skip
    for name in ("detail", "download"):
        assert "Con observaciones: 1" in Page(mine.get(url(name, single))).heading


# Who -------------------------------------------------------------------------------------------------


def test_b_13_who_left_finds_only_the_own_request_and_downloads_it(client, ana, bruno, diego):
    request = making.approved(ana, bruno)
    institutions.deactivate(ana.appointment, last_day=clock.today(), actor=SYSTEM)
    making.build(request)
    mine = client(ana)
    home = mine.get("/", follow=True)
    page = Page(home)
    assert home.redirect_chain[-1][0] == "/respaldos/mis-solicitudes/"
    assert "Salida — Especialista" in words(page.find("header"))
    assert page.rows("Solicitudes de respaldo")[0][0] == str(request.number)
    for address in (url("detail", request), url("history", request), url("download", request)):
        assert mine.get(address).status_code == 200
    body = b"".join(mine.get(url("part", request, 1)).streaming_content)
    assert body[:2] == b"PK"
    for address in ("/respaldos/solicitar/", "/respaldos/", "/bandejas/recibidos/"):
        assert mine.get(address).status_code == 403
    assert mine.post("/respaldos/solicitar/", {"accion": "guardar"}).status_code == 403
    assert BackupRequest.objects.count() == 1
    his = client(diego)
    assert "Descargar" not in Page(his.get(url("detail", request))).links()
    with clock.frozen_at(Backup.objects.get(request=request).expires_at):
        assert mine.get("/respaldos/mis-solicitudes/").url == "/sin-puesto/"
        assert mine.get(url("part", request, 1)).status_code == 404


def test_b_12_in_another_post_of_the_same_person_the_request_is_not_there(client, ana, waiting, other_institution):
    other = servant(make_appointment(ana.user, make_area(other_institution), title="Asesora"))
    elsewhere = client(other)
    assert elsewhere.session[SESSION_KEY] == str(other.appointment.uuid)
    for name in ("detail", "history", "download"):
        assert elsewhere.get(url(name, waiting)).status_code == 404


def test_an_aiq_does_not_see_the_draft_of_another(client, ana, diego):
    draft = making.make_request(ana)
    assert client(diego).get(url("detail", draft)).status_code == 404
