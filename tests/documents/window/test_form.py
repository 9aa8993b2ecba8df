"""Registrar as a clerk without scripts does it, nothing typed being lost (documents §6, §11; D-56)."""

import re

import pytest

from accounts.models import CitizenProfile, User
from documents.models import ComposeSession, Copy
from documents.services.draft_rows import party_key
from documents.states import CopyRole, PartyRole
from quipux import clock
from quipux.outbox.models import Mail
from tests import factories
from tests.documents.compose.browsing import Browser
from tests.documents.window.making import citizen, externo, let, registered

pytestmark = pytest.mark.django_db
REGISTER = "/ventanilla/registrar/"


class Desk(Browser):
    """The form in its external mode."""

    def read(self, answer):
        super().read(answer)
        if 'name="tipo" value="externo"' in self.page:
            self.fields |= {"tipo": "externo"}
        return self

    @property
    def session(self):
        return ComposeSession.objects.order_by("-saved_at", "-pk")[0]


@pytest.fixture
def desk(client, elsa):
    externo()
    let(elsa, "create_citizens")
    return Desk(client(elsa)).open(REGISTER)


def choose(desk, role, somebody):
    session = desk.session
    picker = f"/documentos/destinatarios/?sesion={session.uuid}"
    data = {"sesion": session.uuid, "elegir": f"{role}:{party_key(somebody)}"}
    page = desk.client.post(picker, data, follow=True).content.decode()
    back = re.search(r'class="govuk-button" href="([^"]+)"', page)[1].replace("&amp;", "&")
    desk.open(back)
    return page


def typed(**more):
    return {"asunto": "Petición de agua", "fecha": clock.today().isoformat(), "referencia": "S/N", "resumen": "Pide agua.",
            "dirigido": "", **more}  # fmt: skip


def test_d_56_a_paper_is_typed_its_people_chosen_and_it_has_its_number(desk, elsa, ana):
    gina = citizen()
    desk.send("guardar", **typed())
    choose(desk, "de", gina)
    choose(desk, "para", ana.appointment)
    assert "Petición de agua" in desk.page
    desk.send("aceptar", **typed())
    original = Copy.objects.get()
    assert f"Documento registrado con el número {original.number}." in desk.page
    assert "Comprobante" in desk.page
    tray = desk.client.get("/bandejas/en-elaboracion/").content.decode()
    assert original.number in tray
    assert "Gina Salazar" in tray


def test_what_is_wrong_is_said_at_its_field_and_kept(desk):
    desk.send("aceptar", **typed(fecha="2999-01-01", asunto=""))
    assert desk.answer.status_code == 422
    for sentence in ("La fecha del documento no puede ser posterior a hoy.", "Escriba el asunto.",
                     "Elija en De a quien envía el documento.",
                     "Un documento externo necesita al menos un destinatario de su institución."):  # fmt: skip
        assert sentence in desk.page
    assert 'value="2999-01-01"' in desk.page
    assert not Copy.objects.exists()


def test_a_second_paper_with_the_same_reference_is_asked_about_once(desk, elsa, ana):
    gina = citizen()
    first = registered(elsa, ana, sender=gina, reference="OF-9")
    desk.send("guardar", **typed(referencia="OF-9"))
    choose(desk, "de", gina)
    choose(desk, "para", ana.appointment)
    desk.send("aceptar:confirmado", **typed(referencia="OF-9"))  # nothing was asked yet
    question = f"Ya existe el documento {first.number} con la misma referencia. ¿Registrar de todos modos?"
    assert question in desk.page
    assert Copy.objects.count() == 1
    desk.send("aceptar:confirmado", **typed(referencia="OF-9"))
    assert Copy.objects.count() == 2


def test_de_may_be_several_and_is_taken_out_again(desk, ana, carla):
    gina = citizen()
    desk.send("guardar", **typed())
    choose(desk, "de", gina)
    choose(desk, "de", carla.appointment)
    assert desk.session.payload["de"] == [party_key(gina), party_key(carla.appointment)]
    desk.send(f"gente:quitar:{party_key(gina)}", **typed())
    assert desk.session.payload["de"] == [party_key(carla.appointment)]


def test_nobody_of_the_house_is_put_in_de(desk, ana):
    desk.send("guardar", **typed())
    data = {"sesion": desk.session.uuid, "elegir": f"de:{party_key(ana.appointment)}"}
    assert desk.client.post("/documentos/destinatarios/", data).status_code == 403


def test_an_external_has_neither_print_options_nor_preview(desk, elsa, ana):
    assert "Opciones de Impresión" not in desk.page
    assert "Vista Previa" not in desk.page
    original = registered(elsa, ana)
    assert desk.client.get(f"/documentos/{original.uuid}/vista-previa/").status_code == 404
    assert desk.client.get(f"/documentos/{original.uuid}/editar/").status_code == 200


def test_an_image_is_loaded_before_the_first_saving(desk, elsa, ana):
    from tests.documents.window.test_scans import scan

    desk.send("ver:anexos", **typed())
    data = {"ficha": desk.fields["ficha"], "accion": "adjuntar", "medio": "electronic", "imagen": "1", "tipo": "externo",
            "archivos": [scan()]}  # fmt: skip
    desk.client.post("/documentos/nuevo/anexos/", data)
    choose(desk, "de", citizen())
    choose(desk, "para", ana.appointment)
    desk.send("aceptar", **typed())
    assert Copy.objects.get().document.attachments.get().is_document_image


# Citizens on the fly -------------------------------------------------------------------------------------------


def person(**more):
    return {"identidad": "", "nombres": "Gina", "apellidos": "Salazar León", "correo": "gina@correo.example",
            "empresa": "Panadería Ñusta", "ciudad": "Loja", "accion": "crear", **more}  # fmt: skip


def create(desk, **more):
    data = person(sesion=str(desk.session.uuid), **more)
    return desk.client.post("/ventanilla/ciudadanos/nuevo/", data, follow=True)


def test_a_citizen_made_on_the_fly_stands_in_de_and_what_was_typed_stays(desk):
    desk.send("guardar", **typed())
    answer = create(desk, identidad="092668785-6")
    assert "Gina Salazar León consta en De." in answer.content.decode()
    gina = User.objects.get(identity_number="0926687856")
    assert not gina.has_usable_password()
    assert (gina.citizen.company, gina.citizen.city, gina.citizen.origin) == ("Panadería Ñusta", "Loja", "window")
    assert desk.session.payload["de"] == [party_key(gina)]
    assert desk.session.payload["asunto"] == "Petición de agua"
    mail = Mail.objects.get(to="gina@correo.example")
    assert mail.subject == "QUIPUX: Creación de Ciudadano"


def test_a_39_similar_people_are_offered_and_what_was_typed_stays(desk):
    desk.send("guardar", **typed())
    there = factories.make_user("Gina Salazár Leon")
    page = create(desk, identidad="0926687856").content.decode()
    assert "Personas parecidas" in page
    assert there.full_name in page
    assert there.identity_number not in page
    assert 'value="Panadería Ñusta"' in page
    assert not CitizenProfile.objects.exists()
    assert "consta en De" in create(desk, identidad="0926687856", accion=f"usar:{there.uuid}").content.decode()
    assert desk.session.payload["de"] == [party_key(there)]


def test_a_39_who_is_only_similar_is_made_anyway_and_who_has_the_same_cedula_is_not(desk):
    desk.send("guardar", **typed())
    factories.make_user("Gina Salazar León", identity_number="0926687856")
    page = create(desk, identidad="0926687856", accion="crear-de-todos-modos").content.decode()
    assert "Esa cédula ya consta en el sistema." in page
    assert "Crear de todos modos" not in page
    page = create(desk, identidad="1713175071").content.decode()
    assert "Crear de todos modos" in page
    create(desk, identidad="1713175071", accion="crear-de-todos-modos")
    assert User.objects.filter(surnames="Salazar León").count() == 2


def test_a_company_is_its_ruc_and_somebody_without_cedula_gets_a_number_of_the_house(desk):
    desk.send("guardar", **typed())
    create(desk, identidad="1790011674001")
    company = CitizenProfile.objects.get(other_document="1790011674001").person
    assert (company.identity_kind, company.identity_number[:4]) == ("internal", "SIN-")
    create(desk, nombres="Sin", apellidos="Papeles", sin_cedula="on", correo="", empresa="")
    other = User.objects.get(surnames="Papeles")
    assert other.identity_number != company.identity_number
    assert desk.session.payload["de"] == [party_key(company), party_key(other)]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Escriba la cédula o el RUC, o marque «Sin cédula»."),
        ({"identidad": "0926687857"}, "El dígito verificador no corresponde."),
        ({"identidad": "1790011674002"}, "El RUC no es válido."),
        ({"identidad": "0926687856", "nombres": ""}, "Complete el campo «Nombre»."),
    ],
)
def test_what_is_wrong_of_a_citizen_is_said(desk, data, sentence):
    desk.send("guardar", **typed())
    answer = create(desk, **data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_comprobante_says_what_it_must_and_says_it_again(desk, elsa, ana):
    gina = citizen(password="una-clave-de-prueba")
    original = registered(elsa, ana, sender=gina)
    page = desk.client.get(f"/documentos/{original.uuid}/comprobante/").content.decode()
    for words in (original.number, "Elsa Montero", original.document.consult_code, gina.identity_number, "/tramites/"):
        assert words in page
    assert original.document.parties.filter(role=PartyRole.FROM).count() == 1
    assert Copy.objects.get(role=CopyRole.ORIGINAL).state == "draft"
