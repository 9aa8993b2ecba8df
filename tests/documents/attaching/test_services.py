"""Attaching, changing and removing (documents §4.2, §6.4, D-08)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from documents.attaching import listing, places
from documents.attaching.services import LONGEST_DESCRIPTION, adopt, attach, edit, not_clean, remove
from documents.models import Attachment, ComposeSession, InstitutionSettings
from documents.services import shelve
from documents.states import Medium, ScanState
from institutions.models import Grant
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow, NotFound
from quipux.files import store
from quipux.files.models import StoredFile
from quipux.history.models import Entry
from quipux.limits.models import Use
from tests import factories
from tests.extraction.samples import SAMPLES, docx
from tests.factories import TINY_PDF

PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00"


def upload(name="informe.pdf", content=TINY_PDF):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def session(ana):
    now = clock.now()
    return ComposeSession.objects.create(user=ana.user, appointment=ana.appointment, saved_at=now,
                                         expires_at=now + timedelta(days=30))  # fmt: skip


@pytest.fixture
def draft(ana, bruno):
    return factories.make_draft(ana, to=[bruno])


@pytest.fixture
def sent(draft, bruno):
    """Bruno's copy of Ana's draft, once sent."""
    return factories.copy_of(factories.send(draft), bruno)


def told(document):
    """The Recorrido of the original about anexos, oldest first."""
    entries = Entry.objects.of(factories.original_of(document)).filter(action__contains="attach")
    return [(entry.label, entry.comment, entry.actor_name) for entry in reversed(entries)]


# Attaching --------------------------------------------------------------------------------------------


def test_d_08_a_new_unsaved_draft_takes_a_docx_and_a_physical_item_and_refuses_an_exe(ana, session):
    result = attach([upload("acta.docx", docx()), upload("acta.exe", PROGRAM)], session=session, actor=ana.actor,
                    description=" Acta de la sesión ")  # fmt: skip
    physical = attach([], session=session, actor=ana.actor, name="Planos A0", medium=Medium.PHYSICAL)
    [kept], [item] = result.kept, physical.kept
    assert (kept.name, kept.description, kept.added_by) == ("acta.docx", "Acta de la sesión", ana.user.full_name)
    assert store.read(kept.file) == docx()
    assert (item.name, item.file, item.text) == ("Planos A0", None, "")
    [refusal] = result.refused
    assert refusal.startswith('"acta.exe" no se adjuntó: el tipo .exe no está permitido. Tipos permitidos: pdf, doc')
    assert list(session.attachments.all()) == [kept, item]
    assert not Entry.objects.filter(subject_kind="copy").exists()


def test_d_08_after_signing_none_can_be_removed_and_later_ones_are_told_apart(client, ana, bruno, draft):
    [first] = attach([upload("primero.pdf")], document=draft, actor=ana.actor).kept
    mine = factories.copy_of(factories.send(draft), bruno)
    for actor, error in ((ana.actor, NotAllowedNow), (bruno.actor, Forbidden)):
        with pytest.raises(error):
            remove(first, actor=actor)
        with pytest.raises(error):
            edit(first, actor=actor, description="otra", medium=Medium.ELECTRONIC)
    [later] = attach([upload("posterior.docx", docx())], copy=mine, actor=bruno.actor).kept
    with pytest.raises(NotAllowedNow):
        remove(later, actor=bruno.actor)
    assert listing.told_apart(mine) == ([first], [later])
    page = client(bruno).get(f"/documentos/{mine.uuid}/anexos/").content.decode()
    assert page.index("primero.pdf") < page.index("subidos posterior a la firma") < page.index("posterior.docx")
    assert str(clock.local(later.added_at).year) in page.partition("posterior.docx")[2]
    assert "posterior.docx" not in client(ana).get(
        f"/documentos/{factories.original_of(draft).uuid}/anexos/").content.decode()  # fmt: skip


def test_each_file_is_told_once_in_the_recorrido_and_bytes_are_kept_by_content(ana, draft):
    result = attach([upload("uno.pdf"), upload("dos.pdf")], document=draft, actor=ana.actor)
    assert [row.file for row in result.kept] == [StoredFile.objects.get()] * 2
    name = ana.user.full_name
    assert told(draft) == [("Adjuntar anexo", "uno.pdf", name), ("Adjuntar anexo", "dos.pdf", name)]


def test_a_big_upload_on_disk_is_stored_whole(ana, draft):
    content = TINY_PDF[:9] + bytes(6 * 1024**2) + TINY_PDF[9:]
    with TemporaryUploadedFile("plano.pdf", "application/octet-stream", len(content), None) as big:
        big.write(content)
        big.seek(0)
        [kept] = attach([big], document=draft, actor=ana.actor).kept
    assert (kept.file.size, kept.file.media_type) == (len(content), "application/pdf")
    assert store.read(kept.file) == content


def test_nothing_to_attach_is_told(ana, draft):
    with pytest.raises(Invalid, match="Elija al menos un archivo"):
        attach([], document=draft, actor=ana.actor)
    with pytest.raises(Invalid, match="Escriba qué se entrega en físico"):
        attach([], document=draft, actor=ana.actor, medium=Medium.PHYSICAL, description="  ")
    with pytest.raises(Invalid, match="más de 512 caracteres"):
        attach([upload()], document=draft, actor=ana.actor, description="x" * (LONGEST_DESCRIPTION + 1))
    assert not Attachment.objects.exists()


def test_the_twenty_first_file_of_an_upload_and_the_two_hundred_first_of_an_hour_are_refused(ana, draft):
    result = attach([upload(f"{n}.pdf") for n in range(21)], document=draft, actor=ana.actor)
    assert len(result.kept) == 20
    assert result.refused[0].startswith('"20.pdf" no se adjuntó: se adjuntan hasta 20 archivos a la vez.')
    Use.objects.filter(act="upload").update(count=199)
    result = attach([upload("a.pdf"), upload("b.pdf")], document=draft, actor=ana.actor)
    assert [row.name for row in result.kept] == ["a.pdf"]
    assert '"b.pdf" no se adjuntó: en esta hora ya adjuntó 200 archivos. Vuelva' in result.refused[0]


def test_the_limits_of_the_document_count_what_another_window_attached_meanwhile(settings, ana, draft, monkeypatch):
    settings.QUIPUX_ATTACHMENTS_MAX = 1
    lock = places.Place.lock

    def attach_in_another_window_first(place):
        monkeypatch.setattr(places.Place, "lock", lock)
        attach([upload("otra.pdf")], document=draft, actor=ana.actor)
        place.lock()

    monkeypatch.setattr(places.Place, "lock", attach_in_another_window_first)
    result = attach([upload("esta.pdf")], document=draft, actor=ana.actor)
    assert (result.kept, len(result.refused)) == ([], 1)
    assert [row.name for row in draft.attachments.all()] == ["otra.pdf"]


def test_an_institution_may_only_narrow_the_types(ana, draft, institution):
    InstitutionSettings.objects.create(institution=institution, attachment_types=["docx", "exe"])
    result = attach(
        [upload("a.exe", PROGRAM), upload("a.pdf"), upload("a.docx", docx())], document=draft, actor=ana.actor
    )
    assert [row.name for row in result.kept] == ["a.docx"]
    assert all(refusal.endswith("Tipos permitidos: docx.") for refusal in result.refused)


# Who --------------------------------------------------------------------------------------------------


def test_only_the_holder_attaches_to_a_draft(ana, bruno, carla, draft):
    for stranger in (bruno, carla):
        with pytest.raises(Forbidden):
            attach([upload()], document=draft, actor=stranger.actor)
    assert not StoredFile.objects.exists(), "nothing of a stranger reaches the store"


def test_only_its_writer_attaches_to_an_unsaved_text_while_it_is_open(ana, bruno, session):
    with pytest.raises(NotFound):
        attach([upload()], session=session, actor=bruno.actor)
    session.closed_at = clock.now()
    session.save()
    with pytest.raises(NotFound):
        attach([upload()], session=session, actor=ana.actor)


def test_who_digitises_and_reads_it_adds_for_everybody_and_never_removes(ana, bruno, diego, elsa, sent):
    Grant.objects.filter(appointment=elsa.appointment, permission="digitise").delete()
    clerk = factories.actor_of(elsa)
    factories.inform(sent, elsa, by=bruno)
    with pytest.raises(Forbidden):
        attach([upload()], copy=sent, actor=clerk)
    for reader in (elsa, diego):
        Grant.objects.create(appointment=reader.appointment, permission="digitise")
    with pytest.raises(Forbidden):
        attach([upload()], copy=sent, actor=factories.actor_of(diego))
    clerk = factories.actor_of(elsa)
    [added] = attach([upload("escaneado.pdf")], copy=sent, actor=clerk).kept
    assert (added.document, added.copy) == (sent.document, None)
    assert listing.told_apart(factories.original_of(sent.document)) == ([], [added])
    with pytest.raises(Forbidden):
        remove(added, actor=clerk)


def test_a_later_anexo_of_the_holder_is_of_the_own_copy_also_when_it_is_shelved(bruno, sent):
    copy = shelve(sent, actor=bruno.actor)
    [added] = attach([upload()], copy=copy, actor=bruno.actor).kept
    assert added.copy == copy


# Changing ---------------------------------------------------------------------------------------------


def test_data_of_an_anexo_change_in_the_draft_and_an_equal_edit_is_not_told(ana, draft):
    [row] = attach([upload()], document=draft, actor=ana.actor).kept
    for _ in range(2):
        row = edit(row, actor=ana.actor, description="Con firmas", medium=Medium.PHYSICAL, is_image=True)
    row.refresh_from_db()
    assert (row.description, row.medium, row.is_document_image) == ("Con firmas", Medium.PHYSICAL, True)
    assert [label for label, *_ in told(draft)] == ["Adjuntar anexo", "Cambio de datos de anexo"]


def test_a_physical_item_without_file_cannot_become_electronic(ana, draft):
    [row] = attach([], document=draft, actor=ana.actor, name="Planos", medium=Medium.PHYSICAL).kept
    with pytest.raises(Invalid, match="necesita su archivo"):
        edit(row, actor=ana.actor, description="", medium=Medium.ELECTRONIC)


def test_removing_is_told_once_and_makes_room_again(settings, ana, draft):
    settings.QUIPUX_ATTACHMENTS_MAX = 1
    [row] = attach([upload()], document=draft, actor=ana.actor).kept
    for _ in range(2):
        remove(row, actor=ana.actor)
    assert [label for label, *_ in told(draft)] == ["Adjuntar anexo", "Borrar anexo"]
    assert attach([upload("b.pdf")], document=draft, actor=ana.actor).kept


def test_anexos_of_an_unsaved_text_go_to_the_document_it_becomes(ana, session, draft):
    attach([upload("a.pdf"), upload("b.csv", SAMPLES["csv"])], session=session, actor=ana.actor)
    [kept, gone] = session.attachments.all()
    remove(gone, actor=ana.actor)
    assert adopt(session, draft) == 2
    assert list(draft.attachments.filter(removed_at=None)) == [kept]
    assert not session.attachments.exists()


def test_what_is_not_clean_keeps_a_document_from_being_signed_until_it_is_removed(ana, draft):
    rows = attach([upload(f"{n}.pdf") for n in range(3)], document=draft, actor=ana.actor).kept
    assert not_clean(draft) == []
    for row, state in zip(rows, (ScanState.PENDING, ScanState.INFECTED, ScanState.CLEAN), strict=True):
        Attachment.objects.filter(pk=row.pk).update(scan_state=state)
    assert not_clean(draft) == ["0.pdf", "1.pdf"]
    remove(rows[1], actor=ana.actor)
    assert not_clean(draft) == ["0.pdf"]
