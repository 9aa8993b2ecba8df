"""The form of composing as a tab without scripts uses it (documents §6; D-01, D-03, D-05, D-06, D-10, D-11, D-12)."""

import json
import re
from datetime import timedelta

import pytest
from django.core import signing

from documents import services
from documents.composing import sessions
from documents.composing.sessions import Slip
from documents.models import ComposeSession, Copy, Document, TemporaryCounter
from documents.services.draft_rows import party_key
from documents.states import PartyRole
from institutions.models import DistributionList, ListMember
from quipux import clock
from quipux.history.models import Entry
from tests import factories
from tests.documents.compose.browsing import NEW, Browser, choose, typed
from tests.documents.compose.making import draft, kind, let_write


@pytest.fixture(autouse=True)
def writers(ana, bruno):
    kind("memorando")
    kind("oficio")
    let_write(ana, bruno)


@pytest.fixture
def tab(client, ana):
    return Browser(client(ana)).open(f"{NEW}?tipo=memorando")


def test_d_01_a_draft_is_typed_chosen_and_accepted(client, tab, ana, bruno, elsa):
    tab.send("guardar", **typed())
    choose(tab, "para", elsa)
    choose(tab, "de", bruno)
    assert (
        Document.objects.count(),
        TemporaryCounter.objects.count(),
        Entry.objects.filter(subject_kind="copy").count(),
    ) == (0, 0, 0)
    assert "Uno\n\ndos &amp; tres" in tab.page
    tab.send("aceptar", **typed())
    original = Copy.objects.get()
    document = original.document
    assert re.fullmatch(r"MINEJ-DNP-\d{4}-1-TEMP", document.temporary_number)
    assert (original.holder, original.get_state_display()) == (ana.appointment, "En Edición")
    assert document.body == "<p>Uno</p><p>dos &amp; tres</p>"
    assert [e.label for e in Entry.objects.of(original)] == ["Registro"]
    assert document.parties.get(role=PartyRole.FROM).appointment == bruno.appointment
    for other in (bruno, elsa):
        assert client(other).get(f"/documentos/{original.uuid}/").status_code == 404


def test_opening_the_form_writes_nothing(tab):
    assert ComposeSession.objects.count() == 0


def test_a_second_press_saves_nothing_again(tab, elsa):
    tab.send("guardar", **typed())
    choose(tab, "para", elsa)
    fields = dict(tab.fields)
    tab.send("aceptar", **typed())
    tab.fields, tab.action = fields, NEW
    tab.send("aceptar", **typed())
    assert Document.objects.count() == 1
    assert tab.answer.redirect_chain[-1][0] == f"/documentos/{Copy.objects.get().uuid}/"


def test_d_12_a_subject_of_351_is_refused_with_the_count_and_every_value_stays(tab, elsa):
    choose(tab, "para", elsa)
    tab.send("aceptar", **typed(asunto="a" * 351, notas="Mis notas", categoria="urgent"))
    assert tab.answer.status_code == 422
    assert "El asunto tiene 351 caracteres; el máximo es 350." in tab.page
    assert "<title>Error: " in tab.page
    for kept in ("a" * 351, "Mis notas", "Uno\n\ndos &amp; tres", "Elsa Montero", '<option value="urgent" selected'):
        assert kept in tab.page
    tab.send("aceptar", **typed())
    assert Document.objects.get().subject == "Informe de viaje"


def test_without_addressee_the_summary_leads_to_para(tab):
    tab.send("aceptar", **typed())
    assert tab.answer.status_code == 422
    assert "Seleccione al menos un destinatario en Para." in tab.page


def test_nobody_is_put_in_two_roles(tab, elsa):
    choose(tab, "para", elsa)
    assert "Elsa Montero ya consta en Para." in choose(tab, "copia", elsa)


def test_the_order_of_para_is_changed_and_kept(tab, elsa, diego):
    choose(tab, "para", elsa)
    choose(tab, "para", diego)
    tab.send(f"gente:subir:{party_key(diego.appointment)}", **typed())
    tab.send("aceptar", **typed())
    named = Document.objects.get().parties.filter(role=PartyRole.TO).order_by("position")
    assert [p.appointment for p in named] == [diego.appointment, elsa.appointment]


# Rights -------------------------------------------------------------------------------------------------


def test_d_04_a_forged_save_without_the_permission_is_403_and_uses_no_number(client, elsa, bruno):
    slip = Slip.of(elsa.actor)
    data = {"ficha": slip.sign(), "revision": "0", "tipo": "memorando", **typed(), "accion": "aceptar"}
    assert client(elsa).post(NEW, data).status_code == 403
    assert client(elsa).get(NEW).status_code == 403
    assert (Document.objects.count(), TemporaryCounter.objects.count(), ComposeSession.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("slip", ["", "nada", signing.dumps([1, 2, "x", None, 0], salt="otra")],
                         ids=["nothing", "no slip", "signed for something else"])  # fmt: skip
def test_a_form_that_this_site_did_not_give_is_refused(client, ana, slip):
    assert client(ana).post(NEW, {"ficha": slip, **typed(), "accion": "aceptar"}).status_code == 403
    assert ComposeSession.objects.count() == 0


def test_somebody_elses_text_does_not_exist(client, tab, bruno):
    tab.send("guardar", **typed())
    session = ComposeSession.objects.get()
    entered = client(bruno)
    for address in (f"{NEW}?sesion={session.uuid}", f"/documentos/destinatarios/?sesion={session.uuid}"):
        assert entered.get(address).status_code == 404
    assert entered.post(f"/documentos/sesiones/{session.uuid}/descartar/").status_code == 404


def test_only_its_holder_edits_a_draft(client, ana, bruno, elsa):
    original = services.create(draft(elsa), actor=ana.actor)
    factories.reassign(original, bruno)
    assert client(ana).get(f"/documentos/{original.uuid}/editar/").status_code == 403
    assert client(bruno).get(f"/documentos/{original.uuid}/editar/").status_code == 200
    assert client(elsa).get(f"/documentos/{original.uuid}/editar/").status_code == 404


# Nothing is lost ----------------------------------------------------------------------------------------


def ask(client, slip, fields, revision=None):
    body = {"ficha": slip.sign(), "revision": revision, "campos": fields}
    return client.post(f"/documentos/sesiones/{slip.session}/", json.dumps(body), content_type="application/json")


def test_d_06_what_is_typed_is_kept_by_itself_and_offered_back(client, ana):
    slip = Slip.of(ana.actor)
    entered = client(ana)
    at = clock.now().replace(hour=10, minute=42, second=7, microsecond=0)
    with clock.frozen_at(at):
        answer = ask(entered, slip, {"asunto": "A medias", "cuerpo": "<p>Hola</p>", "formato": "html"})
        page = client(ana).get(NEW).content.decode()
    assert answer.json()["guardado"] == "10:42:07"
    assert "Tiene texto sin guardar de las 10:42:07" in page
    recovered = client(ana).get(f"{NEW}?sesion={slip.session}").content.decode()
    assert 'value="A medias"' in recovered
    assert ">\nHola</textarea>" in recovered
    assert (
        Document.objects.count(),
        TemporaryCounter.objects.count(),
        Entry.objects.filter(subject_kind="copy").count(),
    ) == (0, 0, 0)
    entered.post(f"/documentos/sesiones/{slip.session}/descartar/")
    assert "Tiene texto sin guardar" not in client(ana).get(NEW).content.decode()


def test_d_05_a_form_sent_after_the_session_ended_is_kept_before_login_is_asked(client, tab, ana, elsa):
    choose(tab, "para", elsa)
    lost = Browser(client)  # nobody's session
    lost.fields, lost.action = dict(tab.fields), NEW
    lost.send("aceptar", follow=False, **typed(asunto="No me pierda"))
    assert lost.answer.status_code == 302
    assert lost.answer["Location"].startswith("/ingresar/?next=/documentos/nuevo/")
    assert (Document.objects.count(), ComposeSession.objects.get().payload["asunto"]) == (0, "No me pierda")
    entered = Browser(client(ana)).open(NEW)
    assert "Tiene texto sin guardar de las" in entered.page
    entered.open(f"{NEW}?sesion={ComposeSession.objects.get().uuid}").send("aceptar", **typed(asunto="No me pierda"))
    assert Document.objects.get().subject == "No me pierda"


def test_d_05_what_is_written_in_the_print_options_survives_the_end_of_the_session(client, tab, ana):
    tab.send("ver:opciones", **typed())
    lost = Browser(client)
    lost.fields, lost.action = dict(tab.fields), NEW
    options = {"seccion": "opciones", "addressing": "whole", "scale": "100", "signature_at": "left",
               "uses_background": "on", "farewell": "Muy atentamente,"}  # fmt: skip
    lost.send("ver:informacion", follow=False, **options)
    assert lost.answer.status_code == 302
    session = ComposeSession.objects.get()
    assert (session.payload["opciones"]["farewell"], session.payload["asunto"]) == (
        "Muy atentamente,",
        "Informe de viaje",
    )
    page = client(ana).get(f"{NEW}?sesion={session.uuid}&seccion=opciones").content.decode()
    assert 'value="Muy atentamente,"' in page


def test_d_06_the_print_options_are_kept_by_themselves_too(client, ana):
    slip = Slip.of(ana.actor)
    options = {
        "seccion": "opciones",
        "addressing": "whole",
        "scale": "90",
        "signature_at": "left",
        "farewell": "Atte.,",
    }
    assert ask(client(ana), slip, options).status_code == 200
    kept = {"scale": 90, "farewell": "Atte.,", "uses_background": False}
    assert ComposeSession.objects.get().payload["opciones"] == kept


def test_d_05_two_drafts_in_two_tabs_and_a_new_login_both_are_saved(client, ana, elsa):
    first, second = (Browser(client(ana)).open(NEW) for _ in range(2))
    for own in (first, second):
        choose(own, "para", elsa)
    entered = client(ana)
    entered.handler.enforce_csrf_checks = True  # the login gave the tab another token
    for own, subject in ((first, "X"), (second, "Y")):
        own.client = entered
        own.send("aceptar", **typed(asunto=subject))
    assert set(Document.objects.values_list("subject", flat=True)) == {"X", "Y"}


def test_d_05_a_stale_revision_shows_both_texts_and_the_person_chooses(client, ana, elsa):
    original = services.create(draft(elsa), actor=ana.actor)
    own = Browser(client(ana)).open(f"/documentos/{original.uuid}/editar/")
    services.modify(original, draft(elsa, body="<p>De la otra pestaña</p>"), actor=ana.actor, base=1)
    own.send("aceptar", **typed(cuerpo="Mi texto"))
    assert own.answer.status_code == 409
    for said in ("Otra pestaña o persona guardó una versión más nueva", "Mi texto", "De la otra pestaña",
                 "Guardar el mío como versión nueva", "Quedarme con el otro"):  # fmt: skip
        assert said in own.page
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', own.page))
    address = f"/documentos/{original.uuid}/editar/"
    own.client.post(address, {**fields, "accion": "aceptar"})
    document = Document.objects.get()
    assert (document.body, document.versions.count()) == ("<p>Mi texto</p>", 3)


def test_keeping_the_other_text_discards_mine(client, ana, elsa):
    original = services.create(draft(elsa), actor=ana.actor)
    own = Browser(client(ana)).open(f"/documentos/{original.uuid}/editar/")
    services.modify(original, draft(elsa, body="<p>De la otra pestaña</p>"), actor=ana.actor, base=1)
    own.send("aceptar", **typed(cuerpo="Mi texto"))
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', own.page))
    page = own.client.post(f"/documentos/{original.uuid}/editar/", {**fields, "accion": "otro"}, follow=True)
    assert "De la otra pestaña" in page.content.decode()
    assert "Tiene texto sin guardar" not in page.content.decode()
    assert Document.objects.get().body == "<p>De la otra pestaña</p>"


def test_d_05_one_unsaved_text_in_two_tabs_shows_both(tab, client, ana, elsa):
    choose(tab, "para", elsa)
    twin = Browser(tab.client)
    twin.fields, twin.action = dict(tab.fields), tab.action
    tab.send("guardar", **typed(cuerpo="De esta pestaña"))
    twin.send("aceptar", **typed(cuerpo="De la otra"))
    assert twin.answer.status_code == 409
    assert "De esta pestaña" in twin.page
    assert "De la otra" in twin.page
    assert sorted(s.payload["cuerpo"] for s in ComposeSession.objects.all()) == [
        "<p>De esta pestaña</p>",
        "<p>De la otra</p>",
    ]


def test_a_text_lives_thirty_days(client, ana):
    with clock.frozen_at(clock.now() - timedelta(days=31)):
        sessions.keep(Slip.of(ana.actor), {"asunto": "Viejo"}, actor=ana.actor)
    assert sessions.unsaved_of(ana.actor) == []


def test_a_lost_session_writes_only_the_text_of_who_opened_the_form(client, ana, luis):
    gone = Slip(luis.user.pk, luis.appointment.pk, Slip.of(ana.actor).session)
    answer = client.post(NEW, {"ficha": gone.sign(), **typed(), "accion": "aceptar"})
    assert (answer.status_code, ComposeSession.objects.count()) == (302, 0)
    assert client.post(NEW, {"ficha": "x", **typed()}).status_code == 302
    assert ComposeSession.objects.count() == 0


# Types, lists, one for each -----------------------------------------------------------------------------


def test_d_03_the_type_is_asked_about_and_no_keeps_it(tab, elsa, carla):
    choose(tab, "para", elsa)
    tab.send("guardar", **typed(tipo="oficio"))
    question = "Todos los destinatarios son de su institución. ¿Desea cambiar el tipo de documento a Memorando?"
    assert question in tab.page
    tab.send("tipo:no", **typed(tipo="oficio"))
    assert question not in tab.page
    assert tab.session.payload["tipo"] == "oficio"
    choose(tab, "para", carla)
    tab.send("guardar", **typed(tipo="memorando"))
    assert "Hay destinatarios externos. ¿Desea cambiar el tipo de documento a Oficio?" in tab.page
    tab.send("tipo:oficio", **typed(tipo="memorando"))
    assert tab.session.payload["tipo"] == "oficio"


@pytest.fixture
def directors(ana, elsa, diego):
    found = DistributionList.objects.create(
        institution=ana.appointment.institution, owner=ana.appointment, name="Directores"
    )
    for person in (elsa, diego):
        ListMember.objects.create(list=found, appointment=person.appointment)
    return found


def test_d_11_a_changed_list_is_told_and_followed_only_when_asked(client, tab, ana, bruno, elsa, diego, directors):
    tab.send("guardar", **typed())
    session = tab.session
    tab.client.post("/documentos/destinatarios/", {"sesion": session.uuid, "lista": directors.pk, "elegir": "lista"})
    tab.open(f"{NEW}?sesion={session.uuid}").send("aceptar", **typed())
    original = Copy.objects.get()
    assert (original.document.list, original.document.list_version) == (directors, 1)
    directors.members.filter(appointment=elsa.appointment).delete()
    ListMember.objects.create(list=directors, appointment=bruno.appointment)
    DistributionList.objects.update(version=2)
    page = Browser(client(ana)).open(f"/documentos/{original.uuid}/editar/")
    assert "La lista &quot;Directores&quot; cambió: 1 persona menos, 1 más." in page.page
    assert page.page.count("No está en lista") == 1
    assert original.document.parties.filter(appointment=elsa.appointment).exists()
    page.send("lista:actualizar", **typed()).send("aceptar", **typed())
    named = original.document.parties.filter(role=PartyRole.TO)
    assert {p.appointment for p in named} == {diego.appointment, bruno.appointment}
    assert Document.objects.get().list_version == 2
