"""F-26: documents that cannot be read or drawn: left out by name after their tries, and the night goes on."""

import os
from datetime import date
from pathlib import Path

import pgtrigger
import pytest
from django.core.files.storage import storages
from django.urls import reverse

from backups.models import BackupRequest, Omission
from backups.services import freezing, running, scheduling
from backups.states import BackupState, RequestState
from documents.models import Document
from quipux.files.store import storage_key
from quipux.pdf import PdfError
from tests.backups import making
from tests.factories import make_document, make_documents

pytestmark = pytest.mark.django_db
DEEP = "<div>" * 900 + "x" + "</div>" * 900
SOUND = 15


def cut(path, size):
    os.truncate(path, size)


def flip(path, size):
    data = bytearray(path.read_bytes())
    data[size // 2] ^= 0x20
    path.write_bytes(data)


POISONS = {
    "archivo_no_encontrado": [lambda path, size: path.unlink()] * 4,
    "huella_no_coincide": [flip, flip, flip, lambda path, size: cut(path, 0), lambda path, size: cut(path, size // 2),
                           lambda path, size: cut(path, size - 1), lambda path, size: path.write_bytes(b"x" * (size + 9)),
                           lambda path, size: path.write_bytes(b"\0" * size)],
}  # fmt: skip
UNREADABLE = sum(map(len, POISONS.values()))


@pytest.fixture
def corpus(ana, bruno) -> dict[str, str]:
    """Twenty poisoned documents of Ana among sound ones; number → why it will be left out."""
    documents = [make_document(ana, to=[bruno], at=making.at_noon(date(2020, 1, 6)),
                               pdf=f"%PDF-1.4 {number}\n%%EOF\n".encode() * 40) for number in range(20)]  # fmt: skip
    reasons, waiting = {}, [(reason, act) for reason, acts in POISONS.items() for act in acts]
    for document, (reason, act) in zip(documents, waiting, strict=False):
        document.refresh_from_db()
        stored = document.official_pdf
        act(Path(storages["default"].path(storage_key(stored.sha256))), stored.size)
        reasons[document.number] = reason
    for document in documents[len(waiting) :]:
        with pgtrigger.ignore():  # a text of the former system: no form of ours takes it
            Document.objects.filter(pk=document.pk).update(official_pdf=None, body=DEEP)
        reasons[document.number] = "pdf_no_generado"
    make_documents(SOUND, ana, to=[bruno], at=making.at_noon(date(2020, 2, 6)))
    return reasons


@pytest.mark.long
def test_f_26_twenty_poisoned_documents_are_left_out_by_name_and_the_night_ends(
    corpus, client, ana, bruno, sofia, settings
):
    assert len(corpus) == 20
    poisoned = making.send_request(ana)
    other = making.approved(bruno, ana)
    scheduling.schedule_requests()
    for request in (poisoned, other):
        assert making.build(request).state == BackupState.GENERATED
    left = {row.number: (row.reason, row.tries) for row in Omission.objects.all()}
    assert {number: reason for number, (reason, _) in left.items()} == corpus
    read = {tries for reason, tries in left.values() if reason != "pdf_no_generado"}
    assert read == {settings.QUIPUX_DOCUMENT_TRIES}
    backup = BackupRequest.objects.get(pk=poisoned.pk).backup
    assert backup.documents_planned - backup.documents_packed == len(corpus)
    assert BackupRequest.objects.get(pk=other.pk).state == RequestState.FULFILLED
    page = client(sofia).get(reverse("admin:sge:omissions", args=[poisoned.uuid])).text
    assert [number for number in corpus if number not in page] == []


def test_f_26_a_renderer_that_is_interrupted_is_tried_three_times_and_one_that_does_not_start_blames_nobody(
    ana, bruno, monkeypatch, settings):  # fmt: skip
    request = making.approved(ana, bruno)
    Document.objects.filter(pk=Document.objects.order_by("pk").first().pk).update(official_pdf=None)
    drawn, reasons = freezing.official_pdf, []

    def trouble(document):
        if reasons:
            raise PdfError(reasons.pop(0))
        return drawn(document)

    monkeypatch.setattr(freezing, "official_pdf", trouble)
    backup = making.claim(request)
    reasons[:] = ["start"]
    assert not running.prepare(backup.pk)
    assert (making.fresh(backup).state, making.fresh(backup).attempts) == (BackupState.RUNNING, 1)
    reasons[:] = ["killed", "wall"]
    assert running.work_through(backup.pk)
    assert not Omission.objects.exists()
