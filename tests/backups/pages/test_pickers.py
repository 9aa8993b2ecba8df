"""«Seleccionar Servidor Público» and «Asociación de Documentos» (backups §3.7; B-18, B-20)."""

import logging
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from backups.models import BackupRequest
from documents import services as documents
from institutions import services as institutions
from institutions.models import Appointment, Grant
from quipux import clock
from quipux.errors import Invalid, NotFound
from quipux.history.recorder import SYSTEM
from tests.backups import making
from tests.backups.pages import office
from tests.backups.pages.office import FORM, PERSONS, PETITIONS, TYPED, chosen, press, url
from tests.backups.pages.reading import Page
from tests.cast import servant
from tests.factories import (
    actor_of,
    copy_of,
    inform,
    make_appointment,
    make_area,
    make_document,
    make_documents,
    make_servant,
    original_of,
    tiny_pdf,
)

pytestmark = pytest.mark.django_db
PEOPLE, PAPERS = "Servidores públicos inactivos", "Documentos recibidos"
COLUMNS = ["Nombre", "Perfil", "Cédula", "Email", "Área", "Puesto", "Puesto Cabecera", "Estado", "Desde", "Hasta"]
PAPER_COLUMNS = ["Acción", "Número Documento", "Fecha Documento", "Asunto", "Usuario Actual", "De", "Para",
                 "Tipo de Documento"]  # fmt: skip


def leaves(appointment):
    institutions.deactivate(appointment, last_day=clock.today(), actor=SYSTEM)
    return appointment


def limited(person, *areas):
    """The AIQ limited to these áreas; without any, to none."""
    Grant.objects.get(appointment=person.appointment, permission="administer").areas.set(areas)
    return servant(person.appointment)


def leave(client, act, values, url=FORM) -> str:
    """The address of the picker that a button leads to."""
    answer = press(client, act, values, url)
    assert answer.status_code == 302
    return answer.url


def shown(page, names) -> dict:
    return {name: page.fields()[name] for name in names}


# Persons ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["luis vaca", "VÁCA", "asistente", "luis.vaca@minej", "cedula"])
def test_b_18_the_picker_finds_luis_by_name_cedula_post_and_address(client, diego, luis, ana, bruno, said):
    Appointment.objects.filter(pk=luis.appointment.pk).update(work_email="luis.vaca@minej.example")
    said = luis.user.identity_number if said == "cedula" else said
    page = Page(client(diego).get(PERSONS, {"texto": said}))
    assert page.columns(PEOPLE) == COLUMNS
    today = clock.today().isoformat()
    assert page.rows(PEOPLE) == [[
        "Luis Vaca, Asistente", "Normal", luis.user.identity_number, "luis.vaca@minej.example",
        "Dirección Nacional de Provisión", "Asistente", "Asistente", "Inactivo", "2015-01-05", today]]  # fmt: skip


def test_b_18_nobody_active_nor_of_another_institution_is_found(client, diego, luis, ana, carla):
    gone = leaves(make_servant(carla.appointment.area, "Pedro Rojas"))
    page = Page(client(diego).get(PERSONS))
    assert [row[0] for row in page.rows(PEOPLE)] == ["Luis Vaca, Asistente"]
    for said in ("Torres", "Rojas", gone.person.identity_number):
        assert "No se encontraron los datos buscados." in Page(client(diego).get(PERSONS, {"texto": said})).text


def test_b_18_s_44_posting_their_ids_is_404_and_logged(client, diego, ana, carla, caplog):
    gone, mine = leaves(make_servant(carla.appointment.area, "Pedro Rojas")), client(diego)
    for appointment in (ana.appointment, gone, carla.appointment):
        for act in ("guardar", "enviar", "calcular", "confirmar"):
            caplog.clear()
            with caplog.at_level(logging.WARNING, logger="quipux.security"):
                key = str(appointment.uuid)
                answer = press(mine, act, TYPED | {"subject": key, "petition_for": key, "key": key})
            assert answer.status_code == 404
            assert [record.message for record in caplog.records if record.name == "quipux.security"] == [
                "subject_refused"
            ]
        assert mine.get(FORM, {"servidor": str(appointment.uuid)}).status_code == 404
        for make in (making.draft_for, making.send_for):
            with pytest.raises(NotFound):
                make(diego, appointment, None)
    assert BackupRequest.objects.count() == 0


def test_b_18_an_aiq_limited_to_an_area_does_not_find_nor_reach_luis_of_another(client, diego, luis, institution):
    area = make_area(institution, "Coordinación Zonal", sigla="CZ")
    near = leaves(make_servant(make_area(institution, parent=area), "Inés Plaza"))
    made = making.draft_for(diego, luis)
    mine = client(limited(diego, area))
    page = Page(mine.get(PERSONS))
    assert [row[0] for row in page.rows(PEOPLE)] == ["Inés Plaza, Especialista"]
    options = [option.text for option in page.find("select", name="area")]
    assert options == ["<< Todas >>", "Coordinación Zonal", near.area.name]
    assert press(mine, "guardar", chosen(luis)).status_code == 404
    assert mine.get(url("detail", made)).status_code == 404
    assert press(mine, "guardar", chosen(servant(near))).status_code == 302


def test_b_18_the_limited_aiq_takes_only_what_he_sent_and_sees_what_others_sent(
    client, diego, luis, bruno, institution
):
    office.papers_of(luis, bruno)
    second = servant(make_servant(make_area(institution), "Rosa Mora", permissions=["administer"]))
    making.build(making.send_for(second, luis, office.write_petition(luis, second)))
    request = BackupRequest.objects.get()
    mine = client(limited(diego, luis.appointment.area))
    page = Page(mine.get(url("detail", request)))
    assert "Descargar" not in page.links()
    for name, more in (("download", ()), ("part", (1,)), ("omissions", ()), ("sums", ())):
        assert mine.get(url(name, request, *more)).status_code == 404
    whole = client(limited(diego)).get(url("part", request, 1))
    assert b"".join(whole.streaming_content)[:2] == b"PK"


def test_area_and_perfil_narrow_the_list_and_a_short_word_is_told(client, diego, luis, institution):
    area = make_area(institution, "Archivo Central")
    leaves(make_servant(area, "Eva Coba", profile="jefe"))
    mine = client(diego)
    assert [row[0] for row in Page(mine.get(PERSONS, {"area": area.pk})).rows(PEOPLE)] == ["Eva Coba, Especialista"]
    assert [row[0] for row in Page(mine.get(PERSONS, {"perfil": "jefe"})).rows(PEOPLE)] == ["Eva Coba, Especialista"]
    assert [row[0] for row in Page(mine.get(PERSONS, {"perfil": "normal"})).rows(PEOPLE)] == ["Luis Vaca, Asistente"]
    answer = mine.get(PERSONS, {"texto": "lu"})
    assert (answer.status_code, Page(answer).errors()) == (
        422, [("Escriba al menos una palabra de 3 letras.", "#id_texto")])  # fmt: skip


def test_a_person_with_several_ended_posts_appears_once_for_each(client, diego, luis, institution):
    leaves(make_appointment(luis.user, make_area(institution), title="Secretario"))
    rows = Page(client(diego).get(PERSONS, {"texto": "vaca"})).rows(PEOPLE)
    assert sorted(row[5] for row in rows) == ["Asistente", "Secretario"]


def test_twenty_people_stand_on_a_page_and_more_take_no_more_queries(
    client, diego, area, django_assert_num_queries, django_assert_max_num_queries
):
    mine = client(diego)
    leaves(make_servant(area, "Zoila Zapata"))
    mine.get(PERSONS)
    with django_assert_max_num_queries(40) as few:
        mine.get(PERSONS)
    for number in range(21):
        leaves(make_servant(area, f"Persona{number} Andrade"))
    with django_assert_num_queries(len(few)):
        page = Page(mine.get(PERSONS))
    assert len(page.rows(PEOPLE)) == 20
    assert "No. de registros encontrados: 22 Página 1/2" in page.text
    rest = Page(mine.get(PERSONS + page.links()["Siguiente: página 2 de 2"]))
    assert [row[0] for row in rest.rows(PEOPLE)][-1] == "Zoila Zapata, Especialista"


# Petitions --------------------------------------------------------------------------------------------


def candidates(client, numero, **params):
    return Page(client.get(PETITIONS, {"numero": numero} | params))


def numbers(page) -> list[str]:
    return [row[1].removesuffix(" Coincide con la cédula") for row in page.rows(PAPERS)]


def test_the_petition_needs_the_servant_first(client, diego):
    answer = press(client(diego), "documento", TYPED)
    page = Page(answer)
    assert answer.status_code == 422
    assert page.errors() == [("Seleccione al Servidor Público que solicita el respaldo", "#id_subject_boton")]
    assert shown(page, TYPED) == TYPED


def test_b_20_only_received_documents_in_process_or_shelved_are_offered(client, diego, ana, luis, carla, bruno):
    mine, day = client(diego), office.SPRING
    usable = make_document(luis, to=[diego], at=day)
    shelved = make_document(ana, to=[diego], at=day)
    documents.shelve(copy_of(shelved, diego), actor=actor_of(diego))
    foreign = make_document(ana, to=[carla], at=day)
    secret = make_document(luis, to=[bruno], at=day, confidential=True)
    own_secret = make_document(luis, to=[diego], at=day, confidential=True)
    expected = {usable.number, shelved.number, own_secret.number}
    found = candidates(mine, "2016")
    assert found.columns(PAPERS) == PAPER_COLUMNS
    assert set(numbers(found)) == expected
    for refused in (copy_of(foreign, carla), original_of(usable), original_of(foreign), copy_of(secret, bruno)):
        for act in ("guardar", "enviar"):
            answer = press(mine, act, chosen(luis, refused))
            assert (answer.status_code, Page(answer).errors()) == (
                422, [(office.PETITION_ERROR, "#id_petition_boton")])  # fmt: skip
            assert refused.number not in Page(answer).text
        with pytest.raises(Invalid, match="no puede usarse como solicitud"):
            making.send_for(diego, luis, refused)
    assert BackupRequest.objects.count() == 0


def test_b_20_a_document_that_can_no_longer_be_read_is_refused_on_save_and_on_send(client, diego, luis, bruno):
    office.papers_of(luis, bruno)
    mine, petition = client(diego), copy_of(make_document(luis, to=[bruno], at=office.SPRING, confidential=True), bruno)
    inform(petition, diego)
    page = office.ask(mine, chosen(luis, petition))
    petition.grants.update(revoked_at=clock.now())
    for answer in (office.confirm(mine, page), press(mine, "guardar", chosen(luis, petition))):
        assert Page(answer).errors() == [(office.PETITION_ERROR, "#id_petition_boton")]
        assert petition.number not in Page(answer).text
    nobodys = chosen(luis) | {"petition": "00000000-0000-4000-8000-000000000000"}
    assert Page(press(mine, "guardar", nobodys)).errors() == [(office.PETITION_ERROR, "#id_petition_boton")]
    assert BackupRequest.objects.count() == 0


def test_u_16_b_20_person_and_document_in_any_order_keep_dates_comment_and_each_other(client, diego, luis, institution):
    petition, mine = office.write_petition(luis, diego), client(diego)
    other = servant(leaves(make_servant(make_area(institution), "Eva Coba")))
    typed = {"date_from": "31/02/2016", "date_to": "8/2/2017", "comment": "Línea una\nlínea dos «ñ» <b>"}
    picker = leave(mine, "servidor", typed)
    assert not set(typed.values()) & {v for values in parse_qs(urlsplit(picker).query).values() for v in values}
    back = Page(mine.get(picker)).links()["Luis Vaca, Asistente"]
    form = Page(mine.get(back))
    assert shown(form, typed) == typed | {"date_to": "2017-02-08"}
    assert form.pairs()["Nombre"] == "Luis"
    picker = leave(mine, "documento", form.fields())
    listed = Page(mine.get(picker))
    assert "Documento Seleccionado: ninguno" in listed.text
    picked = Page(mine.get(PETITIONS + listed.links()[f"Seleccionar {petition.number}, de Diego Ponce"]))
    assert f"Documento Seleccionado: {petition.number}" in picked.text
    form = Page(mine.get(picked.links()["Aceptar"]))
    assert shown(form, typed) == typed | {"date_to": "2017-02-08"}
    assert (form.pairs()["Nombre"], form.pairs()["Documento"]) == ("Luis", f"{petition.number}, 2016-03-01")
    assert form.pairs()["Remitente"] == "Coincide con la cédula"
    picker = leave(mine, "servidor", form.fields())
    form = Page(mine.get(Page(mine.get(picker)).links()["Eva Coba, Especialista"]))
    assert shown(form, typed) == typed | {"date_to": "2017-02-08"}
    assert (form.pairs()["Nombre"], form.pairs()["Remitente"]) == ("Eva", "Documento no coincide")
    assert "Cambió el servidor público después de seleccionar el documento." in form.text
    good = form.fields() | {"date_from": "2016-01-04"}
    for act in ("guardar", "enviar"):
        answer = press(mine, act, good)
        assert Page(answer).errors() == [
            ("Confirme que el documento corresponde al servidor público o seleccione otro.", "#id_confirmed")]  # fmt: skip
        assert Page(answer).fields()["petition"] == str(petition.uuid)
    assert press(mine, "guardar", good | {"confirmed": "on"}).status_code == 302
    draft = BackupRequest.objects.get()
    assert (draft.appointment, draft.petition, draft.comment) == (
        other.appointment, petition, "Línea una\nlínea dos «ñ» <b>")  # fmt: skip


def test_the_pickers_come_back_to_the_draft_they_were_left_from(client, diego, luis):
    petition, mine = office.write_petition(luis, diego), client(diego)
    draft = making.draft_for(diego, luis, comment="Borrador")
    own = url("detail", draft)
    picker = leave(mine, "documento", Page(mine.get(own)).fields() | {"comment": "Cambiado"}, own)
    listed = Page(mine.get(picker))
    assert listed.links()["Regresar"].startswith(own)
    picked = Page(mine.get(PETITIONS + listed.links()[f"Seleccionar {petition.number}, de Diego Ponce"]))
    form = Page(mine.get(picked.links()["Aceptar"]))
    assert (form.fields()["comment"], form.fields()["petition"]) == ("Cambiado", str(petition.uuid))
    assert Page(mine.get(listed.links()["Regresar"])).fields()["comment"] == "Cambiado"
    press(mine, "guardar", form.fields(), own)
    assert BackupRequest.objects.get().petition == petition


def test_what_was_typed_belongs_to_one_session_and_one_context(client, diego, luis, institution):
    picker = leave(client(diego), "servidor", TYPED)
    elsewhere = Page(client(diego).get(picker.replace(PERSONS, FORM)))
    assert elsewhere.fields()["comment"] == ""


def test_those_of_the_servant_come_first_marked_and_numbers_are_found_in_small_letters(client, diego, luis, ana):
    for _ in range(2):
        make_document(ana, to=[diego], at=office.SPRING)
    petition, mine = office.write_petition(luis, diego, type="oficio"), client(diego)
    picker = leave(mine, "documento", chosen(luis))
    first = Page(mine.get(picker))
    assert [row[1] for row in first.rows(PAPERS)] == [f"{petition.number} Coincide con la cédula"]
    found = Page(mine.get(picker, {"numero": "minej"} | {k: v[0] for k, v in parse_qs(urlsplit(picker).query).items()}))
    rows = found.rows(PAPERS)
    assert rows[0][1:] == [
        f"{petition.number} Coincide con la cédula", "2016-03-01", "Solicito mi respaldo", "Diego Ponce", "Luis Vaca",
        "Diego Ponce", "Oficio"]  # fmt: skip
    assert [row[1].endswith("Coincide con la cédula") for row in rows] == [True, False, False]


def test_the_number_is_asked_for_and_neither_empty_nor_endless(client, diego):
    mine = client(diego)
    assert candidates(mine, "").errors() == [("Por favor ingrese un número de documento válido.", "#id_numero")]
    assert candidates(mine, "x" * 101).errors() == [("Demasiados caracteres ingresados", "#id_numero")]
    assert "No se encontraron los datos buscados." in candidates(mine, "x" * 100).text


def test_twenty_documents_stand_on_a_page_and_more_take_no_more_queries(
    client, diego, ana, django_assert_num_queries, django_assert_max_num_queries
):
    mine = client(diego)
    make_document(ana, to=[diego], at=office.SPRING)
    candidates(mine, "2016")
    with django_assert_max_num_queries(40) as few:
        candidates(mine, "2016")
    make_documents(24, ana, to=[diego], at=office.SPRING)
    with django_assert_num_queries(len(few)):
        page = candidates(mine, "2016")
    assert len(page.rows(PAPERS)) == 20
    assert "No. de registros encontrados: 25 Página 1/2" in page.text


def test_ver_documento_opens_only_what_the_documents_rules_let_the_aiq_read(client, diego, luis, bruno):
    mine = client(diego)
    own = office.write_petition(luis, diego, pdf=tiny_pdf("Pedido"))
    passed = copy_of(make_document(luis, to=[bruno], at=office.SPRING), bruno)
    page = Page(press(mine, "regresar", chosen(luis, own)))
    assert page.links()["Ver Documento (se abre en otra pestaña)"] == reverse("documents:document", args=[own.uuid])
    assert mine.get(page.links()["Ver Documento (se abre en otra pestaña)"]).status_code == 200
    page = Page(press(mine, "regresar", chosen(luis, passed)))
    assert page.pairs()["Documento"] == f"{passed.number}, 2016-03-01"
    assert "Ver Documento" not in page.text
    assert mine.get(reverse("documents:document", args=[passed.uuid])).status_code == 404
