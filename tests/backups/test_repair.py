"""A damaged part is noticed, told once, built again to the same bytes, and the days are given back (T23, B-56)."""

import random
from datetime import date, timedelta

import pytest
from django.core.files.storage import storages
from django.db import connection

from backups import integrity, leases
from backups.models import Backup, BackupPart, BackupRequest
from backups.services import checking, expiring, repairing
from backups.states import BackupState, RequestState
from backups.validity import last_day
from quipux import clock
from quipux.files.models import storage_key
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests.backups import damage, making

pytestmark = pytest.mark.django_db
GENERATED_ON = date(2022, 2, 8)


@pytest.fixture
def three_parts(ana, bruno, settings) -> Backup:
    """Ana's available backup: two parts of documents and the index."""
    settings.QUIPUX_PART_SIZE, settings.QUIPUX_ALERT_EMAIL = 1_000_000, "alertas@ejemplo.gob.ec"
    making.documents_of_size(ana, bruno, [60_000] * 21)
    backup = making.build(making.send_request(ana))
    assert backup.parts_count == 3
    return backup


def part(backup, number) -> BackupPart:
    return BackupPart.objects.select_related("backup__request").get(backup=backup, number=number)


def digests(backup) -> dict:
    return {p.number: (p.sha256, p.alternative_sha256, p.bytes) for p in backup.parts.all()}


def check_and_repair() -> checking.Findings:
    """What the night does: the check rings, and workers answer."""
    found = checking.check_integrity()
    for pk in BackupPart.objects.in_repair().values_list("pk", flat=True):
        assert repairing.repair_part(pk)
    return found


def labels(request) -> list[str]:
    return [entry.label for entry in Entry.objects.of(request)]


def mails(request, event) -> list[Mail]:
    return list(Mail.objects.filter(key__startswith=f"{event}-{request.uuid}"))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_b_56_s_59_a_flipped_byte_is_found_and_the_part_is_built_to_the_same_sha256(three_parts, number):
    before = digests(three_parts)
    damage.flip_a_byte(part(three_parts, number), random.Random(number))
    found = check_and_repair()
    assert (found.parts, len(found.damaged)) == (3, 1)
    assert digests(three_parts) == before
    assert integrity.fault_of(making.fresh(three_parts)) is None
    history = labels(three_parts.request)
    assert (history.count("Respaldo reparado"), history.count("Respaldo generado")) == (1, 1)


def test_b_56_the_other_form_of_the_index_is_repaired_too(three_parts):
    damage.flip_a_byte(part(three_parts, 3), random.Random(0), alternative=True)
    assert len(check_and_repair().damaged) == 1
    assert integrity.fault_of(making.fresh(three_parts)) is None


def test_b_56_a_removed_part_comes_back(three_parts):
    damage.remove(part(three_parts, 2))
    found = check_and_repair()
    assert found.damaged == [f"Solicitud No. {three_parts.request.number}, parte 2: falta en el almacenamiento."]
    assert integrity.fault_of(making.fresh(three_parts)) is None


def test_b_56_a_backup_of_one_file_is_repaired_with_the_acta_of_its_publication(ana, bruno):
    backup = making.fulfilled(ana, bruno).backup
    damage.flip_a_byte(part(backup, 1), random.Random(1))
    check_and_repair()
    assert integrity.fault_of(making.fresh(backup)) is None
    assert making.fresh(backup).acta.media_type == "application/pdf"


def test_b_56_operators_and_owner_are_told_once_and_again_when_it_is_over(three_parts, settings):
    request = three_parts.request
    for number in (1, 2):
        damage.flip_a_byte(part(three_parts, number), random.Random(number))
    checking.check_integrity()
    checking.check_integrity()
    [warned] = mails(request, "reparacion")
    assert warned.subject == f"QUIPUX: su respaldo No. {request.number} está en reparación"
    assert "Encontramos un daño en una parte y la estamos generando otra vez." in warned.text
    alerts = Mail.objects.filter(to=settings.QUIPUX_ALERT_EMAIL)
    assert [a.subject for a in alerts] == [f"QUIPUX: alerta de respaldos: daño en el respaldo No. {request.number}"]
    assert "Código: " in alerts[0].text
    assert "/admin/" in alerts[0].text
    assert repairing.repair_part(part(three_parts, 1).pk)
    assert mails(request, "reparado") == []
    assert repairing.repair_part(part(three_parts, 2).pk)
    [again] = mails(request, "reparado")
    assert again.subject == f"QUIPUX: su respaldo No. {request.number} está disponible nuevamente"
    until = last_day(making.fresh(three_parts).expires_at)
    assert f"Puede descargarlo hasta el {until} 23:59 (GMT-5)." in again.text
    assert len(mails(request, "generado")) == 1


def test_b_56_the_validity_moves_by_the_days_that_the_outage_touched(ana, bruno):
    with clock.frozen_at(making.at_noon(GENERATED_ON)):
        backup = making.fulfilled(ana, bruno).backup
    damage.remove(part(backup, 1))
    with clock.frozen_at(clock.day_start(date(2022, 2, 10)) + timedelta(hours=23, minutes=59)):
        checking.check_integrity()
    with clock.frozen_at(clock.day_start(date(2022, 2, 12)) + timedelta(minutes=1)):
        assert repairing.repair_part(part(backup, 1).pk)
    assert last_day(making.fresh(backup).expires_at) == date(2022, 2, 18)  # the 15th, and three days: 10, 11, 12
    newest = Entry.objects.of(backup.request).first()
    assert newest.label == "Respaldo reparado"
    assert newest.comment == ("Se reparó la parte 1 de 1, con los mismos bytes. "
                              "La vigencia se extiende hasta el 2022-02-18.")  # fmt: skip


def test_b_56_days_in_repair_do_not_end_the_validity(ana, bruno):
    with clock.frozen_at(making.at_noon(GENERATED_ON)):
        backup = making.fulfilled(ana, bruno).backup
    with clock.frozen_at(making.at_noon(date(2022, 2, 15))):
        damage.remove(part(backup, 1))
        checking.check_integrity()
    with clock.frozen_at(making.at_noon(date(2022, 2, 17))):
        assert expiring.expire_due() == 0
        assert repairing.repair_part(part(backup, 1).pk)
        assert last_day(making.fresh(backup).expires_at) == date(2022, 2, 18)
    with clock.frozen_at(clock.day_start(date(2022, 2, 19))):
        assert expiring.expire_due() == 1


def test_two_repairs_at_once_and_a_worker_that_lost_its_lease_leave_one_part(three_parts):
    damage.flip_a_byte(part(three_parts, 1), random.Random(3))
    checking.check_integrity()
    pk = part(three_parts, 1).pk
    stale = leases.take_repair(pk)
    assert repairing.repair_part(pk) is False, "somebody else is at it"
    BackupPart.objects.filter(pk=pk).update(lease_token=None, lease_until=None)
    assert repairing.repair_part(pk)
    with pytest.raises(leases.LeaseLost):
        repairing._repair(part(three_parts, 1), stale)
    assert labels(three_parts.request).count("Respaldo reparado") == 1


def test_a_repair_whose_worker_was_killed_is_rung_for_again(three_parts):
    damage.flip_a_byte(part(three_parts, 1), random.Random(4))
    checking.check_integrity()
    assert leases.take_repair(part(three_parts, 1).pk)
    assert repairing.ring_damaged() == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE backups_backuppart SET lease_until = clock_timestamp() - interval '1 second' "
                       "WHERE lease_token IS NOT NULL")  # fmt: skip
    assert repairing.ring_damaged() == 1


def test_a_part_that_cannot_be_built_again_is_given_up_and_everybody_is_told(three_parts, settings):
    request = three_parts.request
    lost = part(three_parts, 1)
    stored = lost.items.first().files.get(role="annex").file
    storages["default"].delete(storage_key(stored.sha256))
    damage.remove(lost)
    checking.check_integrity()
    for _ in range(settings.QUIPUX_DOCUMENT_TRIES):
        assert repairing.repair_part(lost.pk) is False
    assert part(three_parts, 1).lost_at is not None
    [told] = mails(request, "perdido")
    assert "Su respaldo no se encuentra disponible, por favor solicite nuevamente." in told.text
    assert Mail.objects.filter(to=settings.QUIPUX_ALERT_EMAIL, subject__contains="no se puede reparar").count() == 1
    assert "Respaldo reparado" not in labels(request)
    assert three_parts.omissions.count() == 0, "what was published is not rewritten"
    assert expiring.orphans_older_than(-1) == []


def test_b_56_bytes_that_came_back_by_themselves_need_no_building(three_parts):
    missing = part(three_parts, 2)
    path = damage.path_of(missing.storage_key)
    aside = path.with_name("aparte")
    path.rename(aside)
    checking.check_integrity()
    aside.rename(path)
    before = path.stat().st_ino
    assert repairing.repair_part(missing.pk)
    assert path.stat().st_ino == before
    assert part(three_parts, 2).damaged_at is None


def test_a_store_that_is_gone_damages_no_part(three_parts, storage_folder):
    storage_folder.rename(storage_folder.with_name("desmontado"))
    storage_folder.mkdir()
    try:
        with pytest.raises(checking.StoreError):
            checking.check_integrity()
        assert not BackupPart.objects.damaged().exists()
        assert Mail.objects.filter(subject="QUIPUX: alerta de respaldos: el almacenamiento no responde").count() == 1
    finally:
        storage_folder.rmdir()
        storage_folder.with_name("desmontado").rename(storage_folder)


def test_b_56_a_renamed_person_does_not_change_the_bytes_of_a_repair(three_parts, ana):
    ana.user.given_names = "Otro nombre"
    ana.user.save()
    damage.remove(part(three_parts, 3))
    check_and_repair()
    assert integrity.fault_of(making.fresh(three_parts)) is None


def test_a_deleted_backup_is_not_repaired(three_parts, sofia):
    damage.remove(part(three_parts, 1))
    checking.check_integrity()
    with clock.frozen_at(making.at_noon(clock.today() + timedelta(days=30))):
        BackupPart.objects.update(lost_at=clock.now())
        assert expiring.expire_due() == 1
    assert repairing.repair_part(part(three_parts, 1).pk) is False
    request = BackupRequest.objects.get(pk=three_parts.request_id)
    assert (request.state, request.backup.state) == (RequestState.DELETED, BackupState.DELETED)


def test_an_alert_goes_nowhere_without_an_address(three_parts, settings):
    settings.QUIPUX_ALERT_EMAIL = ""
    damage.remove(part(three_parts, 1))
    checking.check_integrity()
    assert not Mail.objects.filter(key__startswith="alerta-integridad").exists()


def flip_and_repair(ana, bruno, settings, flips):
    """One byte in each of so many parts, and one run of the check; gives the backup, its digests before, what it found."""
    settings.QUIPUX_PART_SIZE = 100_000
    making.documents_of_size(ana, bruno, [90_000] * max(flips - 1, 21))
    backup = making.build(making.send_request(ana))
    before, rng = digests(backup), random.Random(19)
    for one in rng.sample(list(BackupPart.objects.filter(backup=backup)), flips):
        damage.flip_a_byte(one, rng)
    return backup, before, check_and_repair()


@pytest.mark.parametrize("flips", [10, pytest.param(100, marks=pytest.mark.long)])
def test_f_19_flipped_bytes_are_found_in_one_run_and_repaired(ana, bruno, settings, flips):
    backup, before, found = flip_and_repair(ana, bruno, settings, flips)
    assert len(found.damaged) == flips
    assert digests(backup) == before
    assert integrity.fault_of(making.fresh(backup)) is None
    assert labels(backup.request).count("Respaldo generado") == 1
    assert checking.check_integrity().damaged == []
