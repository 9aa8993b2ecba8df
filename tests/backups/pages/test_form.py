"""The request form: prefilled, saved, refused, kept (backups §3.2, §3.3; ui §7.5, §7.6)."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from backups.models import BackupRequest
from institutions import services as institutions
from quipux import clock
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests.backups import making
from tests.backups.pages.reading import Page
from tests.factories import make_appointment, make_area, make_documents

pytestmark = pytest.mark.django_db
FORM = "/respaldos/solicitar/"
GOOD = {"date_from": "2016-01-04", "date_to": "2017-02-08", "comment": ""}


def actions(request):
    return [(entry.label, entry.comment) for entry in Entry.objects.of(request)]


def test_b_01_the_menu_leads_to_a_form_filled_with_what_the_system_knows(client, ana):
    mine = client(ana)
    menu = Page(mine.get("/respaldos/"))
    assert "Solicitudes personales" in menu.text
    assert "Solicitudes de la Institución" not in menu.text
    page = Page(mine.get(menu.links()["Solicitar respaldos"]))
    assert page.heading == "Solicitud de Respaldos"
    assert {"Información del Docu.", "Recorrido"} <= set(page.links())
    today = clock.today().isoformat()
    person = ana.user
    assert page.pairs() == {
        "Cédula": person.identity_number, "Nombre": "Ana", "Apellido": "Torres", "Institución": "Ministerio de Ejemplo",
        "Área": "Dirección Nacional de Provisión", "Puesto": "Especialista", "Perfil": "Normal",
        "Fecha Solic.": today, "Estado": "",
    }  # fmt: skip
    assert {name: page.fields()[name] for name in GOOD} == {"date_from": today, "date_to": today, "comment": ""}
    assert [b for b in page.buttons() if b in ("Guardar", "Enviar")] == ["Guardar", "Enviar"]
    assert "Regresar" in page.links()
    assert BackupRequest.objects.count() == 0


def test_b_02_guardar_keeps_a_draft_and_its_changes_without_mail(client, ana):
    mine = client(ana)
    answer = mine.post(FORM, GOOD | {"accion": "guardar", "comment": "Me voy en marzo"})
    request = BackupRequest.objects.get()
    assert answer.url == reverse("backups:detail", args=[request.uuid])
    page = Page(mine.get(answer.url))
    assert "Datos de solicitud guardados correctamente." in page.text
    assert page.fields()["date_to"] == "2017-02-08"
    mine.post(answer.url, GOOD | {"accion": "guardar", "comment": "Otra vez"})
    same = BackupRequest.objects.select_related("backup").get()
    assert (same.number, same.requested_at) == (request.number, request.requested_at)
    assert (same.get_state_display(), same.backup.get_state_display()) == ("En Edición", "Por Generar")
    assert actions(same) == [("Solicitud modificada", "Otra vez"), ("Solicitud creada", "Me voy en marzo")]
    assert Mail.objects.count() == 0


def test_s_49_b_06_a_reversed_range_is_refused_and_equal_dates_pass(client, ana):
    mine = client(ana)
    answer = mine.post(
        FORM, {"date_from": "2017-02-09", "date_to": "2017-02-08", "comment": "texto", "accion": "guardar"}
    )
    assert answer.status_code == 422
    page = Page(answer)
    assert page.errors() == [("La Fecha Inicio debe ser menor o igual que la Fecha Fin.", "#id_date_from")]
    assert page.title.startswith("Error: ")
    assert page.fields()["comment"] == "texto"
    assert (BackupRequest.objects.count(), Entry.objects.filter(subject_kind="backup_request").count()) == (0, 0)
    assert mine.post(FORM, GOOD | {"date_from": "2017-02-08", "accion": "guardar"}).status_code == 302
    draft = reverse("backups:detail", args=[BackupRequest.objects.get().uuid])
    assert mine.post(draft, GOOD | {"date_from": "1900-01-01", "accion": "guardar"}).status_code == 302
    assert BackupRequest.objects.get().date_from == date(1900, 1, 1)


def test_s_49_b_07_the_end_is_compared_with_the_day_in_guayaquil(client, ana):
    mine = client(ana)
    with clock.frozen_at(datetime(2017, 2, 8, 23, 30, tzinfo=clock.GUAYAQUIL)):
        late = mine.post(FORM, GOOD | {"date_to": "2017-02-09", "accion": "guardar"})
        assert Page(late).errors() == [("La Fecha Fin debe ser menor o igual que la Fecha Actual.", "#id_date_to")]
        assert mine.post(FORM, GOOD | {"date_to": "2017-02-08", "accion": "guardar"}).status_code == 302


def test_u_13_three_wrong_fields_give_three_links_in_order_and_keep_what_was_typed(client, ana):
    mine, typed = client(ana), {"date_from": "31/02/2016", "date_to": "mañana", "comment": "x" * 1001}
    answer = mine.post(FORM, typed | {"accion": "guardar"})
    page = Page(answer)
    assert answer.status_code == 422
    assert page.errors() == [
        ("Escriba la Fecha Inicio como año-mes-día, por ejemplo 2016-01-04", "#id_date_from"),
        ("Escriba la Fecha Fin como año-mes-día, por ejemplo 2016-01-04", "#id_date_to"),
        ("El comentario no puede superar 1000 caracteres.", "#id_comment"),
    ]
    assert {name: page.fields()[name] for name in typed} == typed
    assert page.title.startswith("Error: ")
    better = Page(mine.post(FORM, typed | {"date_from": "4/1/2016", "accion": "guardar"}))
    assert len(better.errors()) == 2
    assert better.fields()["date_from"] == "2016-01-04"


def test_u_15_the_first_button_of_the_form_saves_and_never_sends(client, ana):
    page = Page(client(ana).get(FORM))
    form = page.find("form", id="solicitud")
    first = next(button for button in form.iter("button"))
    assert (first.get("name"), first.get("value")) == ("accion", "guardar")
    assert client(ana).post(FORM, GOOD).status_code == 302
    assert BackupRequest.objects.get().get_state_display() == "En Edición"


def test_the_whole_period_of_the_post_is_filled_in_and_the_comment_stays(client, ana):
    answer = client(ana).post(FORM, {"date_from": "x", "date_to": "", "comment": "sigue", "accion": "periodo"})
    fields = Page(answer).fields()
    assert (fields["date_from"], fields["date_to"]) == ("2015-01-05", clock.today().isoformat())
    assert fields["comment"] == "sigue"
    assert BackupRequest.objects.count() == 0


def test_calcular_counts_without_storing_anything(client, ana, bruno):
    make_documents(35, ana, to=[bruno], at=making.at_noon(date(2016, 3, 1)))
    page = Page(client(ana).post(FORM, GOOD | {"accion": "calcular", "comment": "sigue"}))
    assert "Encontramos 35 documentos (mínimo 21)." in page.text
    pairs = page.pairs()
    assert (pairs["Enviados"], pairs["Recibidos"], pairs["Reasignados"], pairs["Informados"]) == ("35", "0", "0", "0")
    assert pairs["Total"] == "35 (un documento puede estar en varias listas)"
    assert pairs["Fecha ofrecida"].startswith("entre el ")
    assert "lista la mañana del" in pairs["Noche"]
    assert page.fields()["comment"] == "sigue"
    assert BackupRequest.objects.count() == 0


def test_a_period_without_documents_says_so(client, ana):
    page = Page(client(ana).post(FORM, GOOD | {"accion": "calcular"}))
    assert "No hay documentos en el período seleccionado." in page.text


def test_b_12_the_form_names_the_other_posts_and_what_to_do_for_each(client, ana, other_institution):
    area = make_area(other_institution, "Coordinación Técnica")
    second = make_appointment(ana.user, area, title="Asesora")
    ended = make_appointment(ana.user, make_area(other_institution, "Archivo"), title="Analista")
    institutions.deactivate(ended, last_day=clock.today(), actor=ana.actor)
    mine = client(ana)
    page = Page(mine.get(FORM))
    assert (
        "Este respaldo incluye solo los documentos del puesto Especialista en Ministerio de Ejemplo. Usted tiene además:"
        in page.text
    )
    name = other_institution.name
    assert sorted(page.rows("Sus otros puestos")) == [
        [name, "Archivo", "Analista", "Inactivo", f"Solicítelo al Administrador Institucional Quipux de {name}"],
        [name, "Coordinación Técnica", "Asesora", "Activo", "Cambiar a este puesto"],
    ]
    moved = mine.post("/contexto/", {"context": str(second.uuid), "next": FORM})
    assert moved.url == FORM
    assert Page(mine.get(FORM)).pairs()["Puesto"] == "Asesora"


def test_b_16_solicitar_de_nuevo_opens_the_form_with_the_same_range(client, ana):
    request = making.make_request(ana, start=date(2016, 1, 4), end=date(2016, 6, 30))
    mine = client(ana)
    mine.post(reverse("backups:eliminate", args=[request.uuid]), {"comment": ""})
    detail = Page(mine.get(reverse("backups:detail", args=[request.uuid])))
    page = Page(mine.get(detail.links()["Solicitar de nuevo"]))
    assert (page.fields()["date_from"], page.fields()["date_to"]) == ("2016-01-04", "2016-06-30")
    mine.post(FORM, page.fields() | {"accion": "guardar"})
    newest = BackupRequest.objects.order_by("-number").first()
    assert newest.number > request.number
    assert [label for label, _ in actions(request)] == ["Solicitud eliminada", "Solicitud creada"]


def test_the_range_of_somebody_elses_request_is_not_repeated(client, ana, bruno):
    foreign = making.make_request(bruno, start=date(2016, 1, 4), end=date(2016, 6, 30))
    page = Page(client(ana).get(f"{FORM}?de={foreign.uuid}"))
    assert page.fields()["date_from"] == clock.today().isoformat()
    assert client(ana).get(f"{FORM}?de=nada").status_code == 200
