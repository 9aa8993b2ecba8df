"""«Ajustes de documentos» of the AIQ, and keys in the server, which only the SGE allows (documents §2.1, §9.1)."""

import pytest
from django.urls import reverse

from documents.choices import services
from documents.dispatching.carriers import carriers_of
from documents.models import Classification, Copy
from documents.signing.providers.server_p12 import ServerP12
from quipux.errors import Forbidden
from quipux.history.models import Entry
from tests import factories
from tests.backups.pages.reading import Page

pytestmark = pytest.mark.django_db
PAGE = "/institucion/ajustes-de-documentos/"
SENT = {"attachment_types": "", "carriers": "", "classifications": "", "phrases": "", "reception_area": ""}


def test_what_the_aiq_decides_is_offered_where_people_work_and_named_in_the_recorrido(
    client, diego, ana, carla, institution
):
    window = factories.make_area(institution, "Ventanilla Única", sigla="VU")
    aiq = client(diego)
    sent = SENT | {"carriers": "Correos del Ecuador\n  Motorizado  \nMotorizado", "attachment_types": " .PDF, docx pdf",
                   "classifications": "Queja\nConsulta", "phrases": "Para su trámite", "reception_area": window.pk,
                   "subject_in_mails": "on"}  # fmt: skip
    page = Page(aiq.post(PAGE, sent, follow=True))
    assert "Los ajustes se guardaron." in page.text
    assert page.fields()["carriers"].split() == ["Correos", "del", "Ecuador", "Motorizado"]
    assert carriers_of(institution) == ["Correos del Ecuador", "Motorizado"]
    assert services.classifications_of(institution) == ["Consulta", "Queja"]
    told = "Área de recepción, transportes, tipos de anexo, asunto en los correos, tipificaciones, frases de comentario"
    assert Entry.objects.of(institution).first().comment == told
    assert services.of(institution).attachment_types == ["pdf", "docx"]
    received = factories.make_document(carla, to=[ana])
    assert Copy.objects.get(document=received, holder=ana.appointment).number.startswith("MINEJ-VU-")


def test_a_word_that_left_the_list_is_offered_no_more_and_stays_on_what_carries_it(client, diego, institution):
    aiq = client(diego)
    aiq.post(PAGE, SENT | {"classifications": "Queja\nConsulta"})
    aiq.post(PAGE, SENT | {"classifications": "Consulta"})
    assert (services.classifications_of(institution), Classification.objects.count()) == (["Consulta"], 2)
    aiq.post(PAGE, SENT | {"classifications": "Consulta\nQueja"})
    assert (services.classifications_of(institution), Classification.objects.count()) == (["Consulta", "Queja"], 2)
    before = Entry.objects.of(institution).count()
    aiq.post(PAGE, SENT | {"classifications": "Consulta\nQueja"})
    assert Entry.objects.of(institution).count() == before


def test_a_line_too_long_and_an_area_of_others_are_refused_and_what_was_typed_stays(client, diego, other_institution):
    foreign = factories.make_area(other_institution, "Otra")
    answer = client(diego).post(
        PAGE,
        SENT
        | {"carriers": "x" * 81, "attachment_types": "pdf, exe", "reception_area": foreign.pk, "phrases": "Urgente"},
    )
    page = Page(answer)
    assert answer.status_code == 422
    assert {target for _, target in page.errors()} == {"#id_carriers", "#id_reception_area", "#id_attachment_types"}
    assert page.fields()["phrases"].strip() == "Urgente"


def test_keys_in_the_server_are_allowed_by_the_sge_alone_with_a_reason(client, sofia, diego, institution, settings):
    settings.QUIPUX_SIGNATURE_PROVIDERS = ("desktop", "server_p12")
    sge, there = client(sofia), reverse("admin:firma:server_key", args=[institution.uuid])
    assert ServerP12().is_offered(institution) is False
    assert institution.name in sge.get(reverse("admin:firma:server_keys"), {"buscar": "ejemplo ministerio"}).text
    assert sge.post(there, {"accion": "permitir", "reason": " "}).status_code == 422
    sge.post(there, {"accion": "permitir", "reason": "Oficio SGE-2026-12"})
    assert ServerP12().is_offered(institution) is True
    assert "La SGE la permite en su institución." in client(diego).get(PAGE).text
    client(diego).post(PAGE, SENT | {"allows_server_p12": ""})
    assert ServerP12().is_offered(institution) is True
    assert "Oficio SGE-2026-12" in sge.get(there).text
    sge.post(there, {"accion": "prohibir", "reason": "Terminó la contingencia"})
    assert ServerP12().is_offered(institution) is False
    with pytest.raises(Forbidden):
        services.allow_server_key(institution, True, reason="Yo mismo", actor=diego.actor)
