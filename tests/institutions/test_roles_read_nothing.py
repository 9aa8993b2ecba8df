"""No administrative role reads contents (institutions §4, §4.1 rule 3)."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db
SECRET = "Compra de insumos hospitalarios"


def test_i_05_neither_the_agq_nor_the_aiq_opens_a_document_of_an_area(client, ana, bruno, diego, sofia, area):
    document = factories.make_document(ana, to=[bruno], subject=SECRET, attachments=[("informe.txt", b"contenido")])
    copy, annex = factories.copy_of(document, bruno), document.attachments.get()
    addresses = [f"/documentos/{copy.uuid}/", f"/documentos/{copy.uuid}/recorrido/", f"/documentos/{copy.uuid}/archivo/",
                 f"/documentos/{copy.uuid}/anexos/{annex.uuid}/"]  # fmt: skip
    for person, refused in ((diego, 404), (sofia, 403)):
        entered = client(person)
        assert {entered.get(address).status_code for address in addresses} == {refused}, person
    pages = ["/institucion/servidores/", f"/institucion/servidores/{ana.appointment.uuid}/",
             f"/institucion/servidores/{ana.appointment.uuid}/recorrido/", f"/institucion/areas/{area.uuid}/",
             "/institucion/desvinculaciones/", "/institucion/quien-puede/"]  # fmt: skip
    own = ["/admin/", "/admin/personas/", f"/admin/personas/{ana.user.uuid}/", "/admin/respaldos/", "/admin/soporte/",
           "/admin/reorganizacion/instituciones/", "/admin/auditoria/"]  # fmt: skip
    for person, shown in ((diego, pages), (sofia, own)):
        entered = client(person)
        for path in shown:
            answer = entered.get(path)
            assert answer.status_code == 200, path
            assert SECRET not in answer.text
            assert annex.name not in answer.text
