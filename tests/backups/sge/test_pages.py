"""Every page of the SGE: who enters, what a reader sees, and that nobody changes anything by looking (backups §8)."""

import pytest
from django.urls import reverse

from backups.models import BackupRequest
from quipux import clock
from quipux.administration import site
from tests.backups import making
from tests.backups.pages.reading import Page
from tests.house.answers import ask

pytestmark = pytest.mark.django_db
PLAIN = ("board", "queue", "to_schedule", "status", "pending_acts", "calendar", "days_off", "workers", "storage",
         "integrity", "omitted")  # fmt: skip
OF_REQUEST = ("request", "history", "omissions")
ACTS = ("ejecutar", "pausar", "reanudar", "reintentar", "extender", "responder", "eliminar")


def address(name, *args) -> str:
    return reverse(f"admin:sge:{name}", args=args)


@pytest.fixture
def waiting(ana, bruno) -> BackupRequest:
    return making.approved(ana, bruno)


@pytest.fixture
def addresses(waiting) -> list[str]:
    """Every page that can be looked at."""
    tonight = clock.today().isoformat()
    return [reverse("admin:index"), *map(address, PLAIN), address("night", tonight),
            *(address(name, waiting.uuid) for name in OF_REQUEST)]  # fmt: skip


def test_an_operator_and_a_reader_see_the_same_pages_and_looking_writes_nothing(client, sofia, tomas, rosa, addresses):
    for person in (sofia, tomas, rosa):
        mine = client(person)
        for path in addresses:
            answer = ask(mine, "GET", path)
            assert (path, answer.status, answer.wrote) == (path, 200, False)


def test_nobody_else_enters(client, ana, diego, luis, addresses):
    for person in (ana, diego, luis):
        for path in addresses[1:]:
            assert client(person).get(path).status_code == 403
    for path in addresses:
        assert client.get(path)["Location"].split("?")[0] in ("/ingresar/", "/admin/login/")
    assert client.get("/admin/login/", {"next": "/admin/respaldos/"})["Location"] == (
        "/ingresar/?next=/admin/respaldos/")  # fmt: skip


def test_a_reader_has_no_button_and_is_refused_by_every_post(client, rosa, addresses, waiting):
    mine = client(rosa)
    for path in addresses:
        page = Page(mine.get(path))
        assert page.buttons() in ([], ["Buscar"]), path
    posts = [address(name) for name in ("schedule", "pending_acts", "days_off", "workers", "integrity", "omitted")]
    posts += [address("act", waiting.uuid, act) for act in ACTS] + [address("night", clock.today().isoformat())]
    for path in posts:
        answer = ask(mine, "POST", path, {"reason": "Intento", "why": "operator", "solicitud": str(waiting.uuid)})
        assert (path, answer.status, answer.wrote) == (path, 403, False)


def test_a_draft_an_unknown_request_and_an_unknown_act_are_not_found(client, ana, sofia, waiting, elsa):
    draft = making.make_request(elsa)
    mine = client(sofia)
    for path in (address("request", draft.uuid), address("act", draft.uuid, "eliminar"),
                 address("act", waiting.uuid, "aprobar"), address("night", "ayer")):  # fmt: skip
        assert mine.get(path).status_code == 404


def test_u_43_no_model_is_registered_and_no_state_can_be_edited(client, sofia, addresses):
    assert site._registry == {}
    for path in addresses:
        page = Page(client(sofia).get(path))
        assert not {"state", "estado_solicitud"} & set(page.fields())


def test_the_front_of_the_administration_links_every_page(client, sofia):
    page = Page(client(sofia).get("/admin/"))
    assert page.heading == "Administración de la plataforma"
    backups = ["Tablero", "Cola", "Cola: calendarizar", "Cola: estado de los respaldos", "Por confirmar", "Calendario",
               "Trabajadores", "Almacenamiento", "Integridad", "Omisiones"]  # fmt: skip
    assert [name for name in page.links() if name in backups] == backups
    assert {"Solicitudes de firma", "Entidades de certificación", "Contenidos"} <= set(page.links())
    for url in page.links().values():
        assert client(sofia).get(url).status_code == 200


def test_no_page_of_the_sge_opens_a_document_or_an_archive(client, ana, bruno, sofia, addresses, settings):
    done = making.fulfilled(bruno, ana)
    mine = client(sofia)
    for name in OF_REQUEST:
        page = Page(mine.get(address(name, done.uuid)))
        assert not [url for url in page.links().values() if url.startswith(("/documentos/", "/respaldos/"))]
        assert "Documento de prueba" not in page.text
    for name, args in (("download", ()), ("sums", ()), ("part", (1,)), ("detail", ())):
        assert mine.get(reverse(f"backups:{name}", args=[done.uuid, *args])).status_code == 403


def test_b_49_the_page_of_a_request_says_why_it_has_not_started(client, sofia, ana, bruno, settings):
    request = making.approved(ana, bruno)
    address = reverse("admin:sge:request", args=[request.uuid])
    planned = Page(client(sofia).get(address)).pairs()["En espera"]
    assert planned.startswith("Está programada para la noche del ")
    settings.QUIPUX_DISK_FREE_SHARE = 1.0
    page = Page(client(sofia).get(address))
    assert page.pairs()["En espera"].startswith("Falta espacio en el disco: quedan ")
    assert making.fresh(request.backup).state == "pending"
