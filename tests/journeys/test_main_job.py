"""The main job as a person does it: enter, ask, watch the worker, download, join, open (J4, J5).

Real pieces: Chromium, the web server, a Celery worker over Redis, PostgreSQL, zip, unzip and 7z.
"""

import zipfile
from datetime import date, time, timedelta

import pytest

from backups.models import Backup
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests.backups import making
from tests.journeys.walking import Walk, all_day_worker, download_all, enter, give_password, wait_for_the_worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(ana, bruno, settings):
    """Ana, who may enter, with thirty documents that fill three parts."""
    settings.QUIPUX_PART_SIZE = 1_000_000
    settings.QUIPUX_NIGHT_WINDOW = (time(0, 0), time(23, 59))
    give_password(ana)
    making.documents_of_size(ana, bruno, [60_000] * 30)
    return ana


@pytest.fixture
def worker(office, tmp_path):
    with all_day_worker(tmp_path / "trabajadores") as workers:
        yield workers


def ask(walk):
    """J4: from the menu to the panel that gives the number."""
    walk.page.get_by_role("link", name="Respaldo de Documentos").first.click()
    walk.arrive("Respaldo de Documentos")
    walk.follow("Solicitar respaldos")
    walk.arrive("Solicitud de Respaldos")
    walk.fill("Fecha Inicio", "01/01/2016")
    walk.fill("Fecha Fin", (date.today() - timedelta(days=1)).isoformat())
    walk.press("Enviar")
    walk.arrive("Confirmación de envío")
    walk.page.get_by_label("Declaro que me encuentro en proceso de desvinculación de la institución.").check()
    walk.press("Confirmar envío")


@pytest.mark.parametrize(
    ("scripts", "size"),
    [
        (True, {"width": 1366, "height": 768}),
        pytest.param(False, {"width": 390, "height": 844}, marks=pytest.mark.long),
    ],
    ids=["scripts, wide", "no scripts, narrow"],
)
def test_a_servant_asks_watches_downloads_joins_and_opens(
    browser, live_server, office, worker, tmp_path, scripts, size
):
    context = browser.new_context(java_script_enabled=scripts, viewport=size, locale="es-EC", accept_downloads=True)
    try:
        request = walk_the_main_job(
            Walk(context.new_page(), live_server.url, scripts=scripts), office, worker, tmp_path
        )
    finally:
        context.close()
    kept = {path.name for path in tmp_path.glob(f"{request.archive_name}.*")}
    assert (Entry.objects.of(request).first().label, f"{request.archive_name}.zip" in kept) == (
        "Descarga de respaldo",
        True,
    )


def walk_the_main_job(walk, office, worker, tmp_path):
    enter(walk, office)
    ask(walk)
    backup = worker.wait_until(lambda: Backup.objects.select_related("request").first(), "the request exists")
    request = backup.request
    walk.arrive(f"Solicitud No. {request.number} enviada.")
    wait_for_the_worker(walk, request.uuid)
    walk.arrive(f"Solicitud No. {request.number}")
    walk.follow("Descargar")
    walk.arrive(f"Solicitud No. {request.number}")
    files = download_all(walk, tmp_path)
    check_files(files, request, tmp_path)
    check_records(request)
    return request


def check_files(files, request, folder):
    backup = Backup.objects.get(request=request)
    assert len(files) == backup.parts_count >= 3
    last = folder / f"{request.archive_name}.zip"
    root = making.join_and_extract(last, folder / "abierto")
    assert len(list((root / "data/documentos").glob("*/documento.pdf"))) == 30
    making.run("7z", "t", last)
    making.run("sha256sum", "-c", "--quiet", "manifest-sha256.txt", cwd=root)
    with zipfile.ZipFile(folder / f"{request.archive_name}.z02") as alone:
        assert alone.testzip() is None
        assert any(name.endswith("documento.pdf") for name in alone.namelist())


def check_records(request):
    labels = [entry.label for entry in Entry.objects.of(request)]
    assert labels.count("Respaldo en ejecución") == labels.count("Respaldo generado") == 1
    assert labels[0] == "Descarga de respaldo"
    assert Mail.objects.filter(key=f"generado-{request.uuid}").count() == 1
