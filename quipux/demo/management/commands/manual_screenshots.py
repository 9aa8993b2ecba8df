"""Takes the pictures of the manuals from a running demonstration (accounts-portal §11)."""

from io import BytesIO

from django.core.management.base import BaseCommand, CommandError
from PIL import Image

from quipux.demo.logins import PASSWORD
from quipux.demo.screens import SCREENS
from quipux.portal.manuals import FOLDER

WIDTH, HEIGHT = 1100, 700
COLOURS = 64  # enough for pages of few colours, and a quarter of the bytes


class Command(BaseCommand):
    help = "Toma las capturas de los manuales de una demostración en marcha (necesita Playwright y Chromium)."

    def add_arguments(self, parser):
        parser.add_argument("address", help="dirección de la demostración, por ejemplo http://127.0.0.1:8000")
        parser.add_argument("--chromium", default="/usr/bin/chromium", help="programa del navegador")
        parser.add_argument("--only", default="", help="una sola captura")

    def handle(self, *, address, chromium, only, **options):
        try:
            from playwright.sync_api import sync_playwright
        except ImportError as error:
            raise CommandError("Falta Playwright: instálelo con tests/requirements.txt.") from error
        FOLDER.mkdir(parents=True, exist_ok=True)
        chosen = [screen for screen in SCREENS if only in ("", screen.name)]
        with sync_playwright() as program:
            browser = program.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for identity in dict.fromkeys(screen.identity for screen in chosen):
                page = _page_of(browser, address.rstrip("/"), identity)
                for screen in chosen:
                    if screen.identity == identity:
                        self._take(page, address.rstrip("/"), screen)
                page.context.close()
            browser.close()

    def _take(self, page, address, screen):
        page.goto(address + screen.path)
        for label in screen.follow:
            page.locator("main").get_by_role("link", name=label).first.click()
        if screen.arrange:
            screen.arrange(page)
        (FOLDER / f"{screen.name}.png").write_bytes(_small(page.screenshot()))
        self.stdout.write(f"{screen.name}.png")


def _page_of(browser, address, identity):
    """A browser of its own, where the person is in; each enters once, because another session of hers would end."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="es-EC",
                                  timezone_id="America/Guayaquil")  # fmt: skip
    page = context.new_page()
    if identity:
        _enter(page, address, identity)
    return page


def _enter(page, address, identity):
    page.goto(f"{address}/ingresar/")
    page.get_by_label("Cédula").fill(identity)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Ingresar", exact=True).click()
    page.wait_for_url(lambda url: not url.endswith("/ingresar/"))
    if page.url.endswith("/continuar/"):
        page.get_by_role("button", name="Continuar aquí").click()
        page.wait_for_url(lambda url: "/ingresar/" not in url)


def _small(png: bytes) -> bytes:
    found = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS).save(found, "PNG", optimize=True)
    return found.getvalue()
