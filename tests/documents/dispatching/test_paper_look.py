"""The pages of paper and of receipts in a real browser, wide and narrow (ui §7.1, §10)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.dispatching.services import confirm_delivery, mark_returned
from documents.models import PaperDispatch
from documents.receipts import services as receipts
from documents.services import send_paper
from quipux import clock
from tests import factories
from tests.looks import unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = (
    "Respuesta al pedido de información sobre la contratación del servicio de correspondencia física de la institución"
)


@pytest.fixture
def addresses(client, ana, bruno, carla, elsa, rosa, gina, printing, posted, live_server):
    """Member of the cast → cookie and the pages that this person looks at."""
    with clock.frozen_at(clock.now() - timedelta(days=30)):
        late, _ = posted(subject=LONG), posted(subject="Canario", confidential=True)
        document = printing(to=[carla, bruno], citizens=[gina], subject=LONG)
        there, back = factories.copy_of(document, carla), document.copies.get(party__person=gina)
        for copy in (there, back):
            send_paper(copy, actor=rosa.actor, carrier="Mensajería propia", guide="MP-2026-11")
    confirm_delivery(there, actor=rosa.actor, day=clock.today(), received_by="Iván Reinoso",
                     evidence=SimpleUploadedFile("guia.pdf", factories.TINY_PDF))  # fmt: skip
    mark_returned(back, actor=elsa.actor, reason="other", note="Se mudó de domicilio")
    waiting, original = factories.copy_of(document, bruno), factories.original_of(document)
    code = receipts.issue(original, actor=ana.actor).code
    journey = PaperDispatch.objects.get(copy=late).uuid
    act = "/documentos/acciones"
    paths = {
        rosa: ["/despachos/", f"/despachos/{journey}/entregado/", f"{act}/enviar/?copia={waiting.uuid}",
               f"{act}/imprimir-sobre/?copia={waiting.uuid}", f"{act}/despachar/?copia={back.uuid}"],
        elsa: ["/bandejas/devolucion/", "/bandejas/devolucion/?texto=respuesta", f"{act}/devolver/?copia={late.uuid}"],
        ana: [f"/documentos/{original.uuid}/copias/", f"/documentos/{original.uuid}/constancias/",
              f"{act}/enviar-fisico/?copia={original.uuid}", f"/verificar/constancia/?codigo={code}"],
    }  # fmt: skip
    return {client(person).cookies["quipux"].value: [f"{live_server.url}{path}" for path in found]
            for person, found in paths.items()}  # fmt: skip


def test_axe_finds_nothing_and_no_page_scrolls_sideways(addresses, page, live_server):
    reports = []
    page.on("console", lambda message: reports.append(message.text) if "Content Security" in message.text else None)
    for cookie, paths in addresses.items():
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "quipux", "value": cookie, "url": live_server.url}])
        for address in paths:
            assert page.goto(address).status == 200, address
            assert unsound(page) == [], address
    assert reports == []
