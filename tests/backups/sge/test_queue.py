"""Cola: lists, columns, filters, mass «Calendarizar», and a petition of somebody else (B-21, B-28; §3.4, §3.5)."""

from datetime import date, timedelta

import pytest

from backups.models import BackupRequest, SupportQuestion
from backups.services import operating, running, scheduling
from quipux import clock
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests import factories
from tests.backups import making
from tests.backups.pages.reading import Page
from tests.backups.sge.walking import address, fresh, newest, pressed
from tests.cast import servant

pytestmark = pytest.mark.django_db
ALL_COLUMNS = ["Solic.", "Fecha Solic.", "Solicitante", "Perfil", "Estado", "Documento", "Fecha Desde", "Fecha Hasta",
               "Estado Solic.", "Estado Resp.", "Cant.", "Institución"]  # fmt: skip
MORNING = making.at_noon(date(2016, 12, 27))


def numbers(page, caption="Solicitudes de respaldo", column=0) -> list[int]:
    return [int(row[column]) for row in page.rows(caption)]


@pytest.fixture
def three(ana, bruno, elsa) -> list[BackupRequest]:
    """Approved at noon of 2016-12-27, each with 21 documents."""
    with clock.frozen_at(MORNING):
        made = []
        for person in (ana, bruno, elsa):
            factories.make_documents(21, person, to=[ana if person is bruno else bruno],
                                     at=making.at_noon(date(2016, 6, 1)))  # fmt: skip
            made.append(making.send_request(person))
        scheduling.schedule_requests()
    return made


# Lists ------------------------------------------------------------------------------------------------


def test_the_list_of_everything_has_its_columns_and_no_link_to_a_document(client, sofia, three):
    with clock.frozen_at(MORNING):
        page = Page(client(sofia).get(address("queue")))
    assert page.heading == "Listado de Solicitudes de Respaldo"
    assert page.columns("Solicitudes de respaldo") == ALL_COLUMNS
    assert page.rows("Solicitudes de respaldo")[-1] == [
        str(three[0].number), "2016-12-27 12:00:00 (GMT-5)", "Ana Torres", "Normal", "Activo", "", "2016-01-04 (GMT-5)",
        "2016-12-27 (GMT-5)", "Aprobada", "Por Generar", "21", "Ministerio de Ejemplo"]  # fmt: skip
    assert "Desde 2016-06-27 hasta 2016-12-27 · Ver todas" in page.text
    assert "No. de registros encontrados: 3" in page.text


def test_the_calendar_list_holds_only_approved_ones_with_box_and_night(client, sofia, three):
    with clock.frozen_at(MORNING):
        operating.remove(three[2], actor=sofia.actor, reason="Motivo")
        page = Page(client(sofia).get(address("to_schedule")))
    assert page.heading == "Listado de Solicitudes de Respaldo a Calendarizar"
    assert page.columns("Solicitudes a calendarizar") == [
        "Seleccionar los 2 de esta página", "*", *ALL_COLUMNS[:11], "Ejecución", "Institución", "Eliminar"]  # fmt: skip
    assert numbers(page, "Solicitudes a calendarizar", 2) == [three[1].number, three[0].number]
    assert page.rows("Solicitudes a calendarizar")[0][13] == "2016-12-27"


def test_the_list_of_states_says_each_in_its_word(client, ana, bruno, elsa, sofia, three):
    with clock.frozen_at(MORNING):
        running.fail(making.claim(three[0]).pk, "1-StoreError")
        operating.pause(three[1], actor=sofia.actor, reason="Revisión")
        making.build(three[2])
        SupportQuestion.objects.create(request=three[2], person=elsa.user, asked_at=clock.now(), reason="No abre")
        mine = client(sofia)
        page = Page(mine.get(address("status")))
        rows = page.rows("Estado de cada respaldo")
        assert page.columns("Estado de cada respaldo") == [
            "Fecha Solicitud", "Solicitud", "Usuario", "Institución", "Fecha a Ejecutar", "No. Documentos", "Estado",
            "Descarga Solicitada", "Eliminar"]  # fmt: skip
        assert [(row[1], row[6], row[7]) for row in rows] == [
            (str(three[2].number), "Finalizado", f"Descarga Solicitada en la solicitud {three[2].number}"),
            (str(three[1].number), "Pendiente Detenido", ""), (str(three[0].number), "Con error", "")]  # fmt: skip
        for word, wanted in (("pendiente", [three[1]]), ("con-error", [three[0]]), ("finalizado", [three[2]])):
            found = Page(mine.get(address("status"), {"respaldo": word}))
            assert numbers(found, "Estado de cada respaldo", 1) == [one.number for one in wanted]
        helped = Page(mine.get(address("status"), {"descarga": "on"}))
        assert numbers(helped, "Estado de cada respaldo", 1) == [three[2].number]
        assert (
            "No se encontraron los datos buscados." in Page(mine.get(address("status"), {"respaldo": "eliminado"})).text
        )


def test_filters_by_person_institution_and_age(client, ana, carla, sofia, three, other_institution):
    with clock.frozen_at(MORNING + timedelta(days=6)):
        factories.make_documents(21, carla, to=[ana], at=making.at_noon(date(2016, 6, 1)))
        late = making.send_request(carla)
        mine, path = client(sofia), address("queue")
        every = Page(mine.get(path))
        assert len(numbers(every)) == 4
        assert numbers(Page(mine.get(path, {"nombre": "TORRES ana"}))) == [three[0].number]
        assert numbers(Page(mine.get(path, {"nombre": ana.user.identity_number}))) == [three[0].number]
        assert numbers(Page(mine.get(path, {"institucion": other_institution.pk}))) == [late.number]
        assert numbers(Page(mine.get(path, {"antiguedad": "3"}))) == [three[n].number for n in (2, 1, 0)]
        wrong = mine.get(path, {"numero": "12a", "institucion": "0"})
        assert wrong.status_code == 422
        assert [text for text, _ in Page(wrong).errors()] == [
            "En el campo 'Nº solicitud' se debe ingresar sólo números y sin espacios.", "Elija una institución de la lista."]  # fmt: skip


def test_every_heading_sorts_on_the_server(client, sofia, three):
    mine = client(sofia)
    for name in ("queue", "to_schedule", "status"):
        page = Page(mine.get(address(name), {"fechas": "todas"}))
        links = [next(heading.iter("a"), None) for heading in page.all("th", scope="col")]
        keys = [link.get("href") for link in links if link is not None]
        assert len(keys) >= 8
        for key in keys:
            sorted_page = Page(mine.get(address(name) + key))
            assert [th for th in sorted_page.all("th", scope="col") if th.get("aria-sort")], key
            assert "No. de registros encontrados: 3" in sorted_page.text


def test_u_41_more_rows_take_no_more_queries(
    client, sofia, three, django_assert_num_queries, django_assert_max_num_queries
):
    mine = client(sofia)
    for name in ("queue", "to_schedule", "status"):
        with django_assert_max_num_queries(20) as few:
            mine.get(address(name), {"fechas": "todas", "numero": three[0].number})
        with django_assert_num_queries(len(few)):
            mine.get(address(name), {"fechas": "todas"})


# B-28 -------------------------------------------------------------------------------------------------


def ticked(client, requests, **typed) -> Page:
    keys = [str(one.uuid) for one in requests]
    return Page(client.post(address("schedule"), {"solicitud": keys, **typed}, follow=True))


def test_b_28_three_ticked_requests_move_to_the_night_with_the_exact_comment(client, sofia, three):
    with clock.frozen_at(MORNING):
        mine = client(sofia)
        form = ticked(mine, three)
        assert form.heading == "Calendarización de Solicitud."
        assert form.fields()["night"] == "2016-12-27"
        assert form.buttons() == ["Ver el efecto", "Grabar"]
        result = ticked(mine, three, night="2016-12-28")
        assert "Calendarizadas para la noche del 2016-12-28: 3" in result.text
        page = Page(mine.get(address("to_schedule")))
    for one in three:
        assert fresh(one).backup.scheduled_for == date(2016, 12, 28)
        entry = newest(one)
        assert (entry.label, entry.actor_name, entry.comment) == (
            "Respaldo calendarizado", "Sofía Andrade", "Se cambia fecha de ejecución de respaldo a: 2016-12-28")  # fmt: skip
        assert (fresh(one).state, fresh(one).backup.state) == ("approved", "pending")
    rows = page.rows("Solicitudes a calendarizar")
    assert [(row[1], row[13]) for row in rows] == [("Movida", "2016-12-28")] * 3


def test_b_28_one_deleted_meanwhile_is_reported_by_number_and_the_others_move(client, sofia, three):
    with clock.frozen_at(MORNING):
        mine = client(sofia)
        ticked(mine, three)
        operating.remove(three[1], actor=sofia.actor, reason="Motivo")
        result = ticked(mine, three, night="2016-12-28", reason="Feria de fin de año")
    assert "Calendarizadas para la noche del 2016-12-28: 2" in result.text
    assert result.rows("Solicitudes que no se movieron") == [
        [str(three[1].number), f"La solicitud No. {three[1].number} ya no está Aprobada"]]  # fmt: skip
    assert newest(three[0]).comment.endswith("2016-12-28. Motivo: Feria de fin de año")
    assert newest(three[1]).label == "Solicitud eliminada"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"night": "2016-12-26"}, "La fecha a ejecutar debe ser igual o posterior a hoy."),
        ({"night": ""}, "Debe ingresar una fecha válida."),
        ({"night": "mañana"}, "Debe ingresar una fecha válida."),
    ],
)
def test_b_28_a_wrong_date_gives_its_message_and_moves_nothing(client, sofia, three, typed, sentence):
    with clock.frozen_at(MORNING):
        before = [newest(one).pk for one in three]
        page = ticked(client(sofia), three, **typed)
    assert (page.response.status_code, page.errors()) == (422, [(sentence, "#id_night")])
    assert [newest(one).pk for one in three] == before


def test_b_28_nothing_ticked_gives_its_message_and_returns_to_the_filtered_list(client, sofia, three):
    back = address("to_schedule") + "?respaldo=pending"
    page = Page(client(sofia).post(address("schedule"), {"volver": back}, follow=True))
    assert "Debe seleccionar las solicitudes que requiere calendarizar." in page.text
    assert page.response.redirect_chain[-1][0] == back
    for foreign in ("https://malo.example/", "//malo.example/admin/respaldos/", "/ingresar/"):
        answer = client(sofia).post(address("schedule"), {"volver": foreign})
        assert answer["Location"] == address("to_schedule")


def test_t6_a_full_night_asks_to_be_confirmed(client, sofia, three, settings):
    settings.QUIPUX_NIGHT_REQUESTS = 2
    with clock.frozen_at(MORNING):
        mine = client(sofia)
        warned = ticked(mine, three, night="2016-12-30")
        assert warned.response.status_code == 422
        assert "La noche del 2016-12-30 quedaría con 3 de 2 solicitudes" in warned.errors()[0][0]
        assert {fresh(one).backup.scheduled_for for one in three} != {date(2016, 12, 30)}
        done = ticked(mine, three, night="2016-12-30", confirmed="on")
    assert "Calendarizadas para la noche del 2016-12-30: 3" in done.text


# B-21 -------------------------------------------------------------------------------------------------


def test_b_21_a_petition_of_somebody_else_is_seen_flagged_and_eliminated_by_sofia(client, carla, diego, luis, sofia):
    luis_post = luis.appointment
    with clock.frozen_at(making.at_noon(date(2017, 2, 8))):
        factories.make_document(luis_post, to=[carla], at=making.at_noon(date(2016, 6, 1)))
        letter = factories.make_document(carla, to=[diego], subject="Secreto de la petición", type="oficio")
        sent = making.send_for(diego, luis, factories.copy_of(letter, diego), comment="Es su abogada")
        scheduling.schedule_requests()
        mine = client(sofia)
        listed = Page(mine.get(address("queue"), {"documento": "on"}))
        [row] = listed.rows("Solicitudes de respaldo")
        petition = factories.copy_of(letter, diego)
        assert petition.number.endswith("-E")  # it came from another institution
        assert row[5] == f"{petition.number} de 2017-02-08 Documento no coincide"
        detail = Page(mine.get(address("request", sent.uuid)))
        assert detail.pairs()["De"] == f"Carla Mena, {carla.user.identity_number}"
        assert "Documento no coincide" in detail.text
        for page in (listed, detail, Page(mine.get(address("history", sent.uuid)))):
            assert "Secreto de la petición" not in page.text
            assert not [url for url in page.links().values() if "/documentos/" in url]
        for path in ("", "pdf/"):
            assert mine.get(f"/documentos/{factories.copy_of(letter, diego).uuid}/{path}").status_code in (403, 404)
        gone = pressed(mine, sent, "eliminar", why="petition_mismatch", reason="La firma es de otra persona")
    assert "La solicitud de respaldo fue eliminada correctamente." in gone.text
    assert gone.pairs()["Observación"] == "El documento no corresponde a la persona"
    assert (fresh(sent).state, fresh(sent).backup.state) == ("deleted", "deleted")
    entry = newest(sent)
    assert (entry.label, entry.actor_name, entry.comment) == (
        "Solicitud eliminada", "Sofía Andrade", "La firma es de otra persona")  # fmt: skip
    [mail] = Mail.objects.filter(subject=f"QUIPUX: Solicitud de Respaldo No. {sent.number} eliminada")
    assert mail.to == diego.user.email
    assert "Eliminado por: Sofía Andrade." in mail.text
    assert running.claim_next(any_night=True, number=sent.number) is None
    assert not Entry.objects.of(sent).filter(action="started").exists()
    again = making.send_for(diego, luis, factories.copy_of(letter, diego), comment="Otra vez")
    assert again.state == "approved"


def test_a_request_shows_its_reference_code_to_the_sge(client, ana, bruno, sofia):
    request = making.approved(servant(factories.make_servant(ana.appointment.area, "Pía Ortiz")), bruno)
    running.fail(making.claim(request).pk, "77-StoreError")
    page = Page(client(sofia).get(address("history", request.uuid)))
    assert "Código: 77-StoreError" in page.text
