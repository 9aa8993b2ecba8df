"""The pages of documents, tasks and folders in a real browser, wide and narrow (ui §7.1, §10)."""

from datetime import timedelta

import pytest

from documents.models import Folder, MetadataLabel
from documents.services import folders, links, tasks
from institutions.models import Grant
from quipux import clock
from tests import factories
from tests.looks import unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = (
    "Disposición sobre el uso de la firma electrónica en todos los oficios y memorandos de la institución y sus zonas"
)


@pytest.fixture
def desk(client, ana, bruno, live_server, page, institution):
    """Bruno's browser, and every page of a document with tasks, links, folder and metadatos."""
    Grant.objects.create(appointment=bruno.appointment, permission="manage_virtual_folders")
    first = factories.copy_of(factories.make_document(ana, to=[bruno], subject=LONG), bruno)
    document = factories.make_document(ana, to=[bruno], subject=LONG, attachments=[("acta.pdf", factories.TINY_PDF)])
    factories.save_texts(document, "<p>El plazo es de cinco días laborables.</p>", "<p>El plazo es de diez días.</p>")
    copy, original = factories.copy_of(document, bruno), factories.original_of(document)
    links.link(copy, first, actor=bruno.actor)
    folder = folders.save(Folder(area=bruno.appointment.area, name="Contratos", code="C-1"), actor=bruno.actor)
    folders.put(copy, folder, actor=bruno.actor)
    MetadataLabel.objects.create(institution=institution, name="Proveedor")
    task = tasks.assign(copy, ana.appointment, actor=bruno.actor, comment="Prepare el informe para el Ministro",
                        due=clock.today() + timedelta(days=3))  # fmt: skip
    cookie = client(bruno).cookies["quipux"].value
    page.context.add_cookies([{"name": "quipux", "value": cookie, "url": live_server.url}])
    tails = ("", "recorrido/", "asociados/", "seguimiento/", "tareas/", "carpetas/", "metadatos/", "datos/")
    page.addresses = [f"{live_server.url}{path}" for path in (
        *(f"/documentos/{copy.uuid}/{tail}" for tail in tails), f"/documentos/{original.uuid}/modificaciones/2/3/",
        f"/documentos/{original.uuid}/copias/", f"/tareas/{task.uuid}/", f"/tareas/{task.uuid}/fecha/",
        f"/documentos/acciones/nueva-tarea/?copia={copy.uuid}", "/carpetas/", f"/carpetas/{folder.pk}/",
        "/carpetas/nueva/", "/avisos/")]  # fmt: skip
    return page


def test_axe_finds_nothing_and_no_page_scrolls_sideways(desk):
    reports = []
    desk.on("console", lambda message: reports.append(message.text) if "Content Security" in message.text else None)
    for address in desk.addresses:
        assert desk.goto(address).status == 200, address
        assert unsound(desk) == [], address
    assert reports == []
