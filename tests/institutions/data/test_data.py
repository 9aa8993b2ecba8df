"""The institution's own data: logo, support address, what only the AGQ changes (institutions §5)."""

import io
import re

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models.roles import Role
from documents.rendering.context import institution_values
from institutions.data import services, telling
from institutions.models import DataChange, Institution
from quipux.errors import Forbidden
from quipux.files import store
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests import factories

DATA = {"phone": "(02) 200-0000 ext. 12", "address": "Av. Amazonas N24-196", "authority_name": "Marta Espín",
        "authority_post": "Ministra", "authority_email": "marta@ejemplo.gob.ec", "support_email": "soporte@ejemplo.gob.ec",
        "mail_domains": "Ejemplo.gob.ec\n@correo.ejemplo.ec", "website": "https://ejemplo.gob.ec",
        "farewell": "Dios, Patria y Libertad"}  # fmt: skip
PAGE, ASK = "/institucion/datos/", "/institucion/datos/solicitar/"


@pytest.fixture
def entered(client, diego):
    return client(diego)


def png(size=(40, 20), kind="PNG") -> bytes:
    output = io.BytesIO()
    Image.new("RGB", size, "navy").save(output, kind)
    return output.getvalue()


def upload(data, name="logo.png"):
    return DATA | {"logo": SimpleUploadedFile(name, data)}


def test_the_aiq_keeps_the_data_and_the_recorrido_says_which(entered, institution):
    assert entered.post(PAGE, DATA).status_code == 302
    kept = Institution.objects.get(pk=institution.pk)
    assert (kept.phone, kept.farewell) == (DATA["phone"], "DIOS, PATRIA Y LIBERTAD")
    assert kept.mail_domains == "ejemplo.gob.ec\ncorreo.ejemplo.ec"
    assert "teléfono" in Entry.objects.of(kept).get().comment
    for wrong in ({"phone": "llame"}, {"address": "aquí"}, {"website": "http://ejemplo.gob.ec"}, {"mail_domains": "a b"},
                  {"support_email": ""}, {"authority_name": ""}, {"authority_post": ""}, {"authority_email": ""}):  # fmt: skip
        assert entered.post(PAGE, DATA | wrong).status_code == 422
    assert Institution.objects.get(pk=institution.pk).name == "Ministerio de Ejemplo"


def test_the_support_address_waits_for_its_link_and_a_new_one_voids_the_old(client, entered, institution):
    entered.post(PAGE, DATA)
    mail = Mail.objects.get(to="soporte@ejemplo.gob.ec")
    path = re.search(r"https?://[^/]+(/\S+)", mail.text)[1]
    anonymous = client
    assert "Confirmar este correo" in anonymous.get(path).text
    assert Institution.objects.get(pk=institution.pk).support_email_verified_at is None
    assert "Listo" in anonymous.post(path).text
    assert Institution.objects.get(pk=institution.pk).support_email_verified_at
    entered.post(PAGE, DATA | {"support_email": "otro@ejemplo.gob.ec"})
    assert Institution.objects.get(pk=institution.pk).support_email_verified_at is None
    assert anonymous.post(path).status_code == anonymous.post(f"{path[:-2]}x/").status_code == 410


def test_i_16_a_logo_is_drawn_anew_and_what_is_no_image_refused(entered, institution):
    script = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    for wrong in (
        upload(script),
        upload(script, "logo.svg"),
        upload(png((4001, 10))),
        upload(b"x" * (1024 * 1024 + 1)),
    ):
        assert entered.post(PAGE, wrong).status_code == 422
    hidden = png(kind="JPEG") + b"<script>alert(1)</script>"
    assert entered.post(PAGE, upload(hidden, "../../logo.php")).status_code == 302
    kept = Institution.objects.get(pk=institution.pk)
    written = store.read(kept.logo)
    assert (written[:8], b"script" in written, kept.logo.media_type) == (b"\x89PNG\r\n\x1a\n", False, "image/png")
    assert "logo" not in kept.logo.key
    assert institution_values(kept)["logo"].startswith("data:image/png;base64,")


def test_who_administers_only_some_areas_does_not_change_the_institution(client, diego, ana, area):
    grant = diego.appointment.grants.get()
    grant.areas.add(area)
    assert client(diego).get(PAGE).status_code == client(ana).get(PAGE).status_code == 403


def test_a_change_of_sigla_is_asked_by_the_aiq_and_made_by_the_agq(client, entered, institution, ana, carla, sofia):
    before = factories.make_document(ana, to=[carla])
    data = {"field": "sigla", "value": "minej2", "reason": "Decreto ejecutivo"}
    assert entered.post(ASK, data | {"value": "SENAM"}).status_code == 422
    assert entered.post(ASK, data | {"field": "ruc", "value": "1760001550002"}).status_code == 422
    evidence = SimpleUploadedFile("decreto.pdf", factories.TINY_PDF)
    assert entered.post(ASK, data | {"evidence": evidence}).status_code == 302
    again = entered.post(ASK, data)
    assert (again.status_code, "Ya existe una solicitud pendiente" in again.text) == (422, True)
    change = DataChange.objects.get()
    address = f"/admin/datos-instituciones/{change.uuid}/"
    assert "MINEJ2" in client(sofia).get("/admin/datos-instituciones/").text
    assert client(sofia).post(address, {"accion": "rechazar", "answer": ""}).status_code == 422
    assert client(sofia).post(address, {"accion": "aceptar", "answer": ""}).status_code == 302
    kept = Institution.objects.get(pk=institution.pk)
    root = kept.areas.get(parent=None)
    assert (kept.sigla, root.sigla, root.versions.count()) == ("MINEJ2", "MINEJ2", 2)
    before.refresh_from_db()
    assert before.number.startswith("MINEJ-")
    assert "Aceptado" in entered.get(PAGE).text
    assert client(sofia).post(address, {"accion": "aceptar", "answer": ""}).status_code == 422


def test_an_operator_who_serves_in_the_institution_does_not_decide_on_it(diego, institution, sofia, area):
    change = services.ask_change(
        institution, field="name", value="Ministerio Nuevo", reason="Decreto", actor=diego.actor
    )
    factories.make_appointment(sofia.user, area)
    with pytest.raises(Forbidden, match="No puede resolver casos de su propia institución"):
        services.accept(change, answer="", actor=sofia.actor)
    assert DataChange.objects.get().state == "requested"


def make_agq(name: str, **fields):
    person = factories.make_user(name, is_staff=True, **fields)
    person.groups.add(Group.objects.get_or_create(name=Role.AGQ)[0])
    return person


def test_a_request_is_mailed_to_each_agq_who_may_decide_and_says_no_value(diego, institution, area):
    deciding, serving = make_agq("Sara Andrade"), make_agq("Tania Bravo")
    factories.make_appointment(serving, area)
    change = services.ask_change(institution, field="ruc", value="1768152560001", reason="Decreto", actor=diego.actor)
    mail = Mail.objects.get(subject="QUIPUX: Solicitud de cambio de datos")
    assert mail.to == deciding.email
    assert "Ministerio de Ejemplo solicita cambiar un dato: RUC.\nEstado: Solicitado\nFecha: " in mail.text
    assert f"/datos-instituciones/{change.uuid}/" in mail.text
    assert "1768152560001" not in mail.text
    telling.asked(change)
    assert Mail.objects.filter(subject=mail.subject).count() == 1


def test_where_nobody_may_decide_the_central_mailbox_is_told(diego, institution, settings):
    services.ask_change(institution, field="name", value="Ministerio Nuevo", reason="Decreto", actor=diego.actor)
    assert Mail.objects.get(subject=telling.ASKED).to == settings.QUIPUX_SUPPORT_EMAIL


def test_no_mail_of_a_training_tenant_reaches_the_sge(institution):
    make_agq("Sara Andrade")
    training = factories.make_institution(training=True)
    telling.asked(DataChange(institution=training, field="name"))
    assert not Mail.objects.exists()
