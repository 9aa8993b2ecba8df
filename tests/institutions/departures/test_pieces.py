"""Documents of a leaver that go to several people (institutions §11.3, DV-02)."""

import pytest

from documents.models import Copy, Task
from documents.services.departing import LIVING
from documents.states import TaskState
from institutions.departures import cases, ending, pieces
from institutions.departures.checklist import Checklist
from institutions.departures.destinations import BAD_DESTINATION
from institutions.models import Departure
from quipux.errors import Invalid, NotAllowedNow
from quipux.files import store
from quipux.history.models import Entry
from tests import factories
from tests.institutions.departures.conftest import open_case
from tests.pdf.samples import text_of

pytestmark = pytest.mark.django_db
REASON = "Terminó su contrato con la institución."


def line(case, code):
    return next(one for one in Checklist(Departure.objects.get(pk=case.pk)).lines if one.item.code == code)


def test_dv_02_documents_go_one_by_one_or_all_and_the_acta_says_how_many_each_received(
    work, ana, bruno, diego, area, client
):
    other, case = factories.make_servant(area, "Luisa Mora"), open_case(diego, ana)
    held = list(Copy.objects.filter(holder=ana.appointment, state="in_process").order_by("pk"))
    page = f"{case.get_absolute_url()}linea/DV-02/"
    assert page in client(diego).get(case.get_absolute_url()).text
    sent = client(diego).post(page, {"fila": [held[0].uuid, held[1].uuid], "destino": other.uuid})
    assert sent.status_code == 302
    assert "— para Luisa Mora" in client(diego).get(page).text
    assert (line(case, "DV-02").unplaced, line(case, "DV-02").state) == (3, "Pendiente")
    with pytest.raises(NotAllowedNow, match=r"^Faltan destinos: 5 documentos, 1 tarea\.$"):
        ending.deactivate(case, reason=REASON, actor=diego.actor)
    cases.decide(case, actor=diego.actor, destinations=dict.fromkeys(("DV-01", "DV-02", "DV-04"), bruno.appointment))
    closed = ending.deactivate(case, reason=REASON, actor=diego.actor)
    holders = [Copy.objects.get(pk=copy.pk).holder for copy in held]
    assert holders == [other, other, bruno.appointment, bruno.appointment, bruno.appointment]
    assert closed.decisions.get(code="DV-02").received == [
        ["Luisa Mora, Especialista", 2],
        ["Bruno Salas, Director", 3],
    ]
    acta = " ".join(text_of(store.read(closed.record)).split())
    assert acta.index("Especialista: 2;") < acta.index("Director: 3")


def test_dv_01_dv_04_all_placed_one_by_one_needs_no_destination_of_the_line(work, ana, bruno, diego, area):
    other, case = factories.make_servant(area, "Luisa Mora"), open_case(diego, ana)
    for code in ("DV-01", "DV-02", "DV-04"):
        item = pieces.line_item(code)
        keys = list(item.pieces(case).values_list("uuid", flat=True))
        assert pieces.decide(case, item, keys, other, actor=diego.actor) == len(keys)
    ending.deactivate(case, reason=REASON, actor=diego.actor)
    assert not Copy.objects.filter(holder=ana.appointment, state__in=LIVING).exists()
    assert Copy.objects.filter(holder=other, state__in=LIVING).count() == 7
    assert Task.objects.get(state=TaskState.PENDING).assigned_to == other


def test_a_piece_is_of_its_line_and_goes_to_who_may_receive_it(work, ana, bruno, carla, diego):
    case, item = open_case(diego, ana), pieces.line_item("DV-02")
    [draft, *_] = Copy.objects.filter(holder=ana.appointment, state="draft")
    assert pieces.decide(case, item, [draft.uuid], bruno.appointment, actor=diego.actor) == 0
    [received, *_] = item.pieces(case)
    with pytest.raises(Invalid, match=BAD_DESTINATION):
        pieces.decide(case, item, [received.uuid], carla.appointment, actor=diego.actor)
    pieces.decide(case, item, [received.uuid], bruno.appointment, actor=diego.actor)
    pieces.decide(case, item, [received.uuid], None, actor=diego.actor)
    assert case.pieces.count() == 0
    assert Entry.objects.of(case).first().comment == "DV-02, 1: como su línea"
