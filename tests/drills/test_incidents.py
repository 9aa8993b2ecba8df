"""The pages about people and secrets of docs/operacion.md, step after step: keys, a suspected leak, a backup «Con error»."""

import re

import pyotp
import pytest
from django.apps import apps
from django.db import connection

from accounts import credentials, second_factor
from accounts.models import Role, SecondFactor
from backups.models import BackupRequest
from backups.services import running
from backups.states import BackupState, RequestState
from quipux import clock
from quipux.accesslog.models import AccessEntry
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from quipux.safekeeping import making as copying
from quipux.safekeeping import restoring, sealing
from quipux.safekeeping.errors import SafekeepingError
from tests.accounts.roles.test_roles import staff
from tests.backups import making
from tests.drills.test_drills import order
from tests.drills.test_pages import PAGES
from tests.factories import make_document

HOME = "/bandejas/recibidos/"


@pytest.mark.django_db
def test_a_new_key_of_the_server_seals_all_again_and_what_was_made_with_the_former_one_ends(
    client, ana, bruno, diego, settings
):
    former, settings.SECRET_KEY_FALLBACKS = settings.SECRET_KEY, []
    seed = second_factor.new_seed()
    plain = second_factor._vault().decrypt(seed.encode())
    SecondFactor.objects.create(person=ana.user, seed=seed, created_at=clock.now())
    at_work, idle, thief = client(ana), client(bruno), client(diego)
    # Step 1: the new one signs, the former one still opens.
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "otra-" + former, [former]
    assert at_work.get(HOME).status_code == 200
    # Step 2.
    assert order("rotate_keys")[1] == 0
    assert "0" in order("rotate_keys", "--dry-run")[0]
    # Step 3: who worked meanwhile goes on, nobody else does.
    settings.SECRET_KEY_FALLBACKS = []
    assert at_work.get(HOME).status_code == 200
    assert [each.get(HOME).status_code for each in (idle, thief)] == [302, 302]
    opened = second_factor._vault().decrypt(SecondFactor.objects.get().seed.encode())
    assert len(pyotp.TOTP(opened.decode()).now()) == 6
    assert opened == plain


@pytest.mark.django_db
def test_a_key_that_leaked_ends_every_session_at_once(client, ana, settings):
    entered = client(ana)
    assert entered.get(HOME).status_code == 200
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "nueva-" + settings.SECRET_KEY, []
    assert entered.get(HOME).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_new_key_of_the_copies_opens_the_new_ones_and_the_former_key_the_old_ones(
    vault, ana, bruno, tmp_path, settings
):
    make_document(ana, to=[bruno])
    old, fresh = copying.make_copy(), tmp_path / "llave-nueva"
    said, code = order("backup_system", "--new-key", fresh)
    assert code == 0
    settings.QUIPUX_SYSTEM_BACKUP_KEY = re.search(r"QUIPUX_SYSTEM_BACKUP_KEY=(\S+)", said)[1]
    settings.QUIPUX_SYSTEM_BACKUP_FOLDER = str(tmp_path / "copias-nuevas")
    new = copying.make_copy()
    keys = {"former": sealing.read_key(vault.key), "new": sealing.read_key(fresh)}
    assert restoring.read_manifest(old.path, keys["former"]) == old.manifest
    assert restoring.read_manifest(new.path, keys["new"]) == new.manifest
    for copy, other in ((old, "new"), (new, "former")):
        with pytest.raises(SafekeepingError, match="no se abre con esa llave"):
            restoring.read_manifest(copy.path, keys[other])


@pytest.mark.django_db(transaction=True)
def test_a_suspected_leak_is_closed_kept_proven_and_its_people_are_found(vault, client, ana, bruno, sofia):
    document = make_document(ana, to=[bruno])
    copy = document.copies.get(holder=bruno.appointment)
    credentials._activated(bruno.user)
    thief = client(bruno)
    b"".join(thief.get(f"/documentos/{copy.uuid}/archivo/").streaming_content)
    # First look.
    page = client(staff("Alba Ríos", Role.AUDITOR)).get("/admin/auditoria/", {"persona": "Salas", "evento": "download"})
    assert "Bruno Salas" in page.text
    # Step 1.
    assert order("close_sessions", bruno.user.identity_number, "--reason", "Fuga")[1] == 0
    credentials.suspend(bruno.user, reason="Se sospecha una fuga", by=sofia.actor)
    assert thief.get(HOME).status_code == 302
    # Steps 2 and 3.
    assert order("backup_system")[1] == 0
    assert order("verify_history")[1] == 0
    # Step 4: the tables of the page exist and say who read and whose data it was.
    named = set(re.findall(r"`([a-z]+_[a-z]+)` \(", PAGES["Se sospecha una fuga"]))
    assert {"accesslog_accessentry", "documents_party", "backups_partdownload"} == named
    assert named <= set(connection.introspection.table_names())
    assert AccessEntry.objects.filter(user=bruno.user).exists()
    assert set(document.parties.values_list("identity_number", flat=True)) == {
        ana.user.identity_number, bruno.user.identity_number}  # fmt: skip
    assert apps.get_model("backups", "PartDownload")._meta.db_table in named


@pytest.mark.django_db
def test_a_backup_that_failed_is_built_by_hand_once_its_cause_is_gone(ana, bruno, storage_folder, settings):
    settings.QUIPUX_ALERT_EMAIL = "alertas@ejemplo.gob.ec"
    request = making.approved(ana, bruno)
    away = storage_folder / "documentos"
    away.rename(storage_folder / "desmontado")
    try:
        order("run_backups", "--now", "--request", request.number)
        for _ in range(settings.QUIPUX_BACKUP_ATTEMPTS):  # what a worker does each time the bell rings
            running.close(request.backup.pk)
        told = Mail.objects.filter(
            to=settings.QUIPUX_ALERT_EMAIL, subject__contains=f"respaldo No. {request.number} con error"
        )
        assert "Un respaldo quedó «Con error»" in told.get().text
        assert BackupRequest.objects.get(pk=request.pk).backup.state == BackupState.FAILED
    finally:
        (storage_folder / "desmontado").rename(away)
    assert "Respaldos generados: 1." in order("run_backups", "--now", "--request", request.number)[0]
    assert BackupRequest.objects.get(pk=request.pk).state == RequestState.FULFILLED
    assert Entry.objects.of(request).filter(action="generated").count() == 1
