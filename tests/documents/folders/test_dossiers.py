"""«Exportar expediente»: what is in it, who gets it, and that it is made once (documents §13.8)."""

import csv
import hashlib
import io
import zipfile
from datetime import timedelta

import pytest

from documents import alarms, workshop
from documents.dossiers import contents, services
from documents.models import Dossier, Folder, FolderItem
from documents.services import folders, links
from institutions import services as institutions
from quipux import clock
from quipux.accesslog.models import AccessEntry, Event
from quipux.errors import Forbidden, Invalid
from quipux.history.recorder import SYSTEM
from quipux.limits.models import PageUse
from quipux.notices.models import Notice
from tests import factories


@pytest.fixture
def folder(area):
    return Folder.objects.create(area=area, name="Contratos de aseo")


def filed(folder, author, to, **fields):
    """The copy of ``to`` of a document that he put into the folder."""
    copy = factories.copy_of(factories.make_document(author, to=[to], **fields), to)
    folders.put(copy, folder, actor=to.actor)
    return copy


def opened(answer) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_a_folder_is_asked_for_made_announced_and_downloaded_with_its_index(client, ana, bruno, elsa, folder):
    annexes = [("acta.txt", b"uno"), ("acta.txt", b"dos")]
    copy = filed(folder, elsa, ana, subject="=Contrato", attachments=annexes)
    entered = client(ana)
    assert "se está generando" in entered.post(f"/carpetas/{folder.pk}/expediente/", follow=True).text
    assert services.WORKSHOP.work() == {"built": 1, "failed": 0}
    row = Dossier.objects.get()
    assert Notice.objects.filter(text="Expediente Contratos de aseo: listo para descargar.").count() == 1
    assert f'href="/expedientes/{row.uuid}/"' in entered.get("/expedientes/").text
    archive = opened(entered.get(f"/expedientes/{row.uuid}/"))
    root, own = f"expediente_contratos-de-aseo_{clock.today()}", f"001_{copy.number}"
    files = {f"{copy.number}.pdf", "hoja_de_ruta.pdf", "anexos/acta.txt", "anexos/acta (2).txt"}
    assert set(archive.namelist()) == {f"{root}/indice.csv", *(f"{root}/{own}/{name}" for name in files)}
    assert archive.read(f"{root}/{own}/{copy.number}.pdf") == factories.TINY_PDF
    index = list(csv.DictReader(io.StringIO(archive.read(f"{root}/indice.csv").decode("utf-8-sig")), delimiter=";"))
    assert {line["Archivo"]: line["SHA-256"] for line in index} == {
        f"{own}/{name}": hashlib.sha256(archive.read(f"{root}/{own}/{name}")).hexdigest() for name in files}  # fmt: skip
    assert {line["Asunto"] for line in index} == {"'=Contrato"}
    assert AccessEntry.objects.filter(event=Event.DOWNLOAD, object_uuid=copy.uuid).count() == 1
    assert PageUse.objects.get(act=alarms.FILES).count == 1  # S-25: counted as if opened one by one
    assert client(bruno).get(f"/expedientes/{row.uuid}/").status_code == 404


def test_each_reader_gets_only_what_he_may_read_and_loses_the_file_with_the_right(client, ana, bruno, elsa, folder):
    filed(folder, elsa, ana, subject="Para todos")
    secret = filed(folder, elsa, ana, subject="Reservado", confidential=True)
    by_ana, by_bruno = (services.ask(actor=person.actor, folder=folder) for person in (ana, bruno))
    assert (by_ana.total, by_bruno.total) == (2, 1)
    services.WORKSHOP.work()
    assert str(secret.uuid) not in str(Dossier.objects.get(pk=by_bruno.pk).contents)
    factories.reassign(secret, bruno)
    secret.document.parties.filter(appointment=ana.appointment).update(appointment=bruno.appointment)
    answer = client(ana).get(f"/expedientes/{by_ana.uuid}/")
    assert answer.status_code == 403
    assert "Ya no puede leer uno de los documentos" in answer.text


def test_the_tree_of_a_document_is_exported_and_other_trees_are_not(client, ana, elsa):
    first, second, alone = (factories.make_document(elsa, to=[ana], subject=name) for name in ("Uno", "Dos", "Otro"))
    mine = [factories.copy_of(document, ana) for document in (second, first)]
    links.link(*mine, actor=ana.actor)
    client(ana).post(f"/documentos/{mine[0].uuid}/asociados/expediente/")
    services.WORKSHOP.work()
    held = {one["uuid"] for one in Dossier.objects.get().contents}
    assert held == {str(copy.uuid) for copy in mine}
    assert client(ana).post(f"/documentos/{factories.original_of(alone).uuid}/asociados/expediente/").status_code == 404


def test_an_empty_folder_and_one_of_too_many_documents_are_refused_with_the_reason(
    client, ana, elsa, folder, monkeypatch
):
    answer = client(ana).post(f"/carpetas/{folder.pk}/expediente/", follow=True)
    assert contents.EMPTY in answer.text
    monkeypatch.setattr(contents, "MOST", 2)
    for document in factories.make_documents(3, elsa, to=[ana]):
        FolderItem.objects.create(folder=folder, copy=factories.copy_of(document, ana), area=folder.area,
                                  added_at=clock.now())  # fmt: skip
    with pytest.raises(Invalid, match="El expediente tiene 3 documentos; el máximo es 2"):
        services.ask(actor=ana.actor, folder=folder)


def test_who_left_the_post_gets_nothing_and_after_seven_days_the_file_is_gone(client, ana, bruno, elsa, folder):
    filed(folder, elsa, ana)
    gone, kept = (services.ask(actor=person.actor, folder=folder) for person in (ana, bruno))
    institutions.deactivate(ana.appointment, last_day=clock.today(), actor=SYSTEM)
    assert services.WORKSHOP.work() == {"built": 1, "failed": 1}
    assert "Ya no ejerce el puesto" in Dossier.objects.get(pk=gone.pk).failure
    with clock.frozen_at(clock.now() + timedelta(days=8)):
        assert client(bruno).get(f"/expedientes/{kept.uuid}/").status_code == 404
        assert services.WORKSHOP.forget() == 2
    assert not Dossier.objects.exists()


def test_a_failed_attempt_is_taken_up_again_and_given_up_after_three(ana, elsa, folder, monkeypatch):
    filed(folder, elsa, ana)
    services.ask(actor=ana.actor, folder=folder)
    Dossier.objects.update(attempts=workshop.TRIES)
    assert services.WORKSHOP.work() == {"built": 0, "failed": 1}
    assert Dossier.objects.get().failure == services.FAILED
    with pytest.raises(Forbidden):
        services.require_all_readable(Dossier(contents=[{"uuid": "00000000-0000-4000-8000-000000000000"}]), ana.actor)
