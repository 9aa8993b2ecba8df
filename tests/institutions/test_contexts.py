"""The context in use: «Usuario:» and its change (accounts-portal §9.2, institutions §11)."""

import re
from datetime import timedelta

import pytest

from documents.services import mark_read
from institutions import services as institutions
from institutions.actors import actors_of, resolve
from quipux import clock
from quipux.errors import NotAllowedNow
from quipux.history.models import Entry
from quipux.history.recorder import SYSTEM
from tests import factories
from tests.backups.pages.reading import Page, words
from tests.cast import servant

SWITCH, TRAY = "/contexto/", "/bandejas/recibidos/"


@pytest.fixture
def second(ana, other_institution):
    """Ana's second appointment, in another institution."""
    return factories.make_appointment(ana.user, other_institution.areas.get(), title="Asesora")


def test_usuario_lists_every_context_in_words_and_marks_the_one_in_use(client, ana, second):
    page = client(ana).get(TRAY).content.decode()
    assert "(Serv.) Ana Torres / Ministerio de Ejemplo / Dirección Nacional de Provisión / Especialista" in page
    assert "(Serv.) Ana Torres / Servicio Nacional de Muestra / Servicio Nacional de Muestra / Asesora" in page
    current = re.findall(r'<button type="submit" name="context" value="([^"]+)" aria-current="true">', page)
    assert current == [str(ana.appointment.uuid)]


def test_one_press_switches_and_each_context_has_its_own_tray(client, ana, bruno, second):
    factories.make_document(bruno, to=[second], subject="Para la asesora")
    entered = client(ana)
    assert "Para la asesora" not in entered.get(TRAY).content.decode()
    response = entered.post(SWITCH, {"context": str(second.uuid)}, follow=True)
    page = response.content.decode()
    assert response.redirect_chain == [("/", 302), (TRAY, 302)]
    assert "Ana Torres, Asesora" in page
    assert "Para la asesora" in page


def test_rights_are_those_of_the_context_never_their_union(client, ana, bruno, second):
    copy = factories.copy_of(factories.make_document(bruno, to=[ana]), ana)
    entered = client(ana)
    assert entered.get(f"/documentos/{copy.uuid}/").status_code == 200
    entered.post(SWITCH, {"context": str(second.uuid)})
    assert entered.get(f"/documentos/{copy.uuid}/").status_code == 404


def test_usuario_says_how_much_waits_unread_in_each_other_post_and_the_list_there_shows_as_many(
    client, ana, bruno, second
):
    for _ in range(2):
        factories.make_document(bruno, to=[second])
    read = factories.make_document(bruno, to=[second])
    mark_read(factories.copy_of(read, second), actor=factories.actor_of(servant(second)))
    entered = client(ana)
    panel = words(Page(entered.get(TRAY)).find("form", aria_label="Cambiar de puesto"))
    assert "Asesora 2 sin leer" in panel
    assert "Especialista En uso" in panel
    entered.post(SWITCH, {"context": str(second.uuid)})
    page = Page(entered.get(TRAY))
    assert "2 sin leer" in page.text
    assert "sin leer" not in words(page.find("form", aria_label="Cambiar de puesto"))


def test_a_training_post_says_so_in_words_in_usuario(client, ana):
    training = factories.make_institution("Ministerio de Práctica", training=True)
    factories.make_appointment(ana.user, training.areas.get(), title="Aprendiz")
    panel = words(Page(client(ana).get(TRAY)).find("form", aria_label="Cambiar de puesto"))
    assert "Aprendiz / Ambiente de capacitación" in panel
    assert panel.count("Ambiente de capacitación") == 1


@pytest.mark.parametrize("chosen", ["", "no-es-uuid", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_context_is_not_found(client, ana, chosen):
    assert client(ana).post(SWITCH, {"context": chosen}).status_code == 404


def test_nobody_takes_the_context_of_another(client, ana, bruno):
    entered = client(ana)
    assert entered.post(SWITCH, {"context": str(bruno.appointment.uuid)}).status_code == 404
    assert "Ana Torres, Especialista" in entered.get(TRAY).content.decode()


def test_the_context_changes_by_post_only(client, ana, second):
    assert client(ana).get(SWITCH, {"context": str(second.uuid)}).status_code == 405


def test_i_29_s_82_an_open_session_in_a_context_that_ended_gets_the_login_page_and_another_session_goes_on(
    client, ana, second
):
    entered, elsewhere = client(ana), client(ana)
    entered.post(SWITCH, {"context": str(second.uuid)})
    institutions.deactivate(second, last_day=clock.today(), actor=SYSTEM)
    answer = entered.get(TRAY)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/ingresar/?next={TRAY}")
    told = Page(entered.get(answer.headers["Location"])).text
    assert "Su puesto «Asesora, Servicio Nacional de Muestra» terminó el " in told
    assert "Ingrese otra vez para seguir como: Especialista, Ministerio de Ejemplo." in told
    assert "Ana Torres, Especialista" in elsewhere.get(TRAY).content.decode()


def test_a_suspended_institution_has_no_contexts(ana, institution):
    type(institution).objects.filter(pk=institution.pk).update(state="suspended")
    assert actors_of(ana.user) == []
    assert resolve(ana.user, str(ana.appointment.uuid)) is None


def test_a_context_closed_while_in_use_says_why_and_what_is_left(client, ana, second):
    entered = client(ana)
    entered.post(SWITCH, {"context": str(second.uuid)})
    type(second.institution).objects.filter(pk=second.institution_id).update(state="suspended")
    told = Page(entered.get(TRAY, follow=True)).text
    assert "Su puesto «Asesora, Servicio Nacional de Muestra» no está disponible por ahora." in told
    assert "Ahora está como: Especialista, Ministerio de Ejemplo." in told
    assert "no está disponible" not in Page(entered.get(TRAY)).text


def test_who_is_left_without_any_context_reads_why(client, ana):
    entered = client(ana)
    entered.get(TRAY)
    type(ana.appointment.institution).objects.filter(pk=ana.appointment.institution_id).update(state="suspended")
    told = Page(entered.get(TRAY, follow=True)).text
    assert "Su cuenta no tiene un puesto activo." in told
    assert "no está disponible por ahora. No tiene otro puesto activo." in told


def test_a_training_context_says_so_on_every_page(client, db):
    training = factories.make_institution("Ministerio de Práctica", training=True)
    person = servant(factories.make_servant(training.areas.get(), "Hugo Lara"))
    assert "AMBIENTE DE CAPACITACIÓN" in client(person).get(TRAY).content.decode()


def test_leaving_keeps_the_person_working_until_the_end(client, ana):
    appointment = institutions.start_leaving(ana.appointment, last_day=clock.today() + timedelta(days=5), actor=SYSTEM)
    assert client(ana).get(TRAY).status_code == 200
    institutions.deactivate(appointment, last_day=clock.today(), actor=SYSTEM)
    assert [entry.label for entry in Entry.objects.of(ana.appointment)] == [
        "Usuario desactivado", "Desvinculación iniciada", "Usuario creado"]  # fmt: skip


def test_an_inactive_appointment_cannot_leave_again(luis):
    with pytest.raises(NotAllowedNow, match="Inactivo"):
        institutions.start_leaving(luis.appointment, last_day=clock.today(), actor=SYSTEM)


def test_an_institution_is_created_with_its_root_area(institution):
    [root] = institution.areas.all()
    assert (root.name, root.sigla, root.parent) == ("Ministerio de Ejemplo", "MINEJ", None)
