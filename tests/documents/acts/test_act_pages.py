"""Acts in the browser's terms: confirmation, one run, result per item, undo (documents §4.2, ui §7.3)."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from documents.models import ActRun, Copy, Informed
from documents.states import CopyState
from quipux import clock
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests import factories
from tests.cast import servant

pytestmark = pytest.mark.django_db
ACT = "/documentos/acciones/{}/"


@pytest.fixture
def luisa(area):
    return servant(factories.make_servant(area, "Luisa Mora", title="Asistente"))


def received(person, sender, number):
    return [factories.copy_of(d, person) for d in factories.make_documents(number, sender, to=[person])]


def confirmed(copies, **fields):
    return {"copia": [c.uuid for c in copies], "confirmar": "1", "clave": uuid.uuid4(), "volver": "/bandejas/recibidos/",
            "comment": ""} | fields  # fmt: skip


def test_the_button_leads_to_one_confirmation_page_and_changes_nothing(client, ana, bruno, luisa):
    copies = received(ana, bruno, 3)
    page = client(ana).post(ACT.format("reasignar"), {"copia": [c.uuid for c in copies]})
    assert page.status_code == 200
    assert all(copy.number in page.text for copy in copies)
    assert "Luisa Mora" in page.text
    assert Copy.objects.filter(holder=ana.appointment, state=CopyState.IN_PROCESS).count() == 3


def test_d_48_s_19_a_bulk_act_tells_per_item_what_was_done_and_why_not(client, ana, bruno, carla, luisa):
    copies = received(ana, bruno, 39)
    for gone in copies[:3]:
        factories.reassign(gone, luisa)
    foreign = factories.copy_of(factories.make_document(bruno, to=[carla]), carla)
    data = confirmed([*copies, foreign], target=luisa.appointment.pk)
    browser = client(ana)
    answer = browser.post(ACT.format("reasignar"), data)
    page = browser.get(answer["Location"])
    assert "ACCIÓN REQUERIDA COMPLETADA" in page.text
    run = ActRun.objects.get()
    assert [item["done"] for item in run.results] == [False] * 3 + [True] * 36 + [False]
    assert {item["note"] for item in run.results[:3]} == {"El documento ya no está en esta bandeja."}
    assert run.results[-1] == {"uuid": str(foreign.uuid), "number": "", "done": False, "note": "No encontrado."}
    assert "No realizados: 4" in page.text
    assert Copy.objects.filter(holder=luisa.appointment).count() == 39


def test_d_48_a_repeated_post_does_nothing_more(client, ana, bruno, luisa):
    data = confirmed(received(ana, bruno, 2), target=luisa.appointment.pk)
    browser = client(ana)
    first, second = (browser.post(ACT.format("reasignar"), data) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Entry.objects.filter(action="reassign").count() == 2
    assert ActRun.objects.count() == 1


def test_d_48_more_than_the_limit_is_refused_with_the_number(client, ana, bruno, settings):
    settings.QUIPUX_BULK_MAX = 2
    copies = received(ana, bruno, 3)
    page = client(ana).post(ACT.format("archivar"), confirmed(copies), follow=True)
    assert "Eligió 3 documentos; el máximo por acción es 2." in page.text
    assert not ActRun.objects.exists()


def test_a_bulk_act_sends_each_person_one_mail(client, ana, bruno, luisa):
    client(ana).post(ACT.format("reasignar"), confirmed(received(ana, bruno, 4), target=luisa.appointment.pk))
    mail = Mail.objects.get(to=luisa.appointment.notice_address)
    assert mail.subject == "QUIPUX: Documento reasignado – 4 documentos"
    assert mail.text.count("Documento reasignado: ") == 4


def test_nothing_chosen_goes_back_to_the_list_with_its_filter(client, ana):
    answer = client(ana).post(ACT.format("archivar"), {"volver": "/bandejas/recibidos/?tipo=oficio"})
    assert answer["Location"] == "/bandejas/recibidos/?tipo=oficio&aviso=seleccione"


def test_what_was_typed_stays_when_something_is_missing(client, ana, bruno):
    page = client(ana).post(
        ACT.format("reasignar"), confirmed(received(ana, bruno, 1), comment="Texto escrito", deadline="ayer")
    )
    assert page.status_code == 422
    assert "Elija a quién reasigna." in page.text
    assert "Texto escrito" in page.text
    assert 'value="ayer"' in page.text


def test_s_80_a_post_of_another_context_is_a_conflict_with_the_text_kept(client, ana, bruno, luisa):
    data = confirmed(
        received(ana, bruno, 1), target=luisa.appointment.pk, comment="No se pierde", contexto=uuid.uuid4()
    )
    page = client(ana).post(ACT.format("reasignar"), data)
    assert page.status_code == 409
    assert "No se pierde" in page.text
    assert not ActRun.objects.exists()


def test_a_stranger_finds_no_copy_to_act_on(client, carla, ana, bruno):
    [copy] = received(ana, bruno, 1)
    unknown = client(carla).get(ACT.format("comentar"), {"copia": uuid.uuid4()})
    assert client(carla).get(ACT.format("comentar"), {"copia": copy.uuid}).status_code == unknown.status_code == 404


def test_d_49_an_undone_act_brings_all_back_with_its_own_entry(client, ana, bruno):
    copies = received(ana, bruno, 3)
    browser = client(ana)
    result = browser.post(ACT.format("archivar"), confirmed(copies))["Location"]
    assert "Deshacer" in browser.get(result).text
    key = ActRun.objects.get().key
    page = browser.post(reverse("documents:act_undo", args=[key]), {"volver": "/bandejas/recibidos/"}, follow=True)
    assert "Se deshizo «Archivar» en 3 de 3 documentos." in page.text
    assert Copy.objects.filter(holder=ana.appointment, state=CopyState.IN_PROCESS).count() == 3
    assert Entry.objects.of(copies[0]).first().action == "unshelve"


def test_d_49_after_thirty_seconds_it_is_refused_with_an_explanation(client, ana, bruno):
    browser = client(ana)
    browser.post(ACT.format("archivar"), confirmed(received(ana, bruno, 1)))
    key = ActRun.objects.get().key
    with clock.frozen_at(clock.now() + timedelta(seconds=31)):
        page = browser.post(reverse("documents:act_undo", args=[key]), follow=True)
    assert "Pasaron más de 30 segundos" in page.text
    assert Copy.objects.filter(state=CopyState.SHELVED).count() == 1


def test_marking_unread_asks_nothing_and_returns_to_the_list(client, ana, bruno):
    [copy] = received(ana, bruno, 1)
    browser = client(ana)
    browser.post(ACT.format("leido"), {"copia": copy.uuid, "volver": "/bandejas/recibidos/"})
    assert Copy.objects.get(pk=copy.pk).is_read
    answer = browser.post(ACT.format("no-leido"), {"copia": copy.uuid, "volver": "/bandejas/recibidos/"})
    assert answer["Location"] == "/bandejas/recibidos/"
    assert not Copy.objects.get(pk=copy.pk).is_read


def test_informing_of_confidential_documents_asks_leave_person_by_person(client, ana, bruno, luisa, elsa):
    copy = factories.copy_of(factories.make_document(bruno, to=[ana], confidential=True), ana)
    chosen = {"people": [luisa.appointment.pk, elsa.appointment.pk]}
    browser = client(ana)
    page = browser.post(ACT.format("informar"), confirmed([copy], **chosen))
    assert page.status_code == 200
    assert f"El documento {copy.number} es Confidencial. Marque a quién autoriza a leerlo." in page.text
    assert not Informed.objects.exists()
    browser.post(ACT.format("informar"), confirmed([copy], **chosen, asked="1", authorised=[luisa.appointment.pk]))
    assert [row.informed for row in Informed.objects.all()] == [luisa.appointment]
    assert "Elsa Montero" in ActRun.objects.get().results[0]["note"]


def test_searching_a_person_keeps_who_was_ticked_and_judges_nothing(client, ana, bruno, luisa, elsa):
    [copy] = received(ana, bruno, 1)
    data = confirmed([copy], people=[luisa.appointment.pk], q="Montero", buscar="1")
    page = client(ana).post(ACT.format("informar"), data)
    assert page.status_code == 200
    assert "Elsa Montero" in page.text
    assert "Luisa Mora" in page.text
    assert "Hay un problema" not in page.text


def test_a_draft_takes_its_antecedent_along_when_that_is_wanted(client, ana, bruno, luisa):
    held, kept = received(ana, bruno, 2)
    drafts = []
    for copy in (held, kept):
        draft = factories.original_of(factories.make_draft(ana, to=[bruno], antecedent=copy.document))
        drafts.append(draft)
    browser = client(ana)
    asked = "¿Desea reasignar los documentos antecedentes?"
    assert asked in browser.post(ACT.format("reasignar"), {"copia": [drafts[0].uuid]}).text
    assert asked not in browser.post(ACT.format("reasignar"), {"copia": [held.uuid]}).text
    data = {"target": luisa.appointment.pk}
    page = browser.post(ACT.format("reasignar"), confirmed(drafts[:1], antecedents="on", **data), follow=True).text
    assert f"También su antecedente {held.number}." in page
    assert "Antecedentes" in page
    browser.post(ACT.format("reasignar"), confirmed(drafts[1:], **data))
    holders = {copy.pk: Copy.objects.get(pk=copy.pk).holder for copy in (held, kept)}
    assert holders == {held.pk: luisa.appointment, kept.pk: ana.appointment}


def test_d_49_marking_read_asks_nothing_and_the_list_offers_to_undo_it_for_thirty_seconds(client, ana, bruno):
    copies, browser = received(ana, bruno, 2), client(ana)
    data = {"copia": [c.uuid for c in copies], "volver": "/bandejas/recibidos/?lectura=leidos"}
    answer = browser.post(ACT.format("leido"), data)
    run = ActRun.objects.get()
    assert answer["Location"] == f"/bandejas/recibidos/?lectura=leidos&hecho={run.key}"
    page = browser.get(answer["Location"]).text
    assert "Marcar como leído: 2 documentos. Puede deshacer esta acción hasta:" in page
    with clock.frozen_at(clock.now() + timedelta(seconds=31)):
        assert "Deshacer" not in browser.get(answer["Location"]).text
    browser.post(reverse("documents:act_undo", args=[run.key]), {"volver": "/bandejas/recibidos/"})
    assert not Copy.objects.filter(holder=ana.appointment, is_read=True).exists()
    assert "Deshacer" not in browser.get(answer["Location"]).text
