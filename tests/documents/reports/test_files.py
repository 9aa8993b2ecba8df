"""Long exports: asked for, built in the background, announced, downloaded by their owner, forgotten (documents §14)."""

import csv
import io
import uuid
from datetime import timedelta

import pytest

from documents import workshop
from documents.models import ReportFile
from documents.reports import files
from institutions import services as institutions
from quipux import clock, exports
from quipux.files.models import StoredFile
from quipux.history.recorder import SYSTEM
from quipux.notices.models import Notice
from quipux.pdf import PdfError
from tests.backups.pages.reading import Page

pytestmark = pytest.mark.django_db
PERIOD = "desde=2026-03-01&hasta=2026-03-31"
ADDRESS = f"/reportes/lista-por-estado/exportar/?{PERIOD}"


@pytest.fixture(autouse=True)
def _three_rows_are_many(monkeypatch):
    monkeypatch.setattr(files, "LARGE", 3)


@pytest.fixture
def asked(client, rosa, letters) -> ReportFile:
    answer = client(rosa).post(ADDRESS, {"formato": "csv"})
    assert (answer.status_code, answer["Location"]) == (302, "/reportes/archivos/")
    return ReportFile.objects.get()


def test_a_long_export_is_built_announced_and_downloaded_by_its_owner_alone(client, asked, rosa, ana):
    mine = client(rosa)
    assert "En preparación" in Page(mine.get("/reportes/archivos/")).text
    address = f"/reportes/archivos/{asked.uuid}/"
    assert mine.get(address).status_code == 404
    assert files.WORKSHOP.work() == {"built": 1, "failed": 0}
    [notice] = Notice.objects.of(rosa.user, str(rosa.appointment.uuid))
    assert notice.text == "Reporte 01.1 Lista de documentos por estado: listo para descargar."
    assert mine.get(notice.url).status_code == 200
    assert address in Page(mine.get("/reportes/archivos/")).links().values()
    content = b"".join(mine.get(address).streaming_content).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(content), delimiter=";"))) == 1 + 12
    assert client(ana).get(address).status_code == 404
    assert "No tiene reportes generados" in Page(client(ana).get("/reportes/archivos/")).text


def test_the_file_says_what_the_person_may_see_when_it_is_built(asked):
    files.WORKSHOP.work()
    asked.refresh_from_db()
    content = exports_of(asked)
    assert "Documento confidencial" in content
    assert "Canario" not in content


def exports_of(row) -> str:
    from quipux.files import store

    return store.read(row.file).decode("utf-8-sig")


def test_who_lost_the_post_meanwhile_gets_no_file(asked, rosa):
    institutions.deactivate(rosa.appointment, last_day=clock.today(), actor=SYSTEM)
    assert files.WORKSHOP.work() == {"built": 0, "failed": 1}
    asked.refresh_from_db()
    assert asked.failure == "Ya no ejerce el puesto con el que pidió este reporte."
    assert asked.file is None


def test_who_lost_the_permission_gets_the_own_work_alone(asked, rosa):
    rosa.appointment.grants.all().delete()
    files.WORKSHOP.work()
    asked.refresh_from_db()
    assert len(exports_of(asked).splitlines()) == 1


def test_a_worker_that_died_leaves_the_row_to_the_next_and_its_late_result_counts_for_nothing(asked):
    dead = files.WORKSHOP.claim()
    assert files.WORKSHOP.work() == {"built": 0, "failed": 0}
    ReportFile.objects.update(lease_until=clock.database_now() - timedelta(seconds=1))
    assert files.WORKSHOP.work() == {"built": 1, "failed": 0}
    asked.refresh_from_db()
    published = asked.file_id
    files.WORKSHOP.finish(dead, failure="Tarde")
    asked.refresh_from_db()
    assert (asked.file_id, asked.failure) == (published, "")
    assert Notice.objects.filter(key__startswith="report-").count() == 1


def test_after_three_deaths_the_row_is_given_up_with_words(asked):
    for _ in range(workshop.TRIES):
        assert files.WORKSHOP.claim() is not None
        ReportFile.objects.update(lease_until=clock.database_now() - timedelta(seconds=1))
    assert files.WORKSHOP.work() == {"built": 0, "failed": 1}
    asked.refresh_from_db()
    assert asked.failure == files.FAILED


def test_a_pdf_that_cannot_be_typeset_is_told_and_not_tried_for_ever(asked, client, rosa, monkeypatch):
    def refused(*args, **kwargs):
        raise PdfError("cpu")

    monkeypatch.setattr(exports, "write", refused)
    files.WORKSHOP.work()
    assert (
        "el documento exige demasiado tiempo de proceso; reduzca su extensión"
        in Page(client(rosa).get("/reportes/archivos/")).text
    )
    assert Notice.objects.get(key=f"report-{asked.uuid}").text.endswith("no se generó.")


def test_after_seven_days_the_file_is_gone(asked, client, rosa):
    files.WORKSHOP.work()
    with clock.frozen_at(clock.now() + timedelta(days=7, minutes=1)):
        assert client(rosa).get(f"/reportes/archivos/{asked.uuid}/").status_code == 404
        assert files.WORKSHOP.forget() == 1
    assert not ReportFile.objects.exists()
    assert not StoredFile.objects.filter(media_type=exports.MEDIA_TYPES["csv"]).exists()


def test_one_that_does_not_exist_is_not_found(client, rosa):
    assert client(rosa).get(f"/reportes/archivos/{uuid.uuid4()}/").status_code == 404


def test_a_pdf_waits_in_the_background_sooner_than_a_spreadsheet(monkeypatch):
    monkeypatch.setattr(files, "LARGE", 5_000)
    assert [files.is_large(total, kind) for total, kind in
            ((5_000, "csv"), (5_001, "xlsx"), (500, "pdf"), (501, "pdf"))] == [False, True, False, True]  # fmt: skip
