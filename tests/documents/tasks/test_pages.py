"""The pages of tasks (documents §13.9)."""

import io
import uuid
from datetime import timedelta

import pypdf
import pytest

from documents.models import Copy, Task
from documents.services import tasks
from documents.states import Confidentiality, TaskState
from quipux import clock
from tests import factories
from tests.cast import servant


@pytest.fixture
def luisa(area):
    return servant(factories.make_servant(area, "Luisa Mora", title="Asistente"))


@pytest.fixture
def copy(bruno, elsa):
    return factories.copy_of(factories.make_document(elsa, to=[bruno]), bruno)


@pytest.fixture
def task(copy, ana, bruno):
    return tasks.assign(copy, ana.appointment, actor=bruno.actor, comment="Prepare el informe",
                        due=clock.today() + timedelta(days=3))  # fmt: skip


def address(task, tail=""):
    return f"/tareas/{task.uuid}/{tail}"


def test_a_task_is_given_from_the_page_of_the_document(client, ana, bruno, copy):
    entered = client(bruno)
    assert f"/documentos/acciones/nueva-tarea/?copia={copy.uuid}" in entered.get(f"/documentos/{copy.uuid}/").text
    due = clock.today() + timedelta(days=3)
    data = {"copia": copy.uuid, "confirmar": "1", "clave": uuid.uuid4(), "target": ana.appointment.pk, "due": "",
            "comment": "Prepare el informe"}  # fmt: skip
    assert entered.post("/documentos/acciones/nueva-tarea/", data).status_code == 422
    assert entered.post("/documentos/acciones/nueva-tarea/", data | {"due": due.isoformat()}).status_code == 302
    assert Task.objects.get().assigned_to == ana.appointment


def test_the_page_shows_the_task_its_tree_and_the_acts_of_each_person(client, ana, bruno, luisa, copy, task):
    below = tasks.assign(copy, luisa.appointment, actor=ana.actor, comment="Busque los anexos", due=task.due)
    page = client(ana).get(address(task)).text
    for text in ("Prepare el informe", "Bruno Salas", "A tiempo", "Busque los anexos", address(below), "Asignar tarea",
                 address(task, "avance/"), address(task, "finalizar/"), "nueva-tarea"):  # fmt: skip
        assert text in page
    assert address(task, "cancelar/") not in page
    page = client(bruno).get(address(task)).text
    assert address(task, "cancelar/") in page
    assert address(task, "avance/") not in page
    tab = client(bruno).get(f"/documentos/{copy.uuid}/tareas/").text
    assert tab.index("Prepare el informe") < tab.index("— Busque los anexos")


def test_only_the_addressees_own_opening_marks_the_task_read(client, ana, bruno, task):
    client(bruno).get(address(task))
    client(ana).head(address(task))
    assert not Task.objects.get().is_read
    client(ana).get(address(task))
    assert Task.objects.get().is_read


@pytest.mark.parametrize(("who", "slug", "data", "state"), [
    ("ana", "avance", {"progress": "40"}, TaskState.PENDING), ("ana", "finalizar", {}, TaskState.FINISHED),
    ("bruno", "cancelar", {"comment": "Ya no"}, TaskState.CANCELLED), ("bruno", "comentar", {"comment": "¿Cómo va?"},
     TaskState.PENDING)])  # fmt: skip
def test_each_act_is_confirmed_on_its_own_page(client, request, task, who, slug, data, state):
    entered = client(request.getfixturevalue(who))
    assert entered.get(address(task, f"{slug}/")).status_code == 200
    assert Task.objects.get().state == TaskState.PENDING
    assert entered.post(address(task, f"{slug}/"), data)["Location"] == address(task)
    assert Task.objects.get().state == state


def test_a_date_out_of_bounds_is_refused_beside_its_field(client, bruno, task):
    response = client(bruno).post(address(task, "fecha/"), {"due": "2020-01-01"})
    assert response.status_code == 422
    assert "La Fecha Máxima no puede ser anterior a hoy." in response.text


def test_s_17_strangers_get_the_404_of_an_unknown_task(client, luisa, carla, task):
    for person in (luisa, carla):
        missing = client(person).get(f"/tareas/{uuid.uuid4()}/")
        for tail in ("", "comentar/", "finalizar/"):
            response = client(person).get(address(task, tail))
            assert (response.status_code, response.content) == (404, missing.content)
        assert client(person).post(address(task, "finalizar/")).status_code == 404
    assert Task.objects.get().state == TaskState.PENDING


def test_d_43_archiving_a_document_with_tasks_says_first_that_they_will_be_cancelled(client, bruno, copy, task):
    entered, address = client(bruno), f"/documentos/acciones/archivar/?copia={copy.uuid}"
    assert "Tiene 1 tarea pendiente; se cancelará." in entered.get(address).text
    assert Task.objects.get().state == TaskState.PENDING
    tasks.cancel(task, actor=bruno.actor)
    assert "se cancelará" not in entered.get(address).text


def printed(client, person, task) -> str:
    """What the paper of a task says."""
    answer = client(person).get(address(task, "imprimir/"))
    assert answer.headers["Content-Type"] == "application/pdf"
    return " ".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages).split())


def test_a_task_is_printed_with_its_subtasks_and_recorrido(client, ana, bruno, luisa, task):
    tasks.assign(task.copy, luisa.appointment, actor=ana.actor, comment="Reúna las cifras", due=task.due)
    paper = printed(client, bruno, task)
    for words in ("Prepare el informe", "Ana Torres", task.due.isoformat(), "Reúna las cifras", "Asignar tarea"):
        assert words in paper


def test_the_paper_of_a_task_tells_nothing_of_a_document_that_became_confidential(client, ana, bruno, carla, task):
    Copy.objects.filter(pk=task.copy_id).update(confidentiality=Confidentiality.CONFIDENTIAL)
    paper = printed(client, ana, task)
    assert "Documento confidencial" in paper
    assert "Prepare el informe" not in paper
    assert task.copy.document.subject not in paper
    assert client(carla).get(address(task, "imprimir/")).status_code == 404
