"""«Descargar ahora»: few documents, one ZIP, at once and without any row (backups §4.4, safety §2.3)."""

import csv
import io
import re
import shutil
import threading
import tracemalloc
import zipfile
from datetime import date, timedelta
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.urls import reverse

from backups.archive import naming
from backups.models import Backup, BackupItem, BackupRequest, ManifestEntry
from backups.services import immediate
from backups.services.wishes import Wish
from documents.models import Document
from quipux import clock
from quipux.files import store
from quipux.files.errors import StoreError
from quipux.files.models import StoredFile, storage_key
from quipux.history.models import Entry
from quipux.limits import services as limits
from quipux.limits.models import Use
from tests.backups import making
from tests.backups.pages.reading import Page
from tests.factories import make_document, make_documents, tiny_pdf

pytestmark = pytest.mark.django_db
FORM = "/respaldos/solicitar/"
NOW = "/respaldos/descargar-ahora/"
PERIOD = {"date_from": "2016-01-04", "date_to": "2020-12-31"}
DAY = making.at_noon(date(2020, 1, 6))


def taken(answer) -> bytes:
    """The body, read to its end as a browser does."""
    return b"".join(answer.streaming_content)


@pytest.fixture
def twenty(ana, bruno) -> list[Document]:
    """Twenty documents of Ana, one with an annex."""
    make_document(ana, to=[bruno], at=DAY, attachments=[("Informe de gestión «final».txt", b"anexo " * 200)])
    make_documents(19, ana, to=[bruno], at=DAY + timedelta(hours=1))
    return list(Document.objects.order_by("document_date", "pk"))


class Links(HTMLParser):
    """Every address a page refers to."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def broken_links(folder) -> list[str]:
    """Addresses of the pages below ``folder`` that lead nowhere, or out."""
    broken = []
    for page in folder.rglob("*.html"):
        for address in Links(page.read_text(encoding="utf-8")).found:
            path = unquote(address.split("#")[0])
            if path and (re.match(r"[a-z]+:", path) or not (page.parent / path).exists()):
                broken.append(f"{page.name}: {address}")
    return broken


def test_b_04_exactly_twenty_are_refused_as_a_backup_and_downloaded_at_once(client, ana, twenty, tmp_path):
    mine = client(ana)
    refused = Page(mine.post(FORM, PERIOD | {"accion": "enviar", "comment": ""}))
    assert "Su solicitud tiene 20 documentos en el rango seleccionado." in refused.text
    assert "Descargar ahora" in refused.buttons()
    counted = Page(mine.post(FORM, PERIOD | {"accion": "calcular", "comment": ""}))
    form = counted.find("form", action=NOW)
    fields = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert {name: fields[name] for name in PERIOD} == PERIOD
    with clock.frozen_at(making.at_noon(date(2026, 11, 20)) + timedelta(seconds=7)):
        answer = mine.post(NOW, fields)
    name = "respaldo_inmediato_20261120_120007"
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "application/zip", "no-store")
    assert answer["Content-Disposition"] == f'attachment; filename="{name}.zip"'
    path = tmp_path / f"{name}.zip"
    path.write_bytes(taken(answer))
    with zipfile.ZipFile(path) as opened:
        assert opened.testzip() is None
        assert all(entry.startswith(f"{name}/") and len(entry) <= 120 for entry in opened.namelist())
    making.run("unzip", "-tq", path)
    making.run("7z", "t", path)
    root = making.join_and_extract(path, tmp_path / "abierto")
    folders = sorted(folder.name for folder in (root / "data" / "documentos").iterdir())
    assert len(folders) == 20
    assert [folder.partition("_")[2] for folder in folders] == [naming.safe_segment(one.number, 32) for one in twenty]
    assert (root / "index.html").exists()
    assert broken_links(root) == []
    making.run("sha256sum", "--quiet", "-c", "manifest-sha256.txt", cwd=root)
    making.run("sha256sum", "--quiet", "-c", "tagmanifest-sha256.txt", cwd=root)
    assert "Se respaldaron 20 documentos" in (root / "index.html").read_text(encoding="utf-8")
    assert not (root / "ACTA_RESPALDO.pdf").exists()
    assert mine.post(FORM, PERIOD | {"accion": "guardar", "comment": ""}).status_code == 302


def test_b_04_s_84_forging_it_with_twenty_one_is_refused_and_nothing_is_left(client, ana, bruno, twenty):
    make_document(ana, to=[bruno], at=DAY)
    answer = client(ana).post(NOW, PERIOD)
    assert answer.status_code == 422
    [(sentence, _)] = Page(answer).errors()
    assert sentence == ("«Descargar ahora» sirve para menos de 21 documentos y el período tiene 21. Presione Enviar para "
                        "solicitar el respaldo.")  # fmt: skip
    assert Use.objects.count() == 0


def test_nothing_of_it_becomes_a_row_and_the_public_check_does_not_know_it(client, ana, twenty):
    stored = StoredFile.objects.count()
    taken(client(ana).post(NOW, PERIOD))
    assert [m.objects.count() for m in (BackupRequest, Backup, BackupItem, ManifestEntry)] == [0] * 4
    assert StoredFile.objects.count() == stored
    assert Entry.objects.filter(subject_kind="backup_request").count() == 0


def test_the_security_log_says_who_took_what_and_how_it_ended(client, ana, twenty, caplog):
    caplog.set_level("INFO", logger="quipux.security")
    size = len(taken(client(ana).post(NOW, PERIOD)))
    started, ended = [r for r in caplog.records if r.message.startswith("immediate_download")]
    assert (started.message, started.user, started.documents) == ("immediate_download_started", ana.user.pk, 20)
    assert (ended.message, ended.bytes, ended.complete) == ("immediate_download_ended", size, True)


def test_a_wrong_period_and_an_empty_one_are_answered_on_the_form(client, ana, twenty):
    mine = client(ana)
    answer = mine.post(NOW, {"date_from": "31/02/2016", "date_to": "2020-12-31"})
    assert (answer.status_code, len(Page(answer).errors())) == (422, 1)
    answer = mine.post(NOW, PERIOD | {"date_from": "2021-01-01"})
    assert Page(answer).errors() == [("La Fecha Inicio debe ser menor o igual que la Fecha Fin.", "#id_date_from")]
    answer = mine.post(NOW, {"date_from": "2016-01-04", "date_to": "2016-01-05"})
    assert "No hay documentos en el período seleccionado." in Page(answer).text
    assert mine.get(NOW).status_code == 405


def test_each_person_downloads_the_documents_of_the_own_post_only(client, ana, carla, twenty):
    assert client(carla).post(NOW, PERIOD).status_code == 422
    assert client.post(NOW, PERIOD).url == f"/ingresar/?next={NOW}"


def test_a_failing_document_is_listed_and_the_zip_still_ends_valid(client, ana, bruno, tmp_path):
    annexed = make_document(ana, to=[bruno], at=DAY, pdf=tiny_pdf("uno"), attachments=[("lista.txt", b"perdida")])
    spoilt = make_document(ana, to=[bruno], at=DAY, pdf=tiny_pdf("dos"))
    make_document(ana, to=[bruno], at=DAY, pdf=tiny_pdf("tres"))
    lost = annexed.attachments.get().file
    storages["default"].delete(storage_key(lost.sha256))
    storages["default"].delete(storage_key(spoilt.official_pdf.sha256))
    storages["default"].save(storage_key(spoilt.official_pdf.sha256), io.BytesIO(tiny_pdf("otra")))
    path = tmp_path / "r.zip"
    path.write_bytes(taken(client(ana).post(NOW, PERIOD)))
    making.run("unzip", "-tq", path)
    making.run("unzip", "-q", path, "-d", tmp_path)
    [root] = [folder for folder in tmp_path.iterdir() if folder.is_dir()]
    table = io.StringIO((root / "data" / "omisiones.csv").read_text(encoding="utf-8-sig"))
    rows = [
        (row["numero"], row["alcance"], row["codigo"], row["intentos"]) for row in csv.DictReader(table, delimiter=";")
    ]
    assert rows == [(annexed.number, "archivo", "archivo_no_encontrado", "3"),
                    (spoilt.number, "documento", "huella_no_coincide", "3")]  # fmt: skip
    assert len(list((root / "data" / "documentos").iterdir())) == 2
    assert broken_links(root) == []
    making.run("sha256sum", "--quiet", "-c", "manifest-sha256.txt", cwd=root)


def test_a_store_that_does_not_answer_breaks_the_download_and_blames_no_document(ana, twenty, storage_folder):
    body = immediate.start(Wish(date(2016, 1, 4), date(2020, 12, 31)), actor=ana.actor)
    shutil.move(storage_folder, f"{storage_folder}-perdido")
    try:
        with pytest.raises(StoreError):
            list(body)
    finally:
        body.close()
        shutil.move(f"{storage_folder}-perdido", storage_folder)
    assert limits.hold(immediate.ACT, ana.user.pk)
    limits.let_go(immediate.ACT, ana.user.pk)


def test_a_document_without_any_file_gets_its_page_rendered_for_this_zip_only(client, ana, bruno, tmp_path):
    document = make_document(ana, to=[bruno], at=DAY)
    Document.objects.update(official_pdf=None)
    before = StoredFile.objects.count()
    path = tmp_path / "r.zip"
    path.write_bytes(taken(client(ana).post(NOW, PERIOD)))
    with zipfile.ZipFile(path) as opened:
        [name] = [entry for entry in opened.namelist() if entry.endswith("documento_generado.pdf")]
        assert opened.read(name).startswith(b"%PDF")
    assert StoredFile.objects.count() == before
    document.refresh_from_db()
    assert document.official_pdf is None


def test_ten_a_day_and_the_eleventh_is_told_the_day(client, ana, bruno):
    make_document(ana, to=[bruno], at=DAY)
    mine = client(ana)
    with clock.frozen_at(making.at_noon(date(2026, 11, 20))):
        for _ in range(10):
            assert zipfile.ZipFile(io.BytesIO(taken(mine.post(NOW, PERIOD)))).testzip() is None
        answer = mine.post(NOW, PERIOD)
    assert answer.status_code == 429
    sentence = "Ya hizo 10 descargas inmediatas hoy. Podrá hacer otra desde el 2026-11-21."
    assert Page(answer).errors()[0][0] == sentence
    with clock.frozen_at(making.at_noon(date(2026, 11, 21))):
        assert mine.post(NOW, PERIOD).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_one_at_a_time_and_free_again_when_the_person_goes_away(client, ana, bruno):
    make_documents(3, ana, to=[bruno], at=DAY)
    mine = client(ana)
    first = mine.post(NOW, PERIOD)
    next(first.streaming_content)
    answers = []

    def again():
        try:
            answers.append(client(ana).post(NOW, PERIOD))
        finally:
            connection.close()

    thread = threading.Thread(target=again)
    thread.start()
    thread.join()
    assert answers[0].status_code == 409
    sentence = "Ya tiene una descarga inmediata en curso. Espere a que termine para empezar otra."
    assert Page(answers[0]).errors()[0][0] == sentence
    first.close()  # as the server does when the connection breaks
    thread = threading.Thread(target=again)
    thread.start()
    thread.join()
    assert answers[1].status_code == 200


def test_it_starts_before_any_document_is_read_and_reads_each_as_it_leaves(client, ana, bruno, monkeypatch):
    making.documents_of_size(ana, bruno, [2_000_000] * 20)
    opened = []
    open_file = store.open_file
    monkeypatch.setattr(store, "open_file", lambda sha256: opened.append(sha256) or open_file(sha256))
    answer = client(ana).post(NOW, PERIOD)
    assert next(answer.streaming_content).startswith(b"PK\x03\x04")
    assert opened == []
    assert sum(map(len, answer.streaming_content)) > 20 * 2_000_000
    answer.close()
    assert len(opened) == 40
    assert reverse("backups:download_now") == NOW


def test_memory_does_not_follow_the_size_of_what_is_downloaded(ana, bruno):
    making.documents_of_size(ana, bruno, [30_000_000] * 3)
    body = immediate.start(Wish(date(2016, 1, 4), date(2020, 12, 31)), actor=ana.actor)
    tracemalloc.start()
    try:
        size = sum(map(len, body))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        body.close()
    assert size > 90_000_000
    assert peak < 25_000_000
