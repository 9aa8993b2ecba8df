"""What journeys share: a person in front of the browser, and a worker whose night lasts all day."""

from contextlib import contextmanager
from pathlib import Path

from tests.faults.workers import Workers
from tests.looks import unsound

PASSWORD = "Clave-de-prueba-2026"
PATIENCE = 120_000  # milliseconds until the worker must have finished; the machine may be busy
ALL_DAY = "00:00-23:59"


@contextmanager
def all_day_worker(folder: Path):
    """A real worker that builds at any hour."""
    folder.mkdir()
    workers = Workers(folder)
    workers.start(QUIPUX_NIGHT_WINDOW=ALL_DAY)
    try:
        yield workers
    finally:
        workers.end()


def give_password(person):
    person.user.set_password(PASSWORD)
    person.user.save()


class Walk:
    """A person in front of the browser; after every step the page is looked at, if scripts run."""

    def __init__(self, page, address: str, *, scripts: bool):
        self.page, self.address, self.scripts, self.pages = page, address, scripts, 0

    def arrive(self, title: str):
        """The page with this heading is there, sound and without sideways scroll."""
        self.page.get_by_role("heading", level=1, name=title).wait_for()
        self.pages += 1
        if self.scripts:
            self.look(title)

    def look(self, title: str):
        assert unsound(self.page, sizes=[self.page.viewport_size]) == [], title

    def press(self, name: str):
        self.page.get_by_role("button", name=name, exact=True).filter(visible=True).last.click()

    def follow(self, name: str):
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def fill(self, label: str, text: str):
        self.page.get_by_label(label, exact=True).fill(text)


def enter(walk, person, *, ends_another: bool = False):
    """Through the login page; with ``ends_another`` a session of the same person is open elsewhere."""
    walk.page.goto(f"{walk.address}/ingresar/")
    walk.fill("Cédula", person.user.identity_number)
    walk.fill("Contraseña", PASSWORD)
    walk.press("Ingresar")
    if ends_another:
        walk.press("Continuar aquí")
    walk.arrive("Recibidos")


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
