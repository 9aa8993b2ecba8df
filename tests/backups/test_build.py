"""From an approved request to a verified set: the straight road (backups §9)."""

import hashlib
import subprocess
import zipfile
from datetime import date, timedelta

import pytest

from backups.models import Backup, BackupRequest, ManifestEntry
from backups.services import running, scheduling
from backups.states import BackupState, DeleteReason, RequestState
from documents import services as documents
from quipux import clock
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests.backups import making
from tests.factories import actor_of, make_document, original_of

pytestmark = pytest.mark.django_db


def actions(request) -> list[str]:
    return [entry.label for entry in Entry.objects.of(request)]


def test_b_32_two_dispatchers_claim_a_backup_once(ana, bruno):
    request = making.approved(ana, bruno)
    first, second = running.claim_next(any_night=True), running.claim_next(any_night=True)
    assert (first is not None, second) == (True, None)
    assert actions(request).count("Respaldo en ejecución") == 1


def test_b_25_an_approved_request_gets_its_night_with_the_fixed_comment(ana, bruno):
    with clock.frozen_at(making.at_noon(date(2026, 3, 10))):
        request = making.approved(ana, bruno)
    entry = Entry.objects.of(request).first()
    assert (entry.label, entry.actor_name) == ("Respaldo calendarizado", "Sistema")
    assert entry.comment == "Se cambia fecha de ejecución de respaldo a: 2026-03-10"
    assert (entry.state, entry.second_state) == ("Aprobada", "Por Generar")


def test_b_29_nothing_starts_before_its_night_unless_it_is_run_now(ana, bruno, sofia):
    noon = making.at_noon(date(2026, 3, 10))
    with clock.frozen_at(noon):
        request = making.approved(ana, bruno)
        assert running.dispatch_due() == []
        scheduling.run_now(BackupRequest.objects.get(pk=request.pk), actor=sofia.actor)
        assert len(running.dispatch_due()) == 1


def test_a_single_backup_is_one_ordinary_zip_with_every_document(ana, bruno, tmp_path):
    backup = making.build(making.approved(ana, bruno, documents=21))
    request = backup.request
    assert (request.state, backup.state, backup.parts_count) == ("fulfilled", "generated", 1)
    last = making.download(backup, tmp_path)
    root = making.join_and_extract(last, tmp_path / "x")
    pages = list((root / "data/documentos").glob("*/pagina.html"))
    assert len(pages) == 21 == backup.documents_packed
    making.run("sha256sum", "-c", "--quiet", "manifest-sha256.txt", cwd=root)
    assert actions(request)[:2] == ["Respaldo generado", "Respaldo en ejecución"]


def test_b_46_a_split_set_joins_and_every_part_opens_alone(ana, bruno, tmp_path, settings):
    settings.QUIPUX_PART_SIZE = 1_048_576
    making.documents_of_size(ana, bruno, [300_000] * 12 + [3_000_000] + [400_000] * 12)
    backup = making.build(making.approved(ana, bruno))
    assert backup.state == BackupState.GENERATED
    last = making.download(backup, tmp_path)
    root = making.join_and_extract(last, tmp_path / "unido")
    making.run("7z", "t", last)
    alone = tmp_path / "sueltos"
    for part in sorted(tmp_path.glob("*_parte*.zip")):
        making.run("unzip", "-tq", part)
        making.run("7z", "t", part)
        making.run("bsdtar", "-tf", part)
        with zipfile.ZipFile(part) as readable:
            assert readable.testzip() is None
        subprocess.run(["unzip", "-oq", part, "-d", alone], check=True)
    assert making.tree(root.parent) == making.tree(alone)
    parts = backup.parts.of_documents()
    big = [part for part in parts if part.bytes > settings.QUIPUX_PART_SIZE]
    assert [part.items.count() for part in big] == [1]
    assert all(part.bytes <= part.planned_bytes for part in backup.parts.all())


def test_b_45_a_rebuild_of_the_same_frozen_list_gives_the_same_bytes(ana, bruno, settings):
    settings.QUIPUX_PART_SIZE = 400_000
    making.documents_of_size(ana, bruno, [90_000] * 21)
    backup = making.build(making.approved(ana, bruno))
    before = {p.number: (p.sha256, p.alternative_sha256) for p in backup.parts.all()}
    assert len(before) > 3
    forget_the_work(backup)
    running.work_through(backup.pk)
    assert {p.number: (p.sha256, p.alternative_sha256) for p in backup.parts.all()} == before


def forget_the_work(backup):
    """Back to the frozen list, past every rule: what a restored database would hold."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM backups_manifestentry; UPDATE backups_backuppart SET finished_at=NULL")
        cursor.execute("UPDATE backups_backup SET state='running' WHERE id=%s", [backup.pk])
        cursor.execute("UPDATE backups_backuprequest SET state='approved' WHERE id=%s", [backup.request_id])
        cursor.execute("ALTER TABLE history_entry DISABLE TRIGGER USER; "
                       "DELETE FROM history_entry WHERE action='generated'; ALTER TABLE history_entry ENABLE TRIGGER USER")  # fmt: skip


def test_b_35_the_list_is_frozen_at_the_claim(ana, bruno):
    request = making.approved(ana, bruno, documents=21)
    backup = making.claim(request)
    running.prepare(backup.pk)
    make_document(ana, to=[bruno], at=making.at_noon(date(2020, 2, 3)))
    documents.shelve(original_of(making.fresh(backup).items.first().document), actor=ana.actor)
    running.work_through(backup.pk)
    assert making.fresh(backup).documents_packed == 21


def test_b_42_an_empty_list_ends_the_request_with_its_reason(ana, bruno):
    request = making.approved(ana, bruno)
    from documents.models import Participation

    Participation.objects.all().delete()
    backup = making.build(request)
    assert (backup.request.state, backup.state) == (RequestState.DELETED, BackupState.DELETED)
    assert backup.request.delete_reason == DeleteReason.EMPTY
    entry = Entry.objects.of(request).first()
    assert entry.comment == "No quedaron documentos en el período solicitado al momento de generar el respaldo."
    assert Mail.objects.filter(key=f"eliminada-{request.uuid}").count() == 1


def test_b_57_one_mail_says_that_the_backup_is_ready(ana, bruno, mailoutbox):
    from quipux.outbox.services import send_due

    request = making.fulfilled(ana, bruno)
    send_due()
    send_due()
    [mail] = [m for m in mailoutbox if "listo" in m.subject]
    assert mail.subject == f"QUIPUX: su respaldo No. {request.number} está listo"
    first = next(line for line in mail.body.splitlines() if line.startswith("La generación"))
    assert first == "La generación de respaldos ha sido realizada."
    assert "Recuerde que tiene 7 días para descargar su respaldo." in mail.body
    assert ana.user.identity_number not in mail.body


def test_every_packed_file_and_part_is_remembered_for_life(ana, bruno):
    backup = making.fulfilled(ana, bruno).backup
    known = set(ManifestEntry.objects.filter(backup=backup).values_list("sha256", flat=True))
    files = {f.file.sha256 for item in backup.items.all() for f in item.files.select_related("file")}
    assert files | {part.sha256 for part in backup.parts.all()} | {backup.manifest_sha256} <= known


def test_the_bytes_in_the_archive_are_those_of_the_store(ana, bruno, tmp_path):
    backup = making.fulfilled(ana, bruno).backup
    root = making.join_and_extract(making.download(making.fresh(backup), tmp_path), tmp_path / "x")
    for item in backup.items.all():
        content = (root / "data/documentos" / item.folder / "documento.pdf").read_bytes()
        assert hashlib.sha256(content).hexdigest() == item.document.official_pdf.sha256


def test_a_second_night_takes_only_what_is_due(ana, bruno):
    with clock.frozen_at(making.at_noon(date(2026, 3, 10))):
        making.approved(ana, bruno)
    with clock.frozen_at(clock.day_start(date(2026, 3, 10)) + timedelta(hours=22, minutes=1)):
        assert len(running.dispatch_due()) == 1
    assert Backup.objects.get().state == BackupState.RUNNING


def test_the_actor_of_the_build_is_sistema(ana, bruno):
    request = making.fulfilled(ana, bruno)
    generated = Entry.objects.of(request).get(action="generated")
    assert (generated.actor_name, generated.comment) == ("Sistema", "")
    assert actor_of(ana).user == ana.user
