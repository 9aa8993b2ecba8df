"""From «Enviar» to the panel: confirmation, guards, idempotency (backups §2.4, §3.2)."""

import threading
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from backups.models import BackupRequest
from institutions import services as institutions
from quipux import clock
from quipux.history.models import Entry
from tests.backups import making
from tests.backups.pages.reading import Page
from tests.factories import make_appointment, make_area, make_documents

pytestmark = pytest.mark.django_db
FORM = "/respaldos/solicitar/"
GOOD = {"date_from": "2016-01-04", "date_to": "2017-02-08", "comment": "Renuncio"}


def ask(client, values=GOOD, url=FORM):
    """The page «Confirmación de envío»."""
    answer = client.post(url, values | {"accion": "enviar"})
    assert answer.status_code == 200
    return Page(answer)


def confirm(client, page, url=FORM, **changes):
    return client.post(url, page.fields() | {"declared": "on", "accion": "confirmar"} | changes)


@pytest.fixture
def papers(ana, bruno):
    return make_documents(35, ana, to=[bruno], at=making.at_noon(date(2016, 3, 1)))


def test_b_03_thirty_five_documents_are_sent_and_approved_at_once(client, ana, papers):
    mine = client(ana)
    page = ask(mine)
    assert page.heading == "Confirmación de envío"
    assert "Encontramos 35 documentos (mínimo 21)." in page.text
    assert BackupRequest.objects.count() == 0
    answer = confirm(mine, page)
    request = BackupRequest.objects.select_related("backup").get()
    assert answer.url == reverse("backups:sent", args=[request.uuid])
    assert (request.get_state_display(), request.backup.get_state_display()) == ("Aprobada", "Por Generar")
    assert f"Solicitud No. {request.number} enviada." in Page(mine.get(answer.url)).text
    history = Page(mine.get(reverse("backups:history", args=[request.uuid])))
    rows = history.rows(f"Recorrido de la Solicitud No. {request.number}")
    area = "Dirección Nacional de Provisión"
    assert [row[1:] for row in rows] == [
        ["Solicitud aprobada", "Ana Torres", area, "Aprobada", "Por Generar", ""],
        ["Solicitud enviada", "Ana Torres", area, "Enviada", "Por Generar", "Renuncio"],
    ]
    assert Page(mine.get("/respaldos/mis-solicitudes/")).rows("Solicitudes de respaldo")[0][7] == "35"


def test_the_confirmation_says_what_when_and_on_what_terms(client, ana, papers):
    with clock.frozen_at(making.at_noon(date(2026, 3, 10))):
        page = ask(client(ana))
    pairs = page.pairs()
    assert (pairs["Fecha Inicio"], pairs["Fecha Fin"], pairs["Comentario"]) == ("2016-01-04", "2017-02-08", "Renuncio")
    assert pairs["Noche"] == "2026-03-10; lista la mañana del 2026-03-11"
    assert pairs["Fecha ofrecida"] == "entre el 2026-03-17 y el 2026-03-18"
    assert (
        "El tiempo estimado para la ejecución de una solicitud de respaldos es de 5 a 6 días laborables a partir de que "
        "es aprobada. Se debe tomar en consideración períodos de alta demanda como diciembre-febrero donde el tiempo "
        "podría incrementarse." in page.text
    )
    assert "En este período de alta demanda" not in page.text
    assert page.buttons() == ["Regresar", "Confirmar envío"]
    with clock.frozen_at(making.at_noon(date(2026, 12, 10))):
        assert "En este período de alta demanda el tiempo podría incrementarse." in ask(client(ana)).text


def test_going_back_from_the_confirmation_keeps_everything_typed(client, ana, papers):
    mine = client(ana)
    back = Page(mine.post(FORM, ask(mine).fields() | {"accion": "regresar"}))
    assert back.heading == "Solicitud de Respaldos"
    assert {name: back.fields()[name] for name in GOOD} == GOOD
    assert BackupRequest.objects.count() == 0


def test_s_49_b_04_twenty_documents_are_refused_with_their_list_and_twenty_one_accepted(client, ana, bruno):
    mine, day = client(ana), making.at_noon(date(2016, 3, 1))
    papers = make_documents(20, ana, to=[bruno], at=day)
    answer = mine.post(FORM, GOOD | {"accion": "enviar"})
    page = Page(answer)
    sentence = (
        "Su solicitud tiene 20 documentos en el rango seleccionado. Los respaldos se generan a partir de 21 documentos; "
        "con menos, realice la descarga manualmente."
    )
    assert answer.status_code == 422
    assert page.errors() == [(sentence, "#id_date_from")]
    assert all(document.number in page.text for document in papers)
    assert page.fields()["comment"] == "Renuncio"
    assert (BackupRequest.objects.count(), Entry.objects.filter(subject_kind="backup_request").count()) == (0, 0)
    assert mine.post(FORM, GOOD | {"accion": "guardar"}).status_code == 302
    draft = BackupRequest.objects.get()
    make_documents(1, ana, to=[bruno], at=day)
    url = reverse("backups:detail", args=[draft.uuid])
    assert confirm(mine, ask(mine, url=url), url=url).status_code == 302
    assert BackupRequest.objects.get().get_state_display() == "Aprobada"


def test_the_figures_are_shown_again_when_the_count_fell_meanwhile(client, ana, papers, settings):
    mine = client(ana)
    page = ask(mine)
    settings.QUIPUX_MINIMUM_DOCUMENTS = 36
    answer = confirm(mine, page)
    assert answer.status_code == 422
    assert "Su solicitud tiene 35 documentos" in Page(answer).text
    assert Page(answer).fields()["comment"] == "Renuncio"


def test_b_11_without_the_declaration_nothing_is_sent(client, ana, papers):
    mine = client(ana)
    page = ask(mine)
    answer = mine.post(FORM, page.fields() | {"accion": "confirmar"})
    assert answer.status_code == 422
    again = Page(answer)
    assert again.errors() == [("Debe confirmar que se encuentra en proceso de desvinculación.", "#id_declared")]
    assert again.fields()["comment"] == "Renuncio"
    assert BackupRequest.objects.count() == 0
    before = clock.now()
    assert confirm(mine, again).status_code == 302
    assert before <= BackupRequest.objects.get().leaving_declared_at <= clock.now()


def test_an_open_departure_is_the_declaration(client, ana, papers):
    institutions.start_leaving(ana.appointment, last_day=clock.today(), actor=ana.actor)
    mine = client(ana)
    page = ask(mine)
    assert "Declaro que me encuentro" not in page.text
    assert mine.post(FORM, page.fields() | {"accion": "confirmar"}).status_code == 302
    assert BackupRequest.objects.get().leaving_declared_at is not None


def test_s_43_whoever_the_form_names_the_request_is_of_the_post_in_use(client, ana, bruno, papers):
    mine, his = client(ana), {"person": bruno.user.pk, "persona": str(bruno.user.uuid), "user": bruno.user.pk,
                              "appointment": str(bruno.appointment.uuid), "puesto": str(bruno.appointment.uuid),
                              "subject": bruno.appointment.pk, "requester": bruno.appointment.pk,
                              "cedula": bruno.user.identity_number, "area": bruno.appointment.area_id}  # fmt: skip
    assert confirm(mine, ask(mine, GOOD | his), **his).status_code == 302
    request = BackupRequest.objects.get()
    assert {request.appointment, request.created_by, request.sent_by} == {ana.appointment}
    assert request.person == ana.user
    assert "Enviar" in Page(client(bruno).get(FORM)).buttons()


def test_b_09_while_one_is_approved_the_form_shows_it_and_a_forged_post_is_refused(client, ana, bruno, papers):
    mine = client(ana)
    page = ask(mine)
    request = making.send_request(ana)
    sentence = f"Ya tiene la solicitud No. {request.number} en estado Aprobada para este puesto. Ver su Recorrido."
    shown = Page(mine.get(FORM))
    assert sentence in shown.text
    assert shown.links()["Ver su Recorrido."] == reverse("backups:history", args=[request.uuid])
    assert not {"Guardar", "Enviar"} & set(shown.buttons())
    forged = confirm(mine, page)
    assert forged.status_code == 409
    assert Page(forged).errors() == [(sentence, "#id_date_from")]
    assert mine.post(FORM, GOOD | {"accion": "guardar"}).status_code == 409
    assert BackupRequest.objects.count() == 1


def test_b_09_a_fourth_sending_within_thirty_days_is_refused_with_its_date(client, ana, papers):
    mine = client(ana)
    for day in (1, 2, 3):
        with clock.frozen_at(making.at_noon(date(2026, 3, day))):
            confirm(mine, ask(mine))
            last = BackupRequest.objects.order_by("-number").first()
            mine.post(reverse("backups:eliminate", args=[last.uuid]), {"comment": "Me quedo"})
    with clock.frozen_at(making.at_noon(date(2026, 3, 20))):
        answer = mine.post(FORM, GOOD | {"accion": "enviar"})
    sentence = (
        "Ya realizó 3 solicitudes en los últimos 30 días para este puesto. Podrá solicitar otra desde el 2026-03-31."
    )
    assert Page(answer).errors() == [(sentence, "#id_date_from")]
    assert BackupRequest.objects.count() == 3


def test_a_saved_draft_is_what_solicitar_respaldos_opens(client, ana):
    draft = making.make_request(ana)
    answer = client(ana).get(FORM)
    assert answer.url == reverse("backups:detail", args=[draft.uuid])


def test_b_12_each_post_may_have_its_own_request_at_the_same_time(client, ana, bruno, papers, other_institution):
    first = making.send_request(ana)
    second = make_appointment(ana.user, make_area(other_institution), title="Asesora")
    make_documents(21, second, to=[bruno], at=making.at_noon(date(2016, 3, 1)))
    mine = client(ana)
    mine.post("/contexto/", {"context": str(second.uuid)})
    assert "Todavía no ha solicitado respaldos." in Page(mine.get("/respaldos/mis-solicitudes/")).text
    assert mine.get(reverse("backups:download", args=[first.uuid])).status_code == 404
    page = ask(mine)
    assert "Encontramos 21 documentos" in page.text
    confirm(mine, page)
    assert BackupRequest.objects.filter(state="approved").count() == 2


def test_u_23_a_reload_of_the_panel_sends_nothing(client, ana, papers):
    with clock.frozen_at(making.at_noon(date(2026, 3, 10))):
        mine = client(ana)
        url = confirm(mine, ask(mine)).url
        request = BackupRequest.objects.get()
        page, again = Page(mine.get(url)), Page(mine.get(url))
    assert page.heading == f"Solicitud No. {request.number} enviada."
    assert (
        "Qué pasa ahora: se genera de noche, en 5 a 6 días laborables. En diciembre-febrero puede tardar más. Le "
        "avisaremos por correo." in page.text
    )
    assert "Asignando fecha de ejecución." in page.text
    assert "entre el 2026-03-17 y el 2026-03-18" in page.text
    assert page.links()["Ver el Recorrido"] == reverse("backups:history", args=[request.uuid])
    assert again.text == page.text
    assert (BackupRequest.objects.count(), Entry.objects.of(request).count()) == (1, 2)
    assert mine.post(url).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_b_10_s_46_s_47_f_30_fifty_identical_confirmations_make_one_request(client, ana, bruno):
    make_documents(21, ana, to=[bruno], at=making.at_noon(date(2016, 3, 1)))
    fields = ask(client(ana)).fields()
    clients, answers = [client(ana) for _ in range(50)], []

    def press(one):
        try:
            answers.append(one.post(FORM, fields | {"declared": "on", "accion": "confirmar"}))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[one]) for one in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    request = BackupRequest.objects.get()
    assert [answer.status_code for answer in answers] == [302] * 50
    assert {answer.url for answer in answers} == {reverse("backups:sent", args=[request.uuid])}
    assert [entry.label for entry in Entry.objects.of(request)] == ["Solicitud aprobada", "Solicitud enviada"]
