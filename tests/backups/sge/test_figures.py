"""Tablero, Trabajadores, Almacenamiento, Integridad, Omisiones: true numbers, and their acts (backups §3.11)."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages

from backups import integrity, leases
from backups.admin import storage
from backups.models import Backup, BackupItem, BackupPart, Omission, Worker
from backups.room import Disk
from backups.services import expiring, operating, running, scheduling, second_tries
from quipux import clock, jobs
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.files.models import storage_key
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from quipux.runs import services as runs
from tests import factories
from tests.backups import making
from tests.backups.pages.reading import Page
from tests.backups.sge.walking import address, approved_in_2017, fresh
from tests.cast import servant

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


# Tablero ----------------------------------------------------------------------------------------------


def test_the_six_numbers_and_the_three_pictures_are_those_of_the_database(client, ana, bruno, elsa, area, sofia):
    night = making.at_noon(date(2017, 2, 8)) + timedelta(hours=11)
    with clock.frozen_at(making.at_noon(date(2017, 2, 6))):
        waiting = [approved_in_2017(person, ana) for person in (bruno, elsa)]
        done = approved_in_2017(ana, bruno)
        pia = approved_in_2017(servant(factories.make_servant(area, "Pía Ortiz")), bruno)
        scheduling.calendarizar([done, pia], date(2017, 2, 8), actor=sofia.actor)
        operating.pause(waiting[0], actor=sofia.actor, reason="Motivo")
        operating.pause(waiting[1], actor=sofia.actor, reason="Motivo")
    with clock.frozen_at(night):
        running.fail(making.claim(pia).pk, "1-StoreError")
        making.build(done)
        page = Page(client(sofia).get(address("board")))
    numbers = page.pairs()
    assert [numbers[key] for key in ("Listas esta noche", "Más antigua sin atender", "Fallidas (7 días)",
                                     "Descargadas antes de vencer", "Integridad verificada")] == [
        "1 de 20 en cola", "2 días lab.meta: 6", "11 con error ahora", "sin datos0 vencen mañana",
        "0 de 1sin comprobaciones"]  # fmt: skip
    days = page.rows("Solicitudes enviadas por día")
    assert (len(days), days[-3]) == (30, ["2017-02-06", "4"])
    assert page.rows("Cola por estado") == [["Aprobada, sin fecha", "0"], ["Calendarizada", "0"], ["En Ejecución", "0"],
                                            ["Detenido", "2"], ["Con error", "1"], ["Atendida (vigente)", "1"]]  # fmt: skip
    assert page.rows("Noches y capacidad")[0][:3] == ["2017-02-08", "0", "200"]
    told = [rect.find(f"{SVG}title").text for rect in page.all(f"{SVG}rect") if rect.find(f"{SVG}title") is not None]
    assert {"2017-02-06: 4 solicitudes", "Con error: 1", "Detenido: 2"} <= set(told)
    pictures = list(page.all(f"{SVG}svg", role="img"))
    assert len(pictures) == 2
    for picture in pictures:
        assert [child.tag for child in list(picture)[:2]] == [f"{SVG}title", f"{SVG}desc"]
        assert [child.get("id") for child in list(picture)[:2]] == picture.get("aria-labelledby").split()


def test_u_25_without_data_the_board_says_so_and_draws_no_axis(client, sofia):
    page = Page(client(sofia).get(address("board")))
    assert page.text.count("Sin datos en este período.") == 2
    assert not list(page.all(f"{SVG}svg", role="img"))
    assert page.pairs()["Más antigua sin atender"] == "ningunameta: 6"


def test_a_paused_and_a_full_night_are_named(client, ana, bruno, sofia, settings):
    settings.QUIPUX_NIGHT_REQUESTS = 1
    with clock.frozen_at(making.at_noon(date(2017, 2, 8))):
        approved_in_2017(ana, bruno)
        mine = client(sofia)
        mine.post(address("night", "2017-02-09"), {"acto": "pausar", "accion": "guardar", "reason": "Corte"})
        rows = Page(mine.get(address("board"))).rows("Noches y capacidad")
    assert [row[3] for row in rows[:3]] == ["lleno", "pausada", ""]


# Trabajadores -----------------------------------------------------------------------------------------


def test_a_worker_is_shown_with_its_averages_and_asked_to_end_once(client, ana, bruno, sofia, rosa):
    request = making.approved(ana, bruno)
    backup = making.claim(request)
    running.prepare(backup.pk)
    now = clock.now()
    worker = Worker.objects.create(name="constructor@uno", started_at=now - timedelta(seconds=100), seen_at=now,
                                   part=backup.parts.first(), documents=250, bytes=10**9, memory=2**28)  # fmt: skip
    Worker.objects.create(name="constructor@dos", started_at=now - timedelta(hours=2), seen_at=now - timedelta(hours=1))
    mine, path = client(sofia), address("workers")
    page = Page(mine.get(path))
    assert page.pairs()["Ahora"] == "sin trabajo"  # the first by name
    assert f"Solicitud No. {request.number}, parte 1" in page.text
    assert "2,5" in page.text
    assert "10,0" in page.text
    assert "256,00 M" in page.text
    assert "constructor@dos En espera" in page.text
    mine.post(path, {"trabajador": worker.pk})
    asked = Worker.objects.get(pk=worker.pk).stop_asked_at
    assert asked is not None
    assert "constructor@uno Terminando" in Page(mine.get(path)).text
    Worker.objects.filter(pk=worker.pk).update(seen_at=now - timedelta(minutes=5))
    assert "constructor@uno Sin señal" in Page(mine.get(path)).text
    Worker.objects.filter(pk=worker.pk).update(part=None)
    assert "constructor@uno En reposo" in Page(mine.get(path)).text
    operating.stop_worker(worker, actor=sofia.actor)
    assert Worker.objects.get(pk=worker.pk).stop_asked_at == asked
    with pytest.raises(Forbidden):
        operating.stop_worker(worker, actor=rosa.actor)


# Almacenamiento ---------------------------------------------------------------------------------------


def test_the_storage_page_counts_what_is_stored_waits_and_is_nobodys(client, ana, bruno, carla, sofia, settings):
    done = making.fulfilled(ana, bruno)
    gone = making.fulfilled(carla, ana)
    settings.QUIPUX_TWO_OPERATORS = False
    operating.remove(gone, actor=sofia.actor, reason="Motivo")
    page = Page(client(sofia).get(address("storage")))
    names = [row[:2] for row in page.rows("Uso por institución")]
    assert sorted(names) == [["Ministerio de Ejemplo", "1"], ["Servicio Nacional de Muestra", "1"]]
    assert page.pairs()["Por borrar"].startswith("1 respaldos eliminados, ")
    assert page.pairs()["Huérfanos (se esperan 0)"] == "sin contar"
    assert {"Tamaño", "Usado", "Disponible", "Porcentaje usado", "Pronóstico"} <= set(page.pairs())
    counted = Page(client(sofia).get(address("storage"), {"huerfanos": "contar"}))
    assert counted.pairs()["Huérfanos (se esperan 0)"] == "0"
    with clock.frozen_at(clock.now() + timedelta(hours=settings.QUIPUX_PURGE_HOURS + 1)):
        expiring._purge(fresh(gone).backup)
    rows = Page(client(sofia).get(address("storage"))).rows("Uso por institución")
    assert [row[0] for row in rows] == [done.institution.name]


def test_the_date_of_eighty_per_cent_follows_the_measured_growth():
    now, disk = making.at_noon(date(2017, 2, 8)), Disk(free=500, total=1000, taken=0)
    assert storage.date_of_share(disk, 10, now) == date(2017, 3, 10)
    assert storage.date_of_share(disk, 0, now) is None
    assert storage.date_of_share(disk, 0.001, now) is None


# Integridad -------------------------------------------------------------------------------------------


@pytest.fixture
def rings(monkeypatch):
    """The bells rung through the door that every caller uses."""
    told = []
    monkeypatch.setattr(jobs, "ring", lambda name, *ids, **options: told.append(name))
    return told


def test_the_integrity_page_shows_damage_jobs_and_mails_and_rings_for_a_check(client, ana, bruno, sofia, rings):
    request = making.fulfilled(ana, bruno)
    BackupPart.objects.filter(backup=request.backup).update(damaged_at=clock.now(), checked_at=clock.now())
    runs.run("check_integrity", lambda: {"parts": 12, "damaged": 1})
    Mail.objects.update(state="failed", last_error="SMTPException", attempts=9)
    page = Page(client(sofia).get(address("integrity")))
    assert (page.pairs()["Partes comprobadas en 24 horas"], page.pairs()["Con daño ahora"]) == ("1 de 1", "1")
    assert page.rows("Partes con daño")[0][:2] == [str(request.number), "1"]
    [job] = page.rows("Trabajos periódicos")
    assert (job[0], job[3]) == ("Comprobación de integridad", "12 partes, 1 dañadas")
    assert page.rows("Correos no entregados (30 días)")[0][1:] == [
        f"QUIPUX: su respaldo No. {request.number} está listo", "9", "SMTPException"]  # fmt: skip
    assert ana.user.email not in page.text
    rings.clear()
    told = Page(client(sofia).post(address("integrity"), follow=True))
    assert "La comprobación empieza ahora" in told.text
    assert rings == ["backups.tasks.check_integrity"]


def test_a_job_that_stopped_for_a_day_waits_for_an_operators_word(client, sofia):
    with clock.frozen_at(clock.now() - timedelta(hours=30)):
        runs.run("purge", lambda: 0)
    mine, path = client(sofia), address("integrity")
    assert "Borrado físico: estuvo detenido más de 26 horas" in Page(mine.get(path)).text
    mine.post(path, {"confirmar": "purge"})
    runs.check_recent("purge")
    assert "estuvo detenido" not in Page(mine.get(path)).text
    assert mine.post(path, {"confirmar": "otro"}).status_code == 404


# Omisiones --------------------------------------------------------------------------------------------


@pytest.fixture
def omitted(ana, bruno, settings):
    """A running backup of several parts whose first part was built while one document had no stored file.

    Gives the request, the document's row, and where its bytes are kept aside.
    """
    settings.QUIPUX_PART_SIZE = 1_000_000
    making.documents_of_size(ana, bruno, [60_000] * 21)
    lost = factories.make_document(ana, to=[bruno], at=making.at_noon(date(2020, 1, 5)), pdf=b"%PDF-1.4 unico\n%%EOF\n")
    lost.refresh_from_db()
    request = making.send_request(ana)
    scheduling.schedule_requests()
    backup = making.claim(request)
    running.prepare(backup.pk)
    path = Path(storages["default"].path(storage_key(lost.official_pdf.sha256)))
    path.rename(path.with_suffix(".aparte"))
    item = BackupItem.objects.get(backup=backup, document=lost)
    assert running.build_part(item.part_id)
    return request, BackupItem.objects.get(pk=item.pk), path


def test_an_omitted_document_is_read_again_while_the_backup_is_not_published(client, sofia, rosa, omitted):
    request, item, path = omitted
    assert item.outcome == "omitted"
    mine, page_path = client(sofia), address("omitted")
    page = Page(mine.get(page_path))
    assert page.rows("Omisiones por razón y por institución") == [
        ["El archivo no se encontró en el almacenamiento", "Ministerio de Ejemplo", "1"]]  # fmt: skip
    assert f"{item.metadata['number']}, Solicitud No. {request.number}, Ministerio de Ejemplo" in page.text
    assert item.metadata["subject"] not in page.text
    assert client(rosa).post(page_path, {"documento": item.pk, "reason": "Intento"}).status_code == 403
    unsaid = mine.post(page_path, {"documento": item.pk, "reason": ""})
    assert Page(unsaid).errors() == [("Escriba en Motivo por qué lo hace: queda en el Recorrido.", "#id_reason")]
    path.with_suffix(".aparte").rename(path)
    mine.post(page_path, {"documento": item.pk, "reason": "Se restauró el archivo"})
    entry = Entry.objects.of(request).first()
    assert (entry.label, entry.comment) == (
        "Documento reintentado", f"Documento {item.metadata['number']}. Motivo: Se restauró el archivo")  # fmt: skip
    assert running.build_part(item.part_id)
    running.work_through(item.backup_id)
    item.refresh_from_db()
    backup = fresh(request).backup
    assert (item.outcome, backup.documents_packed, backup.documents_planned) == ("packed", 22, 22)
    assert not Omission.objects.filter(backup=backup).exists()
    assert integrity.fault_of(Backup.objects.select_related("request").get(pk=backup.pk)) is None


def test_a_published_or_a_busy_part_is_not_touched(sofia, rosa, omitted):
    request, item, _ = omitted
    with pytest.raises(Forbidden):
        second_tries.retry_document(item, actor=rosa.actor, reason="Intento")
    with pytest.raises(Invalid):
        second_tries.retry_document(item, actor=sofia.actor, reason=" ")
    token = leases.take_backup(item.backup_id)
    with pytest.raises(NotAllowedNow, match="se está generando"):
        second_tries.retry_document(item, actor=sofia.actor, reason="Motivo")
    leases.free_backup(item.backup_id, token)
    running.work_through(item.backup_id)
    assert fresh(request).state == "fulfilled"
    with pytest.raises(NotAllowedNow, match="ya fue publicado"):
        second_tries.retry_document(item, actor=sofia.actor, reason="Motivo")
    assert Omission.objects.filter(item=item).exists()


def test_the_sge_reads_number_and_reason_of_an_omission_and_no_file_name(client, sofia, omitted):
    request, item, _ = omitted
    omission = Omission.objects.get(item=item)
    page = Page(client(sofia).get(address("omissions", request.uuid)))
    assert page.columns("Documentos y archivos que no están en el respaldo") == [
        "No. Documento", "Alcance", "Razón", "Intentos"]  # fmt: skip
    assert page.rows("Documentos y archivos que no están en el respaldo") == [
        [omission.number, "Documento", "El archivo no se encontró en el almacenamiento", "3"]]  # fmt: skip
    assert ".pdf" not in page.text
