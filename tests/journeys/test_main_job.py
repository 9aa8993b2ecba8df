"""The main job as a person does it: enter, ask, watch the worker, download, join, open (J4, J5).

Real pieces: Chromium, the web server, a Celery worker over Redis, PostgreSQL, zip, unzip and 7z.
"""

import zipfile
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from backups.models import Backup
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests.backups import making
from tests.faults.workers import Workers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "Clave-de-Ana-2026"
PATIENCE = 120_000  # milliseconds until the worker must have finished; the machine may be busy
ALL_DAY = "00:00-23:59"


@pytest.fixture
def office(ana, bruno, settings):
    """Ana, who may enter, with thirty documents that fill three parts."""
    settings.QUIPUX_PART_SIZE = 1_000_000
    settings.QUIPUX_NIGHT_WINDOW = (time(0, 0), time(23, 59))
    ana.user.set_password(PASSWORD)
    ana.user.save()
    making.documents_of_size(ana, bruno, [60_000] * 30)
    return ana


@pytest.fixture
def worker(office, tmp_path):
    """A real worker whose night lasts all day."""
    folder = tmp_path / "trabajadores"
    folder.mkdir()
    workers = Workers(folder)
    workers.start(QUIPUX_NIGHT_WINDOW=ALL_DAY)
    yield workers
    workers.end()


class Walk:
    """A person in front of the browser; after every step the page is looked at, if scripts run."""

    def __init__(self, page, address: str, *, scripts: bool):
        self.page, self.address, self.scripts, self.pages = page, address, scripts, 0

    def arrive(self, title: str):
        """The page with this heading is there, sound and without sideways scroll."""
        self.page.get_by_role("heading", level=1, name=title).wait_for()
        self.pages += 1
        if self.scripts:
            faults = [(v["id"], [n["target"] for n in v["nodes"]]) for v in Axe().run(self.page).response["violations"]]
            assert faults == [], title
            width = self.page.evaluate("document.documentElement.scrollWidth")
            assert width <= self.page.viewport_size["width"], title

    def press(self, name: str):
        self.page.get_by_role("button", name=name, exact=True).filter(visible=True).last.click()

    def follow(self, name: str):
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def fill(self, label: str, text: str):
        self.page.get_by_label(label, exact=True).fill(text)


def enter(walk, office):
    walk.page.goto(f"{walk.address}/ingresar/")
    walk.fill("Cédula", office.user.identity_number)
    walk.fill("Contraseña", PASSWORD)
    walk.press("Ingresar")
    walk.arrive("Recibidos")


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


def wait_for_the_worker(walk, number):
    """With scripts the page follows by itself; without them the person presses «Actualizar»."""
    ready = walk.page.get_by_role("link", name="Descargar", exact=True).first
    steps = PATIENCE // 500
    for _ in range(steps):
        walk.page.goto(f"{walk.address}/respaldos/{number}/")
        if ready.count():
            return
        walk.page.wait_for_timeout(500)
    raise AssertionError("the worker did not finish in time")


def download_all(walk, folder: Path) -> list[Path]:
    """Every part under its own name, as the browser saves it."""
    files = []
    for link in walk.page.get_by_role("link", name="Descargar Parte").all():
        with walk.page.expect_download() as waiting:
            link.click()
        file = folder / waiting.value.suggested_filename
        waiting.value.save_as(file)
        files.append(file)
    return files


@pytest.mark.parametrize(
    ("scripts", "size"),
    [(True, {"width": 1366, "height": 768}), (False, {"width": 390, "height": 844})],
    ids=["scripts, wide", "no scripts, narrow"],
)
def test_a_servant_asks_watches_downloads_joins_and_opens(
    browser, live_server, office, worker, tmp_path, scripts, size
):
    context = browser.new_context(java_script_enabled=scripts, viewport=size, locale="es-EC", accept_downloads=True)
    try:
        walk_the_main_job(Walk(context.new_page(), live_server.url, scripts=scripts), office, worker, tmp_path)
    finally:
        context.close()


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
