"""Puestos and role templates of an institution: kept, closed, brought and taken as files (institutions §3, §6.5)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from institutions.catalogues import services
from institutions.models import Post, RoleTemplate
from institutions.permissions.templates import templates_of
from quipux.errors import Invalid
from tests import factories
from tests.backups.pages.reading import Page
from tests.cast import servant

pytestmark = pytest.mark.django_db
PLACE = "/institucion/catalogos/"


def test_a_puesto_is_kept_closed_and_offered_while_it_is_open(client, diego, institution):
    entered = client(diego)
    entered.post(
        f"{PLACE}puestos/nueva/", {"name": "Analista 3", "heading": "Analista", "level": "4", "is_active": "on"}
    )
    one = Post.objects.get(institution=institution, name="Analista 3")
    again = entered.post(f"{PLACE}puestos/nueva/", {"name": "ANALISTA 3", "level": "1", "is_active": "on"})
    assert "Ya existe una fila con ese nombre." in Page(again).text
    assert "Analista 3" in entered.get("/institucion/catalogos/puestos/").text
    entered.post(f"{PLACE}puestos/{one.pk}/", {"name": "Analista 3", "heading": "", "level": "4"})
    one.refresh_from_db()
    assert (one.is_active, one.heading) == (False, "")


def test_a_role_template_has_only_what_its_aiq_may_give_and_takes_the_place_of_that_of_quipux(
    client, diego, institution
):
    entered = client(diego)
    told = Page(entered.get(f"{PLACE}plantillas/")).text
    assert "De Quipux" in told
    entered.post(f"{PLACE}plantillas/nueva/", {"name": "Servidor", "is_active": "on", "grupo0": ["create_outgoing"],
                                               "grupo2": ["sign_electronically"]})  # fmt: skip
    assert templates_of(institution)["Servidor"] == (19, 27)
    with pytest.raises(Invalid, match="No puede otorgar: 26, 30"):
        services.keep(RoleTemplate(name="Todo", codes=[26, 27, 30]), actor=diego.actor)
    nothing = entered.post(f"{PLACE}plantillas/nueva/", {"name": "Vacía", "is_active": "on"})
    assert "Elija al menos un permiso." in Page(nothing).text


def test_a_catalogue_goes_out_and_comes_back_whole_or_not_at_all(client, diego, institution):
    services.keep(Post(name="Analista 3", heading="Analista", level=4), actor=diego.actor)
    entered = client(diego)
    text = b"".join(entered.post(f"{PLACE}puestos/exportar/", {"formato": "csv"}).streaming_content)
    assert "Analista 3;Analista;4;Sí" in text.decode("utf-8-sig")
    changed = text.decode("utf-8-sig").replace(";4;Sí", ";5;No") + "Asesor;;2;Sí\r\n"
    entered.post(f"{PLACE}puestos/", {"archivo": SimpleUploadedFile("puestos.csv", changed.encode())})
    assert list(Post.objects.order_by("name").values_list("name", "level", "is_active")) == [
        ("Analista 3", 5, False), ("Asesor", 2, True)]  # fmt: skip
    wrong = changed + "Director;;muy alto;Sí\r\nVocal;;1;Sí\r\n"
    refused = entered.post(f"{PLACE}puestos/", {"archivo": SimpleUploadedFile("puestos.csv", wrong.encode())})
    assert "Línea 4" in Page(refused).text
    assert Post.objects.count() == 2


def test_the_rows_of_another_institution_and_of_nobody_are_answered_alike(client, diego, other_institution):
    area = factories.make_area(other_institution)
    theirs = servant(factories.make_servant(area, permissions=["administer"]))
    row = services.keep(RoleTemplate(name="Ajena", codes=[27]), actor=theirs.actor)
    answers = [client(diego).get(f"{PLACE}plantillas/{number}/") for number in (row.pk, row.pk + 1000)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
