"""What an AIQ proposes for the catalogues of everybody, and how the AGQ answers (institutions §6.5)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import catalogues
from accounts.models import CatalogueEntry, CatalogueKind
from institutions.catalogues import proposals
from institutions.models import CatalogueProposal
from quipux.errors import Conflict, Forbidden, Invalid
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests import factories
from tests.cast import servant

pytestmark = pytest.mark.django_db
PAGE, SGE = "/institucion/catalogos-generales/", "/admin/catalogos/"
WISH = {"name": "Magíster en Archivística", "abbreviation": "Mgs.", "reason": "Tres servidores tienen ese título."}


def entry(kind, name, parent=None, *, sofia):
    return catalogues.keep(CatalogueEntry(kind=kind, name=name, parent=parent), actor=sofia.actor)


def test_an_aiq_proposes_on_the_page_and_what_the_agq_accepts_is_everybodys(client, diego, carla, sofia):
    assert client(diego).post(f"{PAGE}?clase=title", WISH).status_code == 302
    proposal = CatalogueProposal.objects.get()
    operator = client(sofia)
    assert "Magíster en Archivística" in operator.get(f"{SGE}propuestas/").text
    assert operator.post(f"{SGE}propuestas/{proposal.uuid}/", {"accion": "rechazar"}).status_code == 422
    operator.post(f"{SGE}propuestas/{proposal.uuid}/", {"accion": "aceptar", "answer": "Consta en el registro."})
    assert CatalogueEntry.objects.get(kind="title").abbreviation == "Mgs."
    assert [line.action for line in Entry.objects.of(proposal)] == ["accepted", "proposed"]
    assert Mail.objects.get(subject=proposals.SUBJECT).to == diego.user.email
    assert "Consta en el registro." in client(diego).get(PAGE).text
    with pytest.raises(Conflict):
        proposals.propose(
            CatalogueProposal(kind="title", name="magíster en archivística", reason="Otra vez."), actor=diego.actor
        )


def test_a_refusal_needs_its_reason_and_nobody_proposes_from_practice_or_for_some_areas(diego, ana, sofia):
    with pytest.raises(Forbidden):
        proposals.propose(CatalogueProposal(kind="title", **WISH), actor=ana.actor)
    tenant = factories.make_institution(sigla="MINEJC", training=True)
    pupil = servant(factories.make_servant(tenant.areas.get(), permissions=["administer", "institutional_admin"]))
    with pytest.raises(Forbidden, match="capacitación"):
        proposals.propose(CatalogueProposal(kind="title", **WISH), actor=pupil.actor)
    proposal = proposals.propose(CatalogueProposal(kind="title", **WISH), actor=diego.actor)
    with pytest.raises(Invalid, match="motivo"):
        proposals.reject(proposal, answer=" ", actor=sofia.actor)
    assert proposals.reject(proposal, answer="No consta en el registro.", actor=sofia.actor).state == "rejected"
    assert not CatalogueEntry.objects.exists()


def test_a_city_stands_under_its_province_and_a_file_of_cities_comes_and_goes(client, sofia):
    country = entry(CatalogueKind.COUNTRY, "Ecuador", sofia=sofia)
    province = entry(CatalogueKind.PROVINCE, "Loja", country, sofia=sofia)
    with pytest.raises(Invalid, match="Elija a qué provincia pertenece"):
        entry(CatalogueKind.CITY, "Loja", country, sofia=sofia)
    entry(CatalogueKind.CITY, "Loja", province, sofia=sofia)
    with pytest.raises(Conflict):
        entry(CatalogueKind.CITY, "LOJA", province, sofia=sofia)
    operator = client(sofia)
    text = "pertenece_a;nombre;femenino;abreviatura;activo\nLoja;Loja;;LOJ;Sí\nLoja;Catamayo;;;Sí\n"
    operator.post(f"{SGE}?clase=city", {"archivo": SimpleUploadedFile("ciudades.csv", text.encode("utf-8-sig"))})
    assert set(CatalogueEntry.objects.filter(kind="city").values_list("name", "abbreviation")) == {
        ("Loja", "LOJ"),
        ("Catamayo", ""),
    }
    taken = operator.post(f"{SGE}exportar/?clase=city", {"formato": "csv"})
    assert b"Loja;Catamayo" in b"".join(taken.streaming_content)
    wrong = operator.post(
        f"{SGE}?clase=city", {"archivo": SimpleUploadedFile("c.csv", text.replace("Loja;Cat", "Nada;Cat").encode())}
    )
    assert "Línea 3: Elija a qué provincia pertenece." in wrong.text
    closed = CatalogueEntry.objects.get(name="Catamayo")
    sent = {"parent": province.pk, "name": "Catamayo", "feminine": "", "abbreviation": ""}
    assert operator.post(f"{SGE}fila/{closed.uuid}/", sent).status_code == 302
    closed.refresh_from_db()
    assert not closed.is_active
