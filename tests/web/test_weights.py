"""What a first and a later visit bring over a bad line (ui §5)."""

import gzip
import re
from pathlib import Path, PurePosixPath

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db
KB = 1024
BUDGETS = {"vendor/govuk/govuk-frontend.css": 16, "css/quipux.css": 6, "js/inicio.js": 0.2,
           "vendor/govuk/govuk-frontend.min.js": 12, "js/huella.js": 5}  # fmt: skip
REFERENCE = re.compile(r'(?:src|href)="(/static/[^"]+)"')
OWN_SCRIPTS = 10
IN_FILE = re.compile(r"""(?:from\s*|import\s*|url\()["']?(\.{1,2}/[^"')]+)""")
ELSEWHERE = re.compile(r"""(?:src|href|action)="(?:https?:)?//(?!localhost|testserver)[^"]+\"""")
PAGES = ("/bandejas/recibidos/", "/bandejas/enviados/", "/buscar/avanzada/", "/reportes/", "/respaldos/",
         "/respaldos/solicitar/", "/carpetas/", "/avisos/")  # fmt: skip
OPEN = ("/", "/ingresar/", "/verificar/", "/tramites/")


def weight(content: bytes) -> int:
    """Bytes as they travel."""
    return len(gzip.compress(content, 6))


def files_of(page: str) -> dict[str, bytes]:
    """Everything a browser with an empty cache fetches for a page, by its name among the static files."""
    waiting, found = [url.removeprefix("/static/") for url in REFERENCE.findall(page)], {}
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = Path(finders.find(name)).read_bytes()
            if name.endswith((".js", ".css")):
                waiting += [_beside(name, other) for other in IN_FILE.findall(found[name].decode())]
    return found


def _beside(name, other):
    parts = [*PurePosixPath(name).parent.parts]
    for step in PurePosixPath(other).parts:
        parts = parts[:-1] if step == ".." else parts if step == "." else [*parts, step]
    return "/".join(parts)


@pytest.fixture
def desk(ana, bruno):
    """Somebody with a full first page in her trays."""
    factories.make_documents(25, bruno, to=[ana], attachments=[("a.txt", b"a")])
    return ana


@pytest.mark.parametrize("path", [*PAGES, *OPEN])
def test_u_39_a_first_visit_stays_under_60_kb_and_the_next_under_15(client, desk, path):
    entered = client(desk) if path in PAGES else Client()
    response = entered.get(path)
    assert response.status_code == 200
    page = response.content
    files = files_of(page.decode())
    assert weight(page) + sum(map(weight, files.values())) <= 60 * KB
    assert weight(page) <= 15 * KB
    assert len(files) + 1 <= 8
    assert not ELSEWHERE.search(page.decode())


# A line of 256 kbit/s and 600 ms: what is read first is the page and its sheets; scripts improve it afterwards.
BYTES_A_SECOND, TURN = 256_000 / 8, 0.6
GREETING = 3 * TURN  # the connection and its secrecy, once


@pytest.mark.parametrize("path", ["/bandejas/recibidos/", "/"])
def test_u_40_on_a_slow_line_page_and_sheets_are_there_in_five_seconds_and_the_next_page_in_two(client, desk, path):
    """Counted from what has to travel and how often, not measured: the machine of a test is no office."""
    page = (client(desk) if path != "/" else Client()).get(path).content
    sheets = [content for name, content in files_of(page.decode()).items() if name.endswith(".css")]
    first = (weight(page) + sum(map(weight, sheets))) / BYTES_A_SECOND + GREETING + 2 * TURN
    assert first < 5
    assert weight(page) / BYTES_A_SECOND + TURN < 2


def test_u_39_a_document_stays_under_60_kb_and_the_next_under_15(client, desk, ana):
    copy = ana.appointment.held_copies.first()
    page = client(desk).get(f"/documentos/{copy.uuid}/").content
    assert weight(page) + sum(map(weight, files_of(page.decode()).values())) <= 60 * KB
    assert weight(page) <= 15 * KB


@pytest.mark.parametrize("name", BUDGETS)
def test_u_39_no_file_of_every_page_outgrows_its_budget(name):
    assert weight(Path(finders.find(name)).read_bytes()) <= BUDGETS[name] * KB


def test_u_39_the_own_scripts_of_a_normal_page_stay_under_ten_kilobytes(client, desk):
    files = files_of(client(desk).get("/bandejas/recibidos/").content.decode())
    own = [content for name, content in files.items() if name.startswith("js/")]
    assert own
    assert sum(map(weight, own)) <= OWN_SCRIPTS * KB


def test_the_names_beside_a_file_are_followed():
    assert _beside("js/app.js", "../vendor/govuk/x.js") == "vendor/govuk/x.js"
    assert _beside("vendor/a/b.css", "./c.svg") == "vendor/a/c.svg"
