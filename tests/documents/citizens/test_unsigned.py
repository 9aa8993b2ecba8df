"""A citizen without electronic signature reads what is hers, and nothing of the office (documents §12, §16.2)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from documents.models import Attachment, Copy
from documents.services import comment, mark_read, tasks
from documents.states import CopyRole
from institutions.actors import actors_of, resolve
from quipux import access, clock
from quipux.accesslog.models import AccessEntry, Event
from quipux.files import store
from tests import factories
from tests.backups.pages.reading import Page
from tests.house import matrix

pytestmark = pytest.mark.django_db
SENT, RECEIVED = "/bandejas/ciudadano/enviados/", "/bandejas/ciudadano/recibidos/"


def page(outsider, address) -> Page:
    return Page(outsider.enter().get(address))


def copy_for(document, outsider) -> Copy:
    return document.copies.get(party__person=outsider.user)


def given(document) -> Copy:
    """The office's own copy of an external."""
    return document.copies.select_related("holder").exclude(role=CopyRole.ORIGINAL).get()


def numbers(outsider, address) -> list[str]:
    label = "Enviados" if address == SENT else "Recibidos"
    table = page(outsider, address)
    return [row[0] for row in table.rows(label)] if table.find("table") is not None else []


def test_the_context_of_a_citizen_is_said_and_leads_to_the_own_trays(gina):
    client = gina.enter()
    assert client.get("/")["Location"] == RECEIVED
    answer = client.get(RECEIVED)
    assert "(Ciu.) Gina Salazar" in answer.content.decode()
    menu = Page(answer).find("nav", aria_label="Bandejas y menú")
    assert ["".join(link.itertext()).strip() for link in menu.iter("a")] == [
        "Enviados",
        "Recibidos",
        "Solicitar firma electrónica",
        "Mis datos",
    ]
    assert Page(answer).find("form", role="search") is None


def test_who_serves_too_has_both_contexts_and_an_inactive_profile_gives_none(gina, area):
    gina.actor.profile.state = "inactive"
    gina.actor.profile.save()
    assert actors_of(gina.user) == []
    gina.actor.profile.state = "active"
    gina.actor.profile.save()
    factories.make_appointment(gina.user, area)
    words = [context.description for context in resolve(gina.user, None).contexts]
    assert words[0].startswith("(Serv.) Gina Salazar / ")
    assert words[1] == "(Ciu.) Gina Salazar"
    assert resolve(gina.user, "ciudadano").is_citizen


def test_d_61_enviados_are_what_the_window_registered_for_her(external, gina, hugo, bruno, ana):
    own = external(gina, to=[bruno], subject="Solicitud propia", reference="GS-1")
    external(hugo, to=[bruno])
    [row] = page(gina, SENT).rows("Enviados")
    day = clock.local(given(own).sort_at).date()
    assert row == [own.number, "Solicitud propia", "Bruno Salas, Director", "Ministerio de Ejemplo",
                   day.isoformat(), "GS-1", "Recibido"]  # fmt: skip


def test_d_61_recibidos_are_copies_already_sent_to_her(letter, gina, hugo, bruno):
    sent = letter(bruno, to=gina, subject="Respuesta a su solicitud")
    letter(bruno, to=gina, sent=False)
    letter(bruno, to=hugo)
    assert numbers(gina, RECEIVED) == [sent.number]
    shown = page(gina, f"/ciudadano/documentos/{copy_for(sent, gina).uuid}/")
    assert shown.pairs()["De"] == "Bruno Salas, Director"
    assert shown.find("a", class_="govuk-back-link").get("href") == RECEIVED


def test_d_61_no_comment_task_or_officer_below_the_jefe_is_told(external, gina, bruno, ana):
    document = external(gina, to=[ana], subject="Solicitud propia")
    copy = given(document)
    mark_read(copy, actor=ana.actor)
    comment(copy, actor=ana.actor, text="Comentario de la oficina")
    tasks.assign(copy, bruno.appointment, actor=ana.actor, comment="Tarea de la oficina", due=clock.today())
    Attachment.objects.create(document=document, copy=copy, name="informe-interno.txt", added_by="Ana",
                              added_at=clock.now(), file=store.save(b"interno", media_type="text/plain"))  # fmt: skip
    address = f"/ciudadano/documentos/{copy.uuid}/"
    for body in (gina.enter().get(address).content.decode(), gina.enter().get(SENT).content.decode()):
        for secret in ("Ana Torres", "Especialista", "Comentario de la oficina", "Tarea de la oficina", "Elsa",
                       "Bruno", "informe-interno.txt"):  # fmt: skip
            assert secret not in body
    assert page(gina, address).pairs()["Para"] == "Dirección Nacional de Provisión"


def test_d_61_a_confidential_of_others_does_not_exist_for_her_and_her_own_does(external, letter, gina, hugo, bruno):
    own = external(gina, to=[bruno], confidential=True, subject="Denuncia reservada")
    foreign = external(hugo, to=[bruno], confidential=True)
    assert numbers(gina, SENT) == [own.number]
    client = gina.enter()
    assert client.get(f"/ciudadano/documentos/{given(own).uuid}/").status_code == 200
    refused = client.get(f"/ciudadano/documentos/{given(foreign).uuid}/")
    unknown = client.get("/ciudadano/documentos/00000000-0000-4000-8000-000000000000/")
    assert (refused.status_code, refused.content) == (404, unknown.content)
    assert AccessEntry.objects.filter(event=Event.READ, object_uuid=given(own).uuid, user=gina.user).count() == 1
    assert AccessEntry.objects.filter(event=Event.DENIED, object_uuid=given(foreign).uuid, user=gina.user).count() == 1


def level_of(name):
    return access.level_of(matrix.routes()[name].view)


def test_d_61_a_46_no_page_of_the_office_exists_for_her_not_even_for_her_own_document(external, gina, bruno):
    copy = given(external(gina, to=[bruno]))
    client = gina.enter()
    office = [name for name, route in matrix.routes().items()
              if name.startswith(("documents:", "backups:")) and route.parameters in ((), ("uuid",))]  # fmt: skip
    asked = 0
    for name in office:
        case = matrix.cases()[name]
        if case.cells["anonymous"] != {"GET": 302, "POST": 302} or "citizen" in name or level_of(name) == access.PERSON:
            continue
        address = reverse(name, kwargs={"uuid": copy.uuid} if matrix.routes()[name].parameters else {})
        assert client.get(address).status_code in (404, 405), name  # 405: an act that is only ever posted
        assert client.post(address).status_code in (404, 405), name
        asked += 1
    assert asked > 30
    assert get_resolver().resolve("/respaldos/").view_name == "backups:menu"


def test_d_61_she_downloads_the_file_and_the_anexos_byte_for_byte(external, letter, gina, hugo, bruno):
    presented = external(gina, to=[bruno], attachments=[("cedula.txt", b"Copia de la cedula")])
    sheet = page(gina, f"/ciudadano/documentos/{given(presented).uuid}/")
    link = sheet.links()["cedula.txt"]
    assert b"".join(gina.enter().get(link).streaming_content) == b"Copia de la cedula"
    assert hugo.enter().get(link).status_code == 404
    pdf = factories.tiny_pdf("Respuesta en papel")
    sent = letter(bruno, to=gina, pdf=pdf)
    link = page(gina, f"/ciudadano/documentos/{copy_for(sent, gina).uuid}/").links()["Descargar el documento (PDF)"]
    assert b"".join(gina.enter().get(link).streaming_content) == pdf
    assert hugo.enter().get(link).status_code == 404


def test_the_answer_is_told_by_number_and_opened_where_she_has_it(external, letter, gina, bruno):
    document = external(gina, to=[bruno])
    answer = letter(bruno, to=gina, answer_to=given(document))
    sheet = page(gina, f"/ciudadano/documentos/{given(document).uuid}/")
    assert "Contestado." in sheet.text
    assert sheet.links()[answer.number] == f"/ciudadano/documentos/{copy_for(answer, gina).uuid}/"


def test_her_pages_write_nothing_for_the_office(external, gina, bruno):
    copy = given(external(gina, to=[bruno]))
    gina.enter().get(f"/ciudadano/documentos/{copy.uuid}/")
    assert Copy.objects.get(pk=copy.pk).is_read is False


def test_the_list_costs_the_same_for_ten_rows_and_for_twenty(external, gina, bruno):
    counts = []
    for _ in range(2):
        for _ in range(10):
            external(gina, to=[bruno])
        client = gina.enter()
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(SENT)
        counts.append(len(found))
    assert counts[0] == counts[1]
