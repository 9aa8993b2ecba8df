"""«Preferencias» and «Descargar mis datos» (accounts-portal §5, §9.2, §9.3, §13)."""

import json
from io import BytesIO

from openpyxl import load_workbook
from pypdf import PdfReader

from accounts import finding, holdings
from accounts.models import User
from institutions.models import Grant
from quipux.accesslog.models import AccessEntry, Event
from tests import factories
from tests.cast import PASSWORD

PREFERENCES, DOWNLOAD = "/mi-perfil/preferencias/", "/mi-perfil/descargar/"


def entering(client, user):
    """A new browser in which the person just entered, and what «Usuario:» says there."""
    browser = type(client)()
    browser.post("/ingresar/", {"username": user.identity_number, "password": PASSWORD})
    return browser, browser.get("/bandejas/recibidos/").context["frame"].person


def test_the_preferences_are_kept_and_only_own_contexts_are_offered(client, ana, carla):
    entered = client(ana)
    data = {"opens_drafts_to_edit": "on", "gets_daily_summary": "on", "default_context": str(ana.appointment.uuid)}
    assert entered.post(PREFERENCES, data).status_code == 302
    kept = User.objects.get(pk=ana.user.pk)
    assert (kept.gets_mails, kept.opens_drafts_to_edit, kept.uses_shortcuts) == (False, True, False)
    assert kept.gets_daily_summary
    assert entered.post(PREFERENCES, data | {"default_context": str(carla.appointment.uuid)}).status_code == 422
    assert User.objects.get(pk=ana.user.pk).default_context == str(ana.appointment.uuid)


def test_she_enters_in_the_chosen_context_else_in_the_last_used_one(client, ana, other_institution):
    user, area = ana.user, factories.make_area(other_institution, "Unidad", sigla="UN")
    other = factories.make_appointment(user, area, title="Asesora")
    user.set_password(PASSWORD)
    user.save()
    browser, shown = entering(client, user)
    assert "Especialista" in shown
    browser.post("/contexto/", {"context": str(other.uuid)})
    browser.post("/salir/")
    browser, shown = entering(client, user)
    assert "Asesora" in shown
    browser.post(PREFERENCES, {"default_context": str(ana.appointment.uuid)})
    browser.post("/salir/")
    browser, shown = entering(client, user)
    assert "Especialista" in shown
    browser.post("/salir/")
    User.objects.filter(pk=user.pk).update(default_context="de-un-puesto-que-ya-no-tiene")
    assert "Asesora" in entering(client, user)[1]


def test_what_is_held_about_a_person_is_handed_out_without_documents_and_nobody_elses(client, ana, bruno):
    factories.make_document(bruno, to=[ana], subject="Asunto de un documento")
    entered = client(ana)
    answer = entered.post(DOWNLOAD, {"formato": "json"})
    assert answer["Content-Disposition"].startswith('attachment; filename="mis-datos-')
    assert answer["Cache-Control"] == "no-store"
    told = json.loads(answer.content)["datos"]
    assert told["Identidad"][0]["Número"] == ana.user.identity_number
    assert told["Correos"][0]["Correo principal"] == ana.user.email
    assert told["Puestos"][0]["Puesto"] == "Especialista"
    text = answer.content.decode()
    assert "Asunto de un documento" not in text
    assert bruno.user.identity_number not in text
    assert AccessEntry.objects.by(ana.user).filter(event=Event.EXPORT).count() == 1
    assert entered.post(DOWNLOAD, {"formato": "docx"}).status_code == 404


def test_the_pdf_tells_the_same_sections(client, ana):
    answer = client(ana).post(DOWNLOAD, {"formato": "pdf"})
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert all(section in text for section in holdings.of(ana.user))
    assert ana.user.identity_number in text


def test_the_sixth_download_of_an_hour_waits(client, ana):
    entered = client(ana)
    assert [entered.post(DOWNLOAD, {"formato": "json"}).status_code for _ in range(6)] == [200] * 5 + [429]


def test_a_33_trays_permissions_and_who_writes_change_with_the_context(client, ana, bruno, other_institution):
    area = factories.make_area(other_institution, "Unidad", sigla="UN")
    other = factories.make_appointment(ana.user, area, title="Asesora")
    factories.make_document(bruno, to=[ana], subject="Solo del ministerio")
    Grant.objects.create(appointment=other, permission="administer")
    for post in (ana.appointment, other):
        Grant.objects.create(appointment=post, permission="create_outgoing")
    entered = client(ana)

    def seen():
        tray, form = entered.get("/bandejas/recibidos/"), entered.get("/documentos/nuevo/")
        return ("Solo del ministerio" in tray.content.decode(), entered.get("/institucion/areas/").status_code,
                "Asesora" in form.content.decode().split("<main")[1])  # fmt: skip

    assert seen() == (True, 403, False)
    entered.post("/contexto/", {"context": str(other.uuid)})
    assert seen() == (False, 200, True)
    assert AccessEntry.objects.by(ana.user).filter(event=Event.CONTEXT, context=str(other.uuid)).exists()


def test_a_02_a_cedula_keeps_its_first_zero_and_its_hyphen_changes_nobody(client, diego, area):
    number = factories.cedula(55_501, province=1)
    user = factories.make_servant(area, "Rosa Lema").person
    User.objects.filter(pk=user.pk).update(identity_number=number)
    assert number.startswith("0")
    assert finding.person_of(f"{number[:9]}-{number[9]}") == finding.person_of(number) == user
    entered = client(diego)
    assert number in entered.get("/institucion/servidores/").content.decode()
    csv = entered.post("/institucion/servidores/exportar/", {"formato": "csv"})
    assert number in b"".join(csv.streaming_content).decode("utf-8-sig")
    book = load_workbook(
        BytesIO(b"".join(entered.post("/institucion/servidores/exportar/", {"formato": "xlsx"}).streaming_content))
    )
    cells = {cell.value for row in book.active.iter_rows() for cell in row}
    assert number in cells  # text, as it is stored


def test_a_servant_proposes_her_names_once_and_takes_it_back(client, ana):
    entered, page = client(ana), "/mi-perfil/proponer/"
    assert entered.post(page, {"accion": "proponer", "cedula": "1710034066"}).status_code == 422
    assert entered.post(page, {"accion": "proponer", "apellidos": "Torres Mena"}).status_code == 302
    assert "Torres Mena" in entered.get(page).content.decode()
    assert entered.post(page, {"accion": "proponer", "apellidos": "Otra Vez"}).status_code == 422
    assert User.objects.get(pk=ana.user.pk).surnames == "Torres"  # a validador decides
    assert entered.post(page, {"accion": "retirar"}).status_code == 302
    assert entered.post(page, {"accion": "retirar"}).status_code == 404
    assert ana.user.data_changes.get().get_state_display() == "Retirada"


def test_the_room_between_rows_is_hers_and_only_who_chose_it_loads_it(client, ana, bruno):
    hers, his = client(ana), client(bruno)
    assert "comoda.css" not in hers.get(PREFERENCES).content.decode()
    assert hers.post(PREFERENCES, {"density": "comfortable"}).status_code == 302
    assert "comoda.css" in hers.get("/bandejas/recibidos/").content.decode()
    assert "comoda.css" not in his.get("/bandejas/recibidos/").content.decode()
    hers.post(PREFERENCES, {})  # a form of a former release changes nothing of it
    assert User.objects.get(pk=ana.user.pk).density == "comfortable"
    assert hers.post(PREFERENCES, {"density": "enorme"}).status_code == 422
    hers.post(PREFERENCES, {"density": "compact"})
    assert "comoda.css" not in hers.get("/bandejas/recibidos/").content.decode()
