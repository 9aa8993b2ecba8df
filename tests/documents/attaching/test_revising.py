"""The revision with a real ClamAV, and the reading that follows (documents §6.4, §13.3, D-09, safety S-32, S-33, S-38)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from backups import snapshot
from backups.states import OmissionReason
from documents import tasks
from documents.attaching import reading, revising
from documents.attaching.services import attach, not_clean, remove
from documents.models import Attachment
from documents.states import ScanState
from quipux import clock
from quipux.extraction.reading import ExtractionUnavailable
from quipux.files import store
from quipux.history.models import Entry
from quipux.notices.models import Notice
from quipux.scanning import TEST_FILE
from quipux.web import health
from tests import factories
from tests.extraction.samples import TEXT, docx, packed
from tests.factories import TINY_PDF

INFECTED = packed(("nota.txt", "nada"), ("eicar.com", TEST_FILE))


@pytest.fixture
def draft(ana, bruno):
    return factories.make_draft(ana, to=[bruno])


def put(document, actor, **files):
    """Attach ``stem=(extension, content)`` and return the rows."""
    uploads = [SimpleUploadedFile(f"{stem}.{extension}", content) for stem, (extension, content) in files.items()]
    return attach(uploads, document=document, actor=actor).kept


def state_of(row):
    row.refresh_from_db()
    return row.scan_state


def status_of(client, document, row):
    original = factories.original_of(document)
    answer = client.get(f"/documentos/{original.uuid}/anexos/{row.uuid}/")
    if answer.streaming:
        assert b"".join(answer.streaming_content) == store.read(row.file)
    return answer.status_code


# The revision -----------------------------------------------------------------------------------------


def test_d_09_eicar_inside_a_zip_is_retired_and_told_and_never_downloadable(client, clamd, ana, draft):
    bad, good = put(draft, ana.actor, x=("zip", INFECTED), acta=("pdf", TINY_PDF))
    entered = client(ana)
    assert [status_of(entered, draft, row) for row in (bad, good)] == [404, 404], (
        "nothing is served before its revision"
    )
    assert revising.scan_pending() == {"infected": 1, "clean": 1}
    assert [state_of(row) for row in (bad, good)] == [ScanState.INFECTED, ScanState.CLEAN]
    assert [status_of(entered, draft, row) for row in (bad, good)] == [404, 200]
    sentence = '"x.zip" contiene un programa dañino y fue retirado.'
    notice = Notice.objects.get()
    assert (notice.user, notice.context, notice.text) == (ana.user, str(ana.appointment.uuid), sentence)
    entry = Entry.objects.of(factories.original_of(draft)).get(action="quarantine_attachment")
    assert (entry.comment, entry.actor_name) == (sentence, "Sistema")
    assert not_clean(draft) == ["x.zip"]
    assert store.read(bad.file) == INFECTED, "kept for the operators"
    assert revising.scan_pending() == {}
    assert Notice.objects.count() == 1


def test_d_09_f_38_with_the_scanner_down_files_stay_in_revision_and_are_released_when_it_returns(
    client, clamd, ana, draft
):
    clamd.stop()
    [row] = put(draft, ana.actor, acta=("pdf", TINY_PDF))
    for _ in range(2):
        assert revising.scan_pending() == {"unavailable": 1}
    entered = client(ana)
    page = entered.get(f"/documentos/{factories.original_of(draft).uuid}/anexos/").content.decode()
    assert "En revisión" in page
    assert status_of(entered, draft, row) == 404
    assert not_clean(draft) == ["acta.pdf"]
    clamd.start()
    assert revising.scan_pending() == {"clean": 1}
    assert status_of(entered, draft, row) == 200
    assert not_clean(draft) == []


def test_s_32_an_infected_anexo_never_enters_a_backup(clamd, ana, draft):
    [row] = put(draft, ana.actor, x=("zip", INFECTED))
    assert snapshot.EXCLUDED[state_of(row)] == OmissionReason.IN_REVIEW
    revising.scan_pending()
    assert snapshot.EXCLUDED[state_of(row)] == OmissionReason.QUARANTINED


def test_without_scanner_files_are_clean_at_once(client, ana, draft):
    [row] = put(draft, ana.actor, acta=("pdf", TINY_PDF))
    assert status_of(client(ana), draft, row) == 200
    assert revising.scan_pending() == {}


def test_bytes_found_infected_later_are_retired_everywhere(speaker, ana, bruno, draft):
    other = factories.make_draft(bruno, to=[ana])
    [old] = put(other, bruno.actor, viejo=("pdf", TINY_PDF))
    revising.scan_pending()
    assert state_of(old) == ScanState.CLEAN
    [new] = put(draft, ana.actor, nuevo=("pdf", TINY_PDF))
    speaker.verdict = "stream: Nuevo.Virus FOUND"
    revising.scan_pending()
    assert [state_of(row) for row in (old, new)] == [ScanState.INFECTED] * 2
    assert set(Notice.objects.values_list("user", flat=True)) == {ana.user.pk, bruno.user.pk}


def picky(file):
    """A scanner that knows the test file and takes nothing over 5 000 bytes."""
    content = file.read()
    if len(content) > 5_000:
        raise MemoryError
    return "infected" if content == TEST_FILE else "clean"


def test_a_file_the_scanner_cannot_take_does_not_stop_the_others(settings, ana, draft):
    settings.QUIPUX_SCANNER = "tests.documents.attaching.test_revising.picky"
    big = TINY_PDF[:9] + bytes(100_000) + TINY_PDF[9:]
    first, second = put(draft, ana.actor, grande=("pdf", big), acta=("pdf", TINY_PDF))
    assert revising.scan_pending() == {"unavailable": 1, "clean": 1}
    assert [state_of(row) for row in (first, second)] == [ScanState.PENDING, ScanState.CLEAN]


def test_a_removed_anexo_is_not_scanned(speaker, ana, draft):
    [row] = put(draft, ana.actor, acta=("pdf", TINY_PDF))
    remove(row, actor=ana.actor)
    assert revising.scan_pending() == {}
    assert speaker.received == []


def test_two_workers_never_scan_the_same_file(speaker, ana, draft):
    [row] = put(draft, ana.actor, acta=("pdf", TINY_PDF))
    rival = connection.copy()
    try:
        with rival.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"scan_file:{row.file_id}"])
        assert revising.scan_pending() == {}
    finally:
        rival.close()
    assert revising.scan_pending() == {"clean": 1}


def test_s_38_bytes_changed_after_the_scan_are_refused(client, ana, draft, storage_folder):
    [row] = put(draft, ana.actor, acta=("pdf", TINY_PDF))
    entered = client(ana)
    assert status_of(entered, draft, row) == 200
    [kept] = [path for path in storage_folder.rglob(row.file.sha256) if path.is_file()]
    kept.write_bytes(TINY_PDF.replace(b"Documento", b"Documenta"))
    assert status_of(entered, draft, row) == 410
    Attachment.objects.filter(pk=row.pk).update(scan_state=ScanState.PENDING)
    revising.scan_pending()
    assert state_of(row) == ScanState.PENDING


def test_s_33_a_long_wait_is_an_alarm_of_the_health_page(speaker, ana, draft):
    check = health.NIGHT_CHECKS["antivirus"]
    [row] = put(draft, ana.actor, acta=("pdf", TINY_PDF))
    check()
    Attachment.objects.filter(pk=row.pk).update(added_at=clock.now() - timedelta(minutes=11))
    with pytest.raises(revising.RevisionStopped):
        check()
    revising.scan_pending()
    check()


# The reading ------------------------------------------------------------------------------------------


def test_the_text_of_a_clean_anexo_is_read_and_that_of_others_is_not(speaker, ana, draft):
    [row] = put(draft, ana.actor, acta=("docx", docx()))
    assert reading.read_pending() == 0
    revising.scan_pending()
    assert reading.read_pending() == 1
    row.refresh_from_db()
    assert row.text == f"{TEXT}\nFin"
    assert reading.read_pending() == 0


def test_the_bells_do_the_whole_work(ana, draft):
    put(draft, ana.actor, acta=("docx", docx()), plano=("pdf", TINY_PDF))
    tasks.scan_attachments()
    tasks.read_attachments()
    assert [row.text for row in draft.attachments.order_by("name")] == [f"{TEXT}\nFin", "Documento de prueba"]


def test_equal_bytes_are_read_once_and_a_file_without_text_is_empty(ana, draft):
    rows = put(draft, ana.actor, uno=("zip", packed(("a.txt", "a"))), dos=("zip", packed(("a.txt", "a"))))
    assert rows[0].file == rows[1].file
    assert reading.read_pending() == 1
    assert set(draft.attachments.values_list("text", flat=True)) == {""}


def test_without_a_child_the_text_is_read_another_time(ana, draft, monkeypatch):
    put(draft, ana.actor, acta=("docx", docx()))

    def refuse(stored):
        raise ExtractionUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(reading, "extract_text", refuse)
        assert reading.read_pending() == 0
    assert reading.read_pending() == 1


def test_bytes_a_living_store_lost_have_no_text(ana, draft, storage_folder):
    [row] = put(draft, ana.actor, acta=("docx", docx()))
    for path in storage_folder.rglob(row.file.sha256):
        path.unlink()
    assert reading.read_pending() == 1
    row.refresh_from_db()
    assert row.text == ""
