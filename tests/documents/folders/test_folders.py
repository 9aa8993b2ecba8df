"""Carpetas virtuales and metadatos (documents §4.2, §13.8)."""

import uuid

import pytest

from documents.models import Folder, FolderItem, MetadataLabel, MetadataValue
from documents.services import folders, metadata
from institutions.models import Area, Grant
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history.models import Entry
from tests import factories
from tests.cast import servant


@pytest.fixture
def keeper(area):
    """Who orders the folders of every área of the institution."""
    return servant(factories.make_servant(area, "Nora Paz", permissions=["manage_virtual_folders"]))


@pytest.fixture
def folder(area, keeper):
    return folders.save(Folder(area=area, name="Contratos", code="C-1"), actor=keeper.actor)


@pytest.fixture
def copy(ana, elsa):
    return factories.copy_of(factories.make_document(elsa, to=[ana], subject="Contrato de aseo"), ana)


def test_folders_are_made_renamed_moved_and_deactivated_by_who_manages_them(client, keeper, area, folder):
    entered = client(keeper)
    data = {"name": "Limpieza", "code": "", "parent": folder.pk, "years_office": 5, "years_central": 15}
    assert entered.post("/carpetas/nueva/", data).status_code == 302
    below = Folder.objects.get(name="Limpieza")
    assert below.parent == folder
    assert entered.post("/carpetas/nueva/", data | {"name": "limpieza"}).status_code == 422
    edit = f"/carpetas/{folder.pk}/editar/"
    ring = entered.post(edit, data | {"name": "Contratos", "parent": below.pk, "is_active": "on"})
    assert "Elija otra carpeta principal." in ring.text
    closing = entered.post(edit, data | {"name": "Contratos", "parent": ""})
    assert "Desactive primero las carpetas que contiene." in closing.text
    assert entered.post(f"/carpetas/{below.pk}/editar/", data | {"name": "Aseo", "parent": ""}).status_code == 302
    below = Folder.objects.get(pk=below.pk)
    assert (below.name, below.parent, below.is_active) == ("Aseo", None, False)
    page = entered.get("/carpetas/").text
    assert page.index("Aseo") < page.index("Contratos")


def test_nobody_else_orders_folders_nor_those_of_other_areas(client, ana, carla, keeper, folder, area):
    with pytest.raises(Forbidden):
        folders.save(Folder(area=area, name="Otra"), actor=ana.actor)
    assert client(ana).get("/carpetas/nueva/").status_code == 403
    assert client(carla).get(f"/carpetas/{folder.pk}/").status_code == 404
    foreign = Area.objects.get(institution=carla.actor.institution, parent=None)
    assert client(keeper).get(f"/carpetas/?area={foreign.pk}").status_code == 404
    limited = servant(factories.make_servant(factories.make_area(area.institution, "Bodega")))
    grant = Grant.objects.create(appointment=limited.appointment, permission="manage_virtual_folders")
    grant.areas.add(limited.appointment.area)
    assert not folders.can_manage(area, limited.actor)
    other = Folder.objects.create(area=limited.appointment.area, name="De bodega")
    with pytest.raises(Invalid):
        folders.save(Folder(area=area, name="Mezclada", parent=other), actor=keeper.actor)


def test_a_copy_has_one_folder_per_area_and_the_recorrido_says_so(client, ana, keeper, folder, copy):
    second = folders.save(Folder(area=folder.area, name="Servicios"), actor=keeper.actor)
    entered, address = client(ana), f"/documentos/{copy.uuid}/carpetas/"
    assert entered.post(address, {"folder": folder.pk}).status_code == 302
    assert entered.post(address, {"folder": second.pk}).status_code == 302
    assert FolderItem.objects.get(copy=copy).folder == second
    trail = [(entry.label, entry.comment) for entry in Entry.objects.of(copy)[:3]]
    assert trail == [("Carpeta virtual: incluir", "Servicios"), ("Carpeta virtual: quitar", "Contratos"),
                     ("Carpeta virtual: incluir", "Contratos")]  # fmt: skip
    assert "Servicios" in entered.get(address).text
    assert entered.post(f"{address}quitar/").status_code == 302
    assert not FolderItem.objects.exists()
    assert entered.post(f"{address}quitar/").status_code == 409


def test_only_readers_and_only_folders_of_the_own_area(ana, elsa, diego, folder, copy):
    with pytest.raises(Forbidden):
        folders.put(copy, folder, actor=diego.actor)
    original = factories.original_of(copy.document)
    with pytest.raises(Forbidden):
        folders.put(original, folder, actor=elsa.actor)
    Folder.objects.filter(pk=folder.pk).update(is_active=False)
    with pytest.raises(NotAllowedNow, match="está desactivada"):
        folders.put(copy, Folder.objects.get(pk=folder.pk), actor=ana.actor)


def test_many_are_put_at_once(client, ana, bruno, folder):
    copies = [factories.copy_of(d, ana) for d in factories.make_documents(3, bruno, to=[ana])]
    data = {"copia": [c.uuid for c in copies], "confirmar": "1", "clave": uuid.uuid4(), "folder": folder.pk}
    assert client(ana).post("/documentos/acciones/carpeta/", data).status_code == 302
    assert folder.items.count() == 3


def test_the_list_of_a_folder_shows_only_what_its_reader_may_see(client, ana, bruno, elsa, area, folder, copy):
    document = factories.make_document(elsa, to=[ana], subject="Canario reservado", confidential=True)
    secret = factories.copy_of(document, ana)
    for one in (copy, secret):
        folders.put(one, folder, actor=ana.actor)
    address = f"/carpetas/{folder.pk}/"
    assert "Canario reservado" in client(ana).get(address).text
    page = client(bruno).get(address).text
    assert "Contrato de aseo" in page
    assert "Canario" not in page
    assert secret.number not in page
    assert "5 años en archivo de gestión y 15 años en archivo central" in page
    assert "Contrato de aseo" not in client(ana).get(address, {"texto": "vehículos"}).text
    assert client(ana).get(address, {"desde": "ayer"}).status_code == 422
    assert "Contrato de aseo" not in client(servant(factories.make_servant(area))).get(address).text


def test_metadatos_are_those_of_the_own_area_and_of_the_institution(client, ana, elsa, institution, area, copy):
    group = MetadataLabel.objects.create(institution=institution, name="Contrato")
    provider = MetadataLabel.objects.create(institution=institution, parent=group, name="Proveedor")
    own = MetadataLabel.objects.create(institution=institution, area=area, name="Estante")
    foreign = MetadataLabel.objects.create(institution=institution, area=elsa.appointment.area, name="Bodega")
    entered, address = client(ana), f"/documentos/{copy.uuid}/metadatos/"
    page = entered.get(address).text
    assert "Contrato: Proveedor" in page
    assert "Bodega" not in page
    entered.post(address, {f"m{provider.pk}": "Limpieza S. A.", f"m{own.pk}": "7", f"m{foreign.pk}": "No"})
    assert metadata.values_of(copy, ana.actor) == {provider.pk: "Limpieza S. A.", own.pk: "7"}
    assert Entry.objects.of(copy).first().comment == "Proveedor: vacío → Limpieza S. A.\nEstante: vacío → 7"
    entered.post(address, {f"m{provider.pk}": "Limpieza S. A.", f"m{own.pk}": ""})
    assert list(MetadataValue.objects.values_list("label", flat=True)) == [provider.pk]
    entries = Entry.objects.of(copy).count()
    entered.post(address, {f"m{provider.pk}": "Limpieza S. A."})
    assert Entry.objects.of(copy).count() == entries
    assert entered.post(address, {f"m{provider.pk}": "x" * 251}).status_code == 422


def test_metadatos_are_for_readers_only(client, diego, institution, copy):
    label = MetadataLabel.objects.create(institution=institution, name="Proveedor")
    assert client(diego).post(f"/documentos/{copy.uuid}/metadatos/", {f"m{label.pk}": "x"}).status_code == 404
    with pytest.raises(Forbidden):
        metadata.set_values(copy, {label.pk: "x"}, actor=diego.actor)


def test_the_page_of_a_document_names_its_folders_and_metadatos_to_who_reads_it(client, ana, elsa, folder, copy):
    folders.put(copy, folder, actor=ana.actor)
    label = MetadataLabel.objects.create(institution=ana.actor.institution, name="Proveedor")
    metadata.set_values(copy, {label.pk: "Aseo Total"}, actor=ana.actor)
    page = client(ana).get(f"/documentos/{copy.uuid}/").text
    assert f"Contratos ({folder.area.name})" in page
    assert "Proveedor: Aseo Total" in page
