"""What a build does when a document, the store or the disk fails (backups §9.1, §9.2)."""

import csv
import threading
import uuid
from datetime import date

import pytest
from django.core.files.storage import storages
from django.db import connection

from backups import builder, leases
from backups.models import Backup, BackupFile, BackupPart, Omission
from backups.services import operating, running, scheduling
from backups.states import BackupState, Outcome, RequestState
from quipux.files import store
from quipux.files.models import storage_key
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests.backups import making
from tests.factories import make_document

pytestmark = pytest.mark.django_db


def lose(sha256: str) -> None:
    storages["default"].delete(storage_key(sha256))


def spoil(sha256: str) -> None:
    path = storages["default"].path(storage_key(sha256))
    with open(path, "r+b") as file:  # noqa: PTH123
        file.seek(10)
        file.write(b"\x00\xff\x00")


def omissions_csv(backup, tmp_path) -> list[dict]:
    root = making.join_and_extract(making.download(backup, tmp_path), tmp_path / "x")
    with (root / "data/omisiones.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_b_40_f_20_a_failing_document_is_named_and_the_rest_is_delivered(ana, bruno, tmp_path):
    lost = make_document(ana, to=[bruno], at=making.at_noon(date(2020, 1, 7)), pdf=b"%PDF-1.4 uno\n%%EOF\n",
                         attachments=[("se puede leer.txt", b"hola")])  # fmt: skip
    wrong = make_document(ana, to=[bruno], at=making.at_noon(date(2020, 1, 8)), pdf=b"%PDF-1.4 dos, mas largo\n%%EOF\n")
    lost.refresh_from_db(), wrong.refresh_from_db()
    request = making.approved(ana, bruno)
    lose(lost.official_pdf.sha256)
    spoil(wrong.official_pdf.sha256)
    backup = making.build(request)
    assert backup.request.state == RequestState.FULFILLED
    rows = {o.number: (o.scope, o.reason, o.tries) for o in Omission.objects.filter(backup=backup)}
    assert rows == {
        lost.number: ("file", "archivo_no_encontrado", 3),
        wrong.number: ("document", "huella_no_coincide", 3),
    }
    outcomes = dict(backup.items.values_list("document__number", "outcome"))
    assert (outcomes[lost.number], outcomes[wrong.number]) == (Outcome.PARTIAL, Outcome.OMITTED)
    assert backup.documents_planned == backup.documents_packed + backup.documents_omitted
    comment = Entry.objects.of(request).first().comment
    assert comment == f"Se respaldaron {backup.documents_packed} de {backup.documents_planned} documentos; 2 omisiones."
    assert "2 omisiones" in Mail.objects.get(key=f"generado-{request.uuid}").text
    written = {row["numero"]: row["codigo"] for row in omissions_csv(backup, tmp_path)}
    assert written == {lost.number: "archivo_no_encontrado", wrong.number: "huella_no_coincide"}
    kept = BackupFile.objects.get(item__document=lost, role="annex")
    assert (tmp_path / "x" / backup.request.archive_name / "data/documentos" / kept.item.folder / kept.path).exists()


def test_b_41_a_store_that_is_down_blames_no_document_and_is_tried_again(ana, bruno, storage_folder, settings):
    settings.QUIPUX_ALERT_EMAIL = "alertas@ejemplo.gob.ec"
    request = making.approved(ana, bruno)
    backup = making.claim(request)
    running.prepare(backup.pk)
    away = storage_folder / "documentos"
    away.rename(storage_folder / "desmontado")
    for _ in range(settings.QUIPUX_BACKUP_ATTEMPTS):
        running.close(backup.pk)
    backup = making.fresh(backup)
    assert (backup.state, Omission.objects.count()) == (BackupState.FAILED, 0)
    assert Entry.objects.of(request).first().label == "Respaldo con error"
    assert Mail.objects.filter(to=settings.QUIPUX_ALERT_EMAIL).count() == 1
    (storage_folder / "desmontado").rename(away)
    assert scheduling.retry_failed() == 1
    assert making.build(backup.request).state == BackupState.GENERATED


def test_b_44_a_worker_that_lost_its_lease_cannot_finish_a_part(ana, bruno, settings):
    settings.QUIPUX_PART_SIZE = 400_000
    making.documents_of_size(ana, bruno, [90_000] * 21)
    backup = making.claim(making.approved(ana, bruno))
    running.prepare(backup.pk)
    part = BackupPart.objects.select_related("backup__request").order_by("number").first()
    stale = leases.take_part(part.pk)
    BackupPart.objects.filter(pk=part.pk).update(lease_token=uuid.uuid4())
    with pytest.raises(leases.LeaseLost):
        builder._build(part, stale)
    assert BackupPart.objects.get(pk=part.pk).finished_at is None


def test_b_44_a_worker_that_lost_its_lease_cannot_publish(ana, bruno):
    from backups import closer

    backup = making.claim(making.approved(ana, bruno))
    running.prepare(backup.pk)
    stale = leases.take_backup(backup.pk)
    Backup.objects.filter(pk=backup.pk).update(lease_token=uuid.uuid4())
    with pytest.raises(leases.LeaseLost):
        closer._close(making.fresh(backup), stale)
    assert making.fresh(backup).state == BackupState.RUNNING


def test_abandoned_work_is_given_back_and_finished_by_another(ana, bruno):
    backup = making.claim(making.approved(ana, bruno))
    assert leases.take_backup(backup.pk)
    assert running.prepare(backup.pk) is False, "somebody else holds it"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE backups_backup SET lease_until = clock_timestamp() - interval '1 second'")
    assert running.sweep_leases() == 1
    assert running.work_through(backup.pk)
    assert making.fresh(backup).state == BackupState.GENERATED


def test_one_death_costs_one_attempt_however_many_parts_were_under_way(ana, bruno, settings):
    settings.QUIPUX_PART_SIZE = 400_000
    making.documents_of_size(ana, bruno, [90_000] * 21)
    backup = making.claim(making.approved(ana, bruno))
    running.prepare(backup.pk)
    parts = [part.pk for part in BackupPart.objects.of_documents()]
    assert len([leases.take_part(pk) for pk in parts]) > 3
    with connection.cursor() as cursor:
        cursor.execute("UPDATE backups_backuppart SET lease_until = clock_timestamp() - interval '1 second' "
                       "WHERE lease_token IS NOT NULL")  # fmt: skip
    assert running.sweep_leases() == len(parts)
    assert making.fresh(backup).attempts == 1
    assert running.sweep_leases() == 0


def test_b_50_a_request_eliminated_while_it_runs_is_never_published(ana, bruno, sofia):
    request = making.approved(ana, bruno)
    backup = making.claim(request)
    running.prepare(backup.pk)
    operating.remove(making.fresh(backup).request, actor=sofia.actor, reason="Pedido de la institución")
    assert running.close(backup.pk) is False
    backup = making.fresh(backup)
    assert (backup.request.state, backup.state) == (RequestState.DELETED, BackupState.DELETED)
    labels = [e.label for e in Entry.objects.of(request)]
    assert labels[0] == "Solicitud eliminada"
    assert "Respaldo generado" not in labels


def test_b_30_a_paused_backup_goes_on_with_its_finished_parts(ana, bruno, sofia, settings):
    settings.QUIPUX_PART_SIZE = 400_000
    making.documents_of_size(ana, bruno, [90_000] * 21)
    request = making.approved(ana, bruno)
    backup = making.claim(request)
    running.prepare(backup.pk)
    first = BackupPart.objects.order_by("number").first()
    assert running.build_part(first.pk)
    before = BackupPart.objects.get(pk=first.pk)
    operating.pause(making.fresh(backup).request, actor=sofia.actor, reason="Mantenimiento")
    assert making.fresh(backup).state == BackupState.PAUSED
    second = BackupPart.objects.order_by("number")[1]
    assert running.build_part(second.pk) is False, "nothing is written while it is paused"
    operating.resume(making.fresh(backup).request, actor=sofia.actor, reason="Terminó el mantenimiento")
    scheduling.schedule_requests()
    assert making.build(request).state == BackupState.GENERATED
    after = BackupPart.objects.get(pk=first.pk)
    assert (after.sha256, after.finished_at) == (before.sha256, before.finished_at)
    labels = [e.label for e in Entry.objects.of(request)]
    assert labels.count("Respaldo en ejecución") == 1


def test_b_49_a_build_does_not_start_without_room_on_the_disk(ana, bruno, settings):
    request = making.approved(ana, bruno)
    settings.QUIPUX_DISK_FREE_SHARE = 0.9999
    assert running.claim_next(any_night=True) is None
    assert Backup.objects.get(request=request).state == BackupState.PENDING


@pytest.mark.django_db(transaction=True)
def test_b_32_many_dispatchers_at_once_claim_each_backup_once(ana, bruno):
    request = making.approved(ana, bruno)
    claimed, barrier = [], threading.Barrier(4)

    def dispatch():
        barrier.wait()
        claimed.append(running.claim_next(any_night=True))
        connection.close()

    threads = [threading.Thread(target=dispatch) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(c is not None for c in claimed) == [False, False, False, True]
    assert Entry.objects.of(request).filter(action="started").count() == 1


def test_the_store_says_whether_it_is_alive(ana, bruno, storage_folder):
    make_document(ana, to=[bruno])
    assert store.is_alive()
    (storage_folder / "documentos").rename(storage_folder / "desmontado")
    assert not store.is_alive()
