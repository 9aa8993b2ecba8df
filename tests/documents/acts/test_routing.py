"""Reassigning, informing, filing and taking back, through the services (documents §4.2)."""

from datetime import date

import pytest

from documents import services
from documents.models import Copy, Informed
from documents.services import tasks
from documents.states import Confidentiality, CopyState
from documents.trays import membership
from institutions.actors import Actor
from institutions.models import Appointment, SharedTray
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow
from quipux.history.models import Entry
from quipux.notices.models import Notice
from quipux.outbox.models import Mail
from tests import factories
from tests.cast import servant

pytestmark = pytest.mark.django_db


@pytest.fixture
def luisa(area):
    """A colleague in Ana's área."""
    return servant(factories.make_servant(area, "Luisa Mora", title="Asistente"))


@pytest.fixture
def received(ana, bruno):
    """What Bruno sent to Ana."""
    return factories.copy_of(factories.make_document(bruno, to=[ana]), ana)


def actions(copy):
    return list(Entry.objects.of(copy).values_list("action", flat=True))


def test_d_35_reassigning_with_a_deadline_moves_the_holder_unread_and_tells_him(ana, luisa, received):
    services.mark_read(received, actor=ana.actor)
    deadline = date(2030, 3, 6)
    copy = services.reassign(received, luisa.appointment, actor=ana.actor, comment="Atender", deadline=deadline)
    assert (copy.holder, copy.previous_holder, copy.is_read, copy.deadline) == (
        luisa.appointment, ana.appointment, False, deadline)  # fmt: skip
    assert Notice.objects.get(user=luisa.user).text == f"Documento reasignado: {copy.number}"
    mail = Mail.objects.get(to=luisa.appointment.notice_address)
    assert mail.subject == f"QUIPUX: Documento reasignado – {copy.number}"
    assert "Fecha Máxima: 2030-03-06" in mail.text
    assert copy.document.subject not in mail.text


def test_d_35_without_a_date_there_is_no_deadline(ana, luisa, received):
    copy = services.reassign(received, luisa.appointment, actor=ana.actor)
    assert copy.deadline is None


def test_d_36_another_area_is_refused_for_who_holds_no_permission(ana, diego, received):
    with pytest.raises(Invalid, match="no pertenece a las áreas a las que usted puede reasignar"):
        services.reassign(received, diego.appointment, actor=ana.actor)


def test_d_36_another_institution_oneself_and_who_left_are_refused(ana, carla, luis, received):
    for target in (carla.appointment, ana.appointment, luis.appointment):
        with pytest.raises(Invalid):
            services.reassign(received, target, actor=ana.actor)
    assert Copy.objects.get(pk=received.pk).holder == ana.appointment


def test_d_36_a_jefe_reaches_jefes_and_public_users_of_parent_sibling_and_child_areas(ana, bruno, institution, area):
    parent = institution.areas.get(parent=None)
    child = factories.make_area(institution, "Unidad de Bodega", parent=area)
    far = factories.make_area(institution, "Bodega Norte", parent=child)
    chief = {"profile": Appointment.Profile.CHIEF}
    reached = [
        factories.make_servant(parent, "Paula Jefa", **chief),
        factories.make_servant(factories.make_area(institution), "Hermana Jefa", **chief),
        factories.make_servant(child, "Hijo Público", permissions=["public_user"]),
    ]
    closed = [factories.make_servant(child, "Hijo Raso"), factories.make_servant(far, "Nieta Jefa", **chief)]
    for target in reached:
        copy = factories.copy_of(factories.make_document(ana, to=[bruno]), bruno)
        assert services.reassign(copy, target, actor=bruno.actor).holder == target
    for target in closed:
        copy = factories.copy_of(factories.make_document(ana, to=[bruno]), bruno)
        with pytest.raises(Invalid):
            services.reassign(copy, target, actor=bruno.actor)


def test_d_36_usuario_anterior_is_always_allowed(ana, diego, received):
    factories.let_reach(ana.appointment, diego.appointment)
    passed = services.reassign(received, diego.appointment, actor=Actor(ana.user, ana.appointment))
    assert services.reassign(passed, ana.appointment, actor=diego.actor).holder == ana.appointment


def test_d_37_an_archived_copy_must_be_restored_before_it_is_reassigned(ana, luisa, received):
    services.shelve(received, actor=ana.actor)
    with pytest.raises(NotAllowedNow, match="El documento está archivado; debe restaurarlo"):
        services.reassign(received, luisa.appointment, actor=ana.actor)
    copy = services.unshelve(received, actor=ana.actor)
    assert (copy.state, copy.is_read, copy.shelved_at) == (CopyState.IN_PROCESS, False, None)
    assert services.reassign(copy, luisa.appointment, actor=ana.actor).holder == luisa.appointment


def test_an_archived_original_returns_to_enviados(ana, bruno):
    original = factories.original_of(factories.make_document(ana, to=[bruno]))
    services.shelve(original, actor=ana.actor)
    assert services.unshelve(original, actor=ana.actor).state == CopyState.SENT


def test_d_39_what_i_reassigned_returns_while_it_was_not_passed_on(ana, luisa, received):
    services.reassign(received, luisa.appointment, actor=ana.actor)
    copy = services.recover(received, actor=ana.actor)
    assert copy.holder == ana.appointment
    assert actions(copy)[:2] == ["recover", "reassign"]


def test_d_39_passed_on_to_an_active_person_it_is_refused(ana, bruno, luisa, received):
    services.reassign(received, luisa.appointment, actor=ana.actor)
    services.reassign(received, bruno.appointment, actor=luisa.actor)
    with pytest.raises((Conflict, Forbidden)):
        services.recover(received, actor=ana.actor)
    assert Copy.objects.get(pk=received.pk).holder == bruno.appointment


def test_d_40_informing_twice_keeps_one_row_unread_again_and_the_holder(ana, luisa, received):
    services.inform(received, luisa.appointment, actor=ana.actor, comment="Primera")
    services.mark_read(received, actor=luisa.actor)
    services.inform(received, luisa.appointment, actor=ana.actor, comment="Segunda")
    row = Informed.objects.get(copy=received)
    assert (row.comment, row.read_at) == ("Segunda", None)
    assert Copy.objects.get(pk=received.pk).holder == ana.appointment


def test_d_40_removing_the_informed_row_affects_only_its_person(ana, bruno, luisa, received):
    services.inform(received, luisa.appointment, actor=ana.actor)
    services.inform(received, bruno.appointment, actor=ana.actor)
    services.remove_informed(received, actor=luisa.actor)
    left = Informed.objects.filter(copy=received, removed_at__isnull=True)
    assert [row.informed for row in left] == [bruno.appointment]
    with pytest.raises(Forbidden):
        services.remove_informed(received, actor=luisa.actor)


def test_d_42_copies_are_independent(ana, bruno, luisa, elsa):
    document = factories.make_document(bruno, to=[ana, luisa, elsa])
    services.shelve(factories.copy_of(document, ana), actor=ana.actor)
    services.reassign(factories.copy_of(document, luisa), ana.appointment, actor=luisa.actor)
    assert factories.copy_of(document, elsa).state == CopyState.IN_PROCESS
    assert factories.copy_of(document, elsa).holder == elsa.appointment
    assert factories.original_of(document).state == CopyState.SENT


def test_d_45_a_deleted_draft_returns_and_a_purged_one_vanishes_for_all_but_auditors(
    client, ana, bruno, luisa, institution
):
    draft = factories.original_of(factories.make_draft(ana, to=[bruno]))
    consequent = factories.make_draft(ana, to=[bruno], antecedent=draft.document)
    task = tasks.assign(draft, luisa.appointment, actor=ana.actor, comment="Revise", due=clock.today())
    assert services.delete_draft(draft, actor=ana.actor).state == CopyState.DELETED
    assert draft in membership.deleted(ana.actor)
    task.refresh_from_db()
    consequent.refresh_from_db()
    assert (task.state, consequent.antecedent) == ("cancelled", None)
    assert services.restore_deleted(draft, actor=ana.actor).state == CopyState.DRAFT
    services.delete_draft(draft, actor=ana.actor)
    assert services.purge(draft, actor=ana.actor).state == CopyState.PURGED
    address = f"/documentos/{draft.uuid}/recorrido/"
    for person in (ana, bruno, luisa):
        assert not Copy.objects.visible_to(person.actor, at_least=1).filter(pk=draft.pk).exists()
        assert client(person).get(address).status_code == 404
    auditor = servant(factories.make_servant(institution.areas.get(parent=None), permissions=["audit_institution"]))
    page = client(auditor).get(address).text
    assert "Eliminado total" in page
    assert draft.document.subject not in page


def test_d_45_a_signed_document_cannot_be_deleted(ana, bruno):
    original = factories.original_of(factories.make_document(ana, to=[bruno]))
    with pytest.raises(NotAllowedNow):
        services.delete_draft(original, actor=ana.actor)


def test_d_47_a_member_takes_what_a_jefe_shares_and_the_jefe_is_told(client, ana, bruno, carla):
    copy = factories.copy_of(factories.make_document(carla, to=[bruno]), bruno)
    SharedTray.objects.create(chief=bruno.appointment, member=ana.appointment, since=clock.now())
    assert "Jefe: Bruno Salas" in client(ana).get("/bandejas/compartida/").text
    taken = services.take(copy, actor=ana.actor)
    assert taken.holder == ana.appointment
    assert Entry.objects.of(copy).first().comment == "Documento tomado por Ana Torres"
    assert Notice.objects.filter(user=bruno.user, text__startswith="Documento tomado").count() == 1
    assert Mail.objects.filter(to=bruno.appointment.notice_address, subject__contains="Documento tomado").count() == 1


def test_d_47_changing_area_ends_the_sharing_at_once(ana, bruno, carla, institution):
    copy = factories.copy_of(factories.make_document(carla, to=[bruno]), bruno)
    SharedTray.objects.create(chief=bruno.appointment, member=ana.appointment, since=clock.now())
    ana.appointment.area = factories.make_area(institution)
    ana.appointment.save(update_fields=["area"])
    assert not Copy.objects.visible_to(ana.actor).filter(pk=copy.pk).exists()
    with pytest.raises(Conflict):
        services.take(copy, actor=ana.actor)


def test_a_confidential_copy_is_not_taken_through_a_shared_tray(ana, bruno, carla):
    copy = factories.copy_of(factories.make_document(carla, to=[bruno], confidential=True), bruno)
    SharedTray.objects.create(chief=bruno.appointment, member=ana.appointment, since=clock.now())
    with pytest.raises(Conflict):
        services.take(copy, actor=ana.actor)


def test_d_52_informing_of_a_confidential_copy_needs_leave(ana, bruno, luisa):
    copy = factories.copy_of(factories.make_document(bruno, to=[ana], confidential=True), ana)
    with pytest.raises(Invalid, match="es Confidencial"):
        services.inform(copy, luisa.appointment, actor=ana.actor)
    assert not Informed.objects.exists()
    services.inform(copy, luisa.appointment, actor=ana.actor, authorised=True)
    assert Copy.objects.visible_to(luisa.actor).filter(pk=copy.pk).exists()
    copy.grants.update(revoked_at=clock.now())
    assert not Copy.objects.visible_to(luisa.actor).filter(pk=copy.pk).exists()


def test_a_comment_is_told_to_the_holder(ana, bruno):
    document = factories.make_document(ana, to=[bruno])
    copy = factories.copy_of(document, bruno)
    services.comment(copy, "Urge la respuesta", actor=ana.actor)
    entry = Entry.objects.of(copy).first()
    assert (entry.action, entry.comment) == ("comment", "Urge la respuesta")
    assert Notice.objects.filter(user=bruno.user, text__startswith="Comentario").exists()


def test_only_the_holder_marks_unread(ana, bruno, received):
    with pytest.raises(Conflict):
        services.mark_unread(received, actor=bruno.actor)
    services.mark_read(received, actor=ana.actor)
    services.mark_unread(received, actor=ana.actor)
    assert not Copy.objects.get(pk=received.pk).is_read


def test_a_person_who_wants_no_mails_still_gets_the_notice(ana, luisa, received):
    luisa.user.gets_mails = False
    luisa.user.save(update_fields=["gets_mails"])
    luisa.appointment.refresh_from_db()
    services.reassign(received, luisa.appointment, actor=ana.actor)
    assert Notice.objects.filter(user=luisa.user).count() == 1
    assert not Mail.objects.filter(to=luisa.appointment.notice_address).exists()


def test_the_mail_of_a_confidential_copy_says_only_that(ana, bruno, luisa):
    copy = factories.copy_of(factories.make_document(bruno, to=[ana], confidential=True, subject="Canario"), ana)
    assert copy.confidentiality == Confidentiality.CONFIDENTIAL
    services.reassign(copy, luisa.appointment, actor=ana.actor)
    mail = Mail.objects.get(to=luisa.appointment.notice_address)
    assert "Documento confidencial" in mail.text
    assert "Canario" not in mail.text + mail.subject


def test_a_deadline_in_the_past_or_on_a_day_off_is_explained(ana):
    from documents import targets

    with pytest.raises(Invalid, match="no puede ser anterior a hoy"):
        targets.check_deadline(date(2026, 5, 20), date(2026, 5, 21))
    with pytest.raises(Invalid, match="El 2026-05-23 no es día laborable; se propone 2026-05-26"):
        targets.check_deadline(date(2026, 5, 23), date(2026, 5, 21))
    assert targets.check_deadline(None, date(2026, 5, 21)) is None
