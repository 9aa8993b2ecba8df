"""A request of the AIQ from its form to its archive (backups §2.4, §3.2, §7; B-17, B-19, B-21, B-23)."""

import csv
from datetime import date

import pytest

from accounts.models import User
from backups.models import Backup, BackupRequest
from backups.services import operating, running, scheduling
from backups.states import DeleteReason, Kind, PetitionMatch
from documents.models import Party
from institutions import services as institutions
from institutions.models import Appointment, Grant
from quipux import clock
from quipux.history.models import Entry
from quipux.history.recorder import SYSTEM
from quipux.outbox.models import Mail
from quipux.workflow import Entry as Line
from quipux.workflow import Move, perform
from tests.backups import making
from tests.backups.pages import office
from tests.backups.pages.office import FORM, ask, chosen, confirm, press, url
from tests.backups.pages.reading import Page, words
from tests.cast import servant
from tests.factories import make_appointment, make_area, make_servant

pytestmark = pytest.mark.django_db


@pytest.fixture
def petition(luis, diego):
    """What Luis asked in writing, received by Diego."""
    return office.write_petition(luis, diego)


@pytest.fixture
def papers(luis, bruno):
    return office.papers_of(luis, bruno, 4)


def actions(request):
    return [(entry.label, entry.actor_name, entry.comment) for entry in Entry.objects.of(request)]


# Menu and form ----------------------------------------------------------------------------------------


def test_b_17_the_menu_of_the_aiq_has_two_blocks_with_their_entries_in_order(client, diego, ana):
    page = Page(client(diego).get("/respaldos/"))
    blocks = [(words(section.find("h2")), [words(link) for link in section.iter("a")])
              for section in page.find("main").iter("section") if section.find("ol") is not None]  # fmt: skip
    assert blocks == [
        ("Solicitudes personales", ["Solicitar respaldos", "Mis Solicitudes"]),
        ("Solicitudes de la Institución", ["Solicitar respaldos", "Solicitudes por enviar", "Listado de Solicitudes"]),
    ]
    assert "Solicitudes de la Institución" not in Page(client(ana).get("/respaldos/")).text


def test_the_form_is_empty_until_somebody_is_chosen(client, diego):
    page = Page(client(diego).get(FORM))
    today = clock.today().isoformat()
    assert page.heading == "Solicitud de Respaldos"
    assert page.pairs() == {"Fecha Solic.": today, "Estado": ""}
    assert (page.fields()["date_from"], page.fields()["date_to"]) == (today, today)
    assert {"Seleccionar Servidor Público", "Seleccionar Documento", "Guardar", "Enviar"} <= set(page.buttons())
    assert "Declaro que me encuentro" not in page.text
    assert "exclusivamente en los casos donde el funcionario público activo" not in page.text


def test_the_chosen_servant_fills_the_data_of_the_applicant(client, diego, luis):
    page = Page(client(diego).get(FORM, {"servidor": str(luis.appointment.uuid)}))
    pairs = page.pairs()
    assert [pairs[key] for key in ("Cédula", "Nombre", "Apellido", "Institución", "Área", "Puesto", "Perfil")] == [
        luis.user.identity_number, "Luis", "Vaca", "Ministerio de Ejemplo", "Dirección Nacional de Provisión",
        "Asistente", "Normal"]  # fmt: skip


def test_the_whole_period_is_that_of_the_chosen_servant(client, diego, luis):
    page = Page(press(client(diego), "periodo", chosen(luis)))
    assert (page.fields()["date_from"], page.fields()["date_to"]) == ("2015-01-05", clock.today().isoformat())
    assert page.fields()["comment"] == "Pedido por escrito"
    nobody = press(client(diego), "periodo", office.TYPED)
    assert Page(nobody).errors() == [
        ("Debe seleccionar el usuario solicitante de los respaldos.", "#id_subject_boton"),
    ]


def test_calcular_counts_the_documents_of_the_servant_and_knows_no_minimum(client, diego, luis, papers):
    page = Page(press(client(diego), "calcular", chosen(luis)))
    assert "Encontramos 4 documentos (sin mínimo)." in page.text
    assert page.pairs()["Enviados"] == "4"
    assert BackupRequest.objects.count() == 0


def test_the_form_names_the_other_posts_of_the_same_institution_only(
    client, diego, luis, institution, other_institution
):
    again = make_appointment(luis.user, make_area(institution, "Archivo Central"), title="Archivista")
    make_appointment(luis.user, make_area(other_institution), title="Asesor")
    ended = make_appointment(luis.user, make_area(institution, "Secretaría General"), title="Secretario")
    institutions.deactivate(ended, last_day=clock.today(), actor=SYSTEM)
    page = Page(client(diego).get(FORM, {"servidor": str(luis.appointment.uuid)}))
    assert "Este respaldo incluye solo los documentos del puesto Asistente en Ministerio de Ejemplo." in page.text
    name = institution.name
    assert sorted(page.rows("Otros puestos")) == [
        [name, "Archivo Central", "Archivista", "Activo", "Lo solicita el servidor público desde ese puesto"],
        [name, "Secretaría General", "Secretario", "Inactivo", "Ingrese otra solicitud para ese puesto"],
    ]
    assert again.is_working


# Guards -----------------------------------------------------------------------------------------------


def test_nobody_chosen_is_told_on_guardar_and_on_enviar_with_the_other_faults(client, diego):
    mine = client(diego)
    sentence = ("Debe seleccionar el usuario solicitante de los respaldos.", "#id_subject_boton")
    assert Page(press(mine, "guardar", office.TYPED)).errors() == [sentence]
    reversed_ = office.TYPED | {"date_from": "2017-02-09"}
    assert Page(press(mine, "enviar", reversed_)).errors() == [
        sentence,
        ("Debe ingresar el documento con la solicitud de respaldo del usuario.", "#id_petition_boton"),
        ("La Fecha Inicio debe ser menor o igual que la Fecha Fin.", "#id_date_from"),
    ]
    assert BackupRequest.objects.count() == 0


def test_b_19_without_petition_it_is_saved_not_sent_and_only_its_creator_finishes_it(
    client, diego, luis, papers, petition, institution
):
    mine = client(diego)
    refused = press(mine, "enviar", chosen(luis))
    assert refused.status_code == 422
    assert Page(refused).errors() == [
        ("Debe ingresar el documento con la solicitud de respaldo del usuario.", "#id_petition_boton")
    ]
    assert Page(refused).fields()["comment"] == "Pedido por escrito"
    assert BackupRequest.objects.count() == 0
    saved = press(mine, "guardar", chosen(luis))
    draft = BackupRequest.objects.select_related("backup").get()
    assert (draft.kind, draft.get_state_display(), draft.backup.get_state_display()) == (
        Kind.INSTITUTIONAL, "En Edición", "Por Generar")  # fmt: skip
    assert saved.url == url("detail", draft)
    assert "Datos de solicitud guardados correctamente." in Page(mine.get(saved.url)).text
    assert actions(draft) == [("Solicitud creada", "Diego Ponce", "Pedido por escrito")]
    assert [row[0] for row in Page(mine.get(office.DRAFTS)).rows(office.CAPTION)] == [str(draft.number)]
    second = make_servant(make_area(institution), "Rosa Mora", permissions=["administer"])
    other = client(servant(second))
    assert "No tiene solicitudes por enviar." in Page(other.get(office.DRAFTS)).text
    for name in ("detail", "history", "eliminate"):
        assert other.get(url(name, draft)).status_code == 404
    assert press(other, "enviar", chosen(luis, petition), url("detail", draft)).status_code == 404
    press(mine, "guardar", chosen(luis, petition, comment="Con su oficio"), saved.url)
    page = ask(mine, chosen(luis, petition), saved.url)
    assert confirm(mine, page, saved.url).url == url("sent", draft)
    sent = BackupRequest.objects.get()
    assert (sent.number, sent.get_state_display(), sent.petition) == (draft.number, "Aprobada", petition)
    assert [label for label, _, _ in actions(sent)] == [
        "Solicitud aprobada", "Solicitud enviada", "Solicitud modificada", "Solicitud creada"]  # fmt: skip
    assert Mail.objects.count() == 0


def test_sending_at_once_stores_who_what_and_the_petition(client, diego, luis, papers, petition):
    mine = client(diego)
    page = ask(mine, chosen(luis, petition))
    assert page.heading == "Confirmación de envío"
    pairs = page.pairs()
    assert (pairs["Puesto"], pairs["Documento"]) == ("Asistente", f"{petition.number}, 2016-03-01")
    assert pairs["Remitente"] == "Coincide con la cédula"
    assert (
        "El tiempo estimado para la ejecución de una solicitud de respaldos es de 4 a 5 días laborables a partir de que "
        "es aprobada. Se debe tomar en consideración períodos de alta demanda como inicio/fin de año, transición de "
        "Gobierno, reestructuración de la Función Ejecutiva, etc., donde el tiempo podría incrementarse." in page.text
    )
    assert "Declaro que me encuentro" not in page.text
    answer = confirm(mine, page)
    request = BackupRequest.objects.get()
    assert (request.appointment, request.person, request.institution, request.area) == (
        luis.appointment, luis.user, luis.appointment.institution, luis.appointment.area)  # fmt: skip
    assert (request.created_by, request.sent_by) == (diego.appointment, diego.appointment)
    assert (request.petition, request.petition_match) == (petition, PetitionMatch.MATCH)
    assert (request.preflight_documents, request.leaving_declared_at) == (5, None)
    panel = Page(mine.get(answer.url))
    assert panel.heading == f"Solicitud No. {request.number} enviada."
    assert "se genera de noche, en 4 a 5 días laborables." in panel.text
    assert panel.links()["Listado de Solicitudes"] == office.LIST


def test_the_promise_is_the_fourth_and_fifth_working_day(client, diego, luis, papers, petition):
    with clock.frozen_at(making.at_noon(date(2026, 3, 10))):
        assert (
            ask(client(diego), chosen(luis, petition)).pairs()["Fecha ofrecida"]
            == "entre el 2026-03-16 y el 2026-03-17"
        )


def test_going_back_from_the_confirmation_keeps_everything(client, diego, luis, papers, petition):
    mine, values = client(diego), chosen(luis, petition)
    back = Page(press(mine, "regresar", ask(mine, values).fields()))
    assert {name: back.fields()[name] for name in values} == values
    assert back.pairs()["Nombre"] == "Luis"


def test_a_repeated_confirmation_gives_the_same_request(client, diego, luis, papers, petition):
    mine = client(diego)
    page = ask(mine, chosen(luis, petition))
    assert confirm(mine, page).url == confirm(mine, page).url
    assert len(actions(BackupRequest.objects.get())) == 2


def test_guard_4_another_active_request_of_the_post_is_named(client, diego, luis, papers, petition):
    first = making.send_for(diego, luis, petition)
    answer = press(client(diego), "enviar", chosen(luis, petition))
    assert answer.status_code == 409
    [(sentence, _)] = Page(answer).errors()
    assert (
        sentence == f"Ya tiene la solicitud No. {first.number} en estado Aprobada para este puesto. Ver su Recorrido."
    )


def test_a_period_without_documents_is_refused(client, diego, luis, petition):
    answer = press(client(diego), "enviar", chosen(luis, petition, date_from="2014-01-01", date_to="2014-12-31"))
    assert Page(answer).errors() == [("No hay documentos en el período seleccionado.", "#id_date_from")]
    assert BackupRequest.objects.count() == 0


def test_s_56_who_is_no_longer_aiq_loses_drafts_forms_and_lists_at_once(client, diego, luis, papers):
    draft = making.draft_for(diego, luis)
    mine = client(diego)
    Grant.objects.filter(appointment=diego.appointment).delete()
    for address in (FORM, office.PERSONS, office.PETITIONS, office.DRAFTS, office.LIST):
        assert mine.get(address).status_code == 403
    assert mine.get(url("detail", draft)).status_code == 404
    assert press(mine, "guardar", chosen(luis), url("detail", draft)).status_code == 404
    assert BackupRequest.objects.get().get_state_display() == "En Edición"


# B-21 -------------------------------------------------------------------------------------------------


def test_b_21_s_45_a_petition_of_somebody_else_is_explained_flagged_and_eliminated_by_the_operator(
    client, diego, luis, ana, sofia, papers
):
    foreign, mine = office.write_petition(ana, diego), client(diego)
    silent = press(mine, "enviar", chosen(luis, foreign, comment=" "))
    assert Page(silent).errors() == [
        (
            "El remitente del documento no coincide con el servidor público. Explique en Comentario por qué corresponde.",
            "#id_comment",
        )
    ]
    page = ask(mine, chosen(luis, foreign, comment="Lo pidió su apoderada"))
    assert page.pairs()["Remitente"] == "Documento no coincide"
    confirm(mine, page)
    request = BackupRequest.objects.get()
    assert request.petition_match == PetitionMatch.MISMATCH
    assert Page(mine.get(url("detail", request))).pairs()["Remitente"] == "Documento no coincide"
    scheduling.schedule_requests()
    operating.remove(request, actor=sofia.actor, reason="El documento es de otra persona.",
                     why=DeleteReason.PETITION_MISMATCH)  # fmt: skip
    gone = BackupRequest.objects.select_related("backup").get()
    assert (gone.get_state_display(), gone.backup.get_state_display()) == ("Eliminada", "Eliminado")
    assert actions(gone)[0] == ("Solicitud eliminada", "Sofía Andrade", "El documento es de otra persona.")
    shown = Page(mine.get(url("detail", gone)))
    assert shown.pairs()["Observación"] == "El documento no corresponde a la persona"
    assert shown.pairs()["Por"] == "Sofía Andrade"
    mail = Mail.objects.get()
    assert mail.to == diego.user.email
    assert "Eliminado por: Sofía Andrade" in mail.text
    assert running.claim_next(any_night=True, number=gone.number) is None
    assert (gone.backup.started_at, gone.backup.parts.count()) == (None, 0)
    his = client(sofia)
    for address in (f"/documentos/{foreign.uuid}/", f"/documentos/{foreign.uuid}/archivo/"):
        assert his.get(address).status_code == 403
    own = office.write_petition(luis, diego)
    assert making.send_for(diego, luis, own).get_state_display() == "Aprobada"


def test_a_petition_registered_from_a_citizen_is_recognised_by_the_cedula(diego, luis, papers, petition):
    sender = Party.objects.filter(document=petition.document, role="from")
    sender.update(appointment=None, person=User.objects.get(pk=luis.user.pk))
    assert making.send_for(diego, luis, petition).petition_match == PetitionMatch.MATCH


# B-23 and what is built -------------------------------------------------------------------------------


def test_b_23_five_documents_are_enough_and_only_the_aiq_is_told(client, diego, luis, papers, petition, tmp_path):
    with clock.frozen_at(making.at_noon(date(2026, 3, 10))):
        request = making.send_for(diego, luis, petition)
        backup = making.build(request)
    assert backup.documents_packed == 5  # four papers, and the petition itself
    root = making.join_and_extract(making.download(backup, tmp_path), tmp_path / "abierto")
    with (root / "data" / "metadatos.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file, delimiter=";"))) == 5
    assert petition.number in (root / "index.html").read_text(encoding="utf-8")
    acta = making.run("pdftotext", root / "ACTA_RESPALDO.pdf", "-")
    assert petition.number in acta
    mail = Mail.objects.get()
    assert mail.to == diego.user.email
    assert mail.subject == f"QUIPUX: el respaldo No. {request.number} está listo"
    assert "Recuerde que tiene 4 días para descargar el respaldo." in mail.text
    assert "Es responsabilidad del AIQ entregarlo al ciudadano requirente." in mail.text
    assert "Puede descargarlo hasta el 2026-03-14 23:59 (GMT-5)." in mail.text
    assert luis.user.email not in mail.to + mail.text


def test_the_mail_goes_to_the_other_aiqs_when_the_sender_is_no_longer_one(diego, luis, papers, petition, institution):
    second = make_servant(make_area(institution), "Rosa Mora", permissions=["administer"])
    request = making.send_for(diego, luis, petition)
    Grant.objects.filter(appointment=diego.appointment).delete()
    making.build(request)
    assert [mail.to for mail in Mail.objects.all()] == [second.person.email]


def test_an_aiq_of_some_areas_is_not_told_of_what_he_may_not_download(diego, luis, papers, petition, institution, area):
    limited = make_servant(make_area(institution), "Irma Loor", permissions=["administer"])
    limited.grants.get(permission="administer").areas.add(area)
    request = making.send_for(diego, luis, petition)
    Grant.objects.filter(appointment=diego.appointment).delete()
    making.build(request)
    assert not Mail.objects.filter(to=limited.person.email).exists()


def test_b_55_the_expired_page_of_the_aiq_leads_to_the_form_of_the_institution(client, diego, luis, papers, petition):
    request = making.send_for(diego, luis, petition)
    end = making.build(request).expires_at
    with clock.frozen_at(end):
        answer = client(diego).get(url("download", request))
    assert answer.status_code == 410
    assert f'{FORM}?de={request.uuid}"' in answer.content.decode()


def test_the_aiq_downloads_it_and_the_servant_who_came_back_sees_it_without_descargar(
    client, diego, luis, papers, petition
):
    making.build(making.send_for(diego, luis, petition))
    request = BackupRequest.objects.get()
    mine = client(diego)
    assert "Descargar" in Page(mine.get(url("detail", request))).links()
    assert b"".join(mine.get(url("part", request, 1)).streaming_content)[:2] == b"PK"
    post = come_back(luis)
    back = client(servant(post))
    [row] = Page(back.get("/respaldos/mis-solicitudes/")).rows(office.CAPTION)
    assert (row[0], row[8]) == (str(request.number), "")
    assert "Descargar" not in Page(back.get(url("detail", request))).links()
    assert back.get(url("part", request, 1)).status_code == 404


def come_back(person) -> Appointment:
    """The post of somebody who left, active again."""
    perform(Move(person.appointment, "activate"), actor=SYSTEM, subject=person.appointment, entries=[Line("activated")])
    return Appointment.objects.with_names().get(pk=person.appointment.pk)


def test_the_aiq_withdraws_with_comment_what_he_sent_and_asks_again(client, diego, luis, papers, petition):
    request, mine = making.send_for(diego, luis, petition), client(diego)
    assert Page(mine.post(url("eliminate", request), {"comment": ""})).errors() != []
    assert mine.post(url("eliminate", request), {"comment": "Se equivocó de período"}).url == office.LIST
    gone = Page(mine.get(url("detail", request)))
    assert gone.pairs()["Observación"] == "Retirada por quien la solicitó"
    again = Page(mine.get(gone.links()["Solicitar de nuevo"]))
    assert again.fields()["subject"] == str(luis.appointment.uuid)
    assert again.fields()["petition"] == str(petition.uuid)
    assert (again.fields()["date_from"], again.fields()["date_to"]) == ("2016-01-04", clock.today().isoformat())
    assert confirm(mine, ask(mine, again.fields())).status_code == 302
    assert Backup.objects.count() == 2
