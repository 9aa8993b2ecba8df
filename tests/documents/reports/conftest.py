"""March 2026 in Ana's área, small enough to be counted by hand. No holiday falls in it."""

from datetime import datetime

import pgtrigger
import pytest

from documents.models import Document
from documents.services import shelve
from documents.states import DocumentKind
from quipux import clock
from tests import factories
from tests.backups.pages.reading import Page
from tests.cast import servant

CANARY = "Canario reservado"


def march(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=clock.GUAYAQUIL)


@pytest.fixture(autouse=True)
def _end_of_march():
    with clock.frozen_at(march(31, 18)):
        yield


@pytest.fixture
def rosa(institution):
    """Who holds «Reportes», in another área than Ana's."""
    area = factories.make_area(institution, "Planificación", sigla="PLA")
    return servant(factories.make_servant(area, "Rosa Vera", permissions=["reports"]))


@pytest.fixture
def letters(ana, bruno, carla):
    """What was written, passed on, answered and filed; returns the documents by their names."""
    found = {}
    found["passed"] = factories.make_document(bruno, to=[ana], at=march(2), subject="Informe que se reasigna")
    factories.reassign(factories.copy_of(found["passed"], ana), bruno, at=march(4))
    found["shelved"] = factories.make_document(bruno, to=[ana], at=march(3), subject="Informe que se archiva")
    with clock.frozen_at(march(9)):
        shelve(factories.copy_of(found["shelved"], ana), actor=ana.actor)
    found["answered"] = factories.make_document(bruno, to=[ana], at=march(6), type="oficio", subject="Pregunta")
    found["answer"] = factories.make_document(ana, to=[bruno], at=march(9), subject="Respuesta",
                                              answer_to=factories.copy_of(found["answered"], ana))  # fmt: skip
    found["secret"] = factories.make_document(bruno, to=[ana], at=march(10), subject=CANARY, confidential=True)
    found["abroad"] = factories.make_document(ana, to=[carla], at=march(11), subject="Consulta a otra institución")
    found["from_abroad"] = factories.make_document(carla, to=[ana], at=march(12), subject="Pedido de otra institución")
    return found


def incoming(clerk, to, *, paper: datetime, registered: datetime, sent: datetime | None = None):
    """A document that the window registered, as it stands in the table once it was sent on."""
    draft = factories.make_draft(clerk, to=[to], at=registered, type="oficio", subject="Pedido de afuera")
    document = factories.send(draft, at=sent or registered)
    with pgtrigger.ignore("documents.Document:frozen"):
        Document.objects.filter(pk=document.pk).update(kind=DocumentKind.INCOMING, document_date=paper)
    document.refresh_from_db()
    return document


@pytest.fixture
def read(client):
    """``read(person, "reasignados", "usuario=ana")``: the answered page."""

    def page(person, slug, query="") -> Page:
        answer = client(person).get(f"/reportes/{slug}/?desde=2026-03-01&hasta=2026-03-31&{query}")
        assert answer.status_code == 200, answer.content.decode()[:2000]
        return Page(answer)

    return page
