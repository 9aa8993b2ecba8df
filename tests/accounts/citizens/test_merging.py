"""Two records of one person made one, and made two again (accounts-portal §10.6)."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import citizens, credentials, merging
from accounts.models import Merge, User
from documents.models import Party
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow
from quipux.files import store
from quipux.history.models import Entry
from quipux.history.recorder import SYSTEM
from quipux.notices.models import Notice
from quipux.outbox.models import Mail
from tests.backups.pages.reading import Page
from tests.documents.citizens import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(desk) -> User:
    """Gina again, noted down without her cédula: SIN-n."""
    new = citizens.NewCitizen(citizens.Identity.read(""), "Gina", "Salazar", email="gina.dos@ejemplo.ec")
    return citizens.create_citizen(new, actor=desk.actor, institution=desk.appointment.institution)


@pytest.fixture
def papers(desk, bruno, twin):
    """What the twin presented, and what was answered on paper."""
    presented = making.external(desk, twin, to=[bruno], subject="Primera petición")
    return presented, making.letter_on_paper(bruno, twin, subject="Respuesta")


def merge(survivor, absorbed, by) -> Merge:
    return merging.merge(survivor, absorbed, evidence="Cédula original", reason="Es la misma", actor=by.actor)


def parties(person) -> set:
    return set(Party.objects.filter(person=person).values_list("pk", flat=True))


def pdf_of(document) -> str:
    document.refresh_from_db()
    return hashlib.sha256(store.read(document.official_pdf)).hexdigest()


def test_a_45_documents_follow_signed_pdfs_stay_and_both_are_mailed(gina, twin, papers, nelly):
    User.objects.filter(pk=twin.pk).update(email_verified_at=clock.now())
    rows, printed = parties(twin), list(Party.objects.filter(person=twin).values_list("pk", "name", "identity_number"))
    before = pdf_of(papers[1])
    merge(gina.user, User.objects.get(pk=twin.pk), nelly)
    assert parties(gina.user) == rows
    assert list(Party.objects.filter(person=gina.user).values_list("pk", "name", "identity_number")) == printed
    assert pdf_of(papers[1]) == before
    assert set(Mail.objects.filter(subject=merging.MERGED).values_list("to", flat=True)) == {
        gina.user.email,
        twin.email,
    }
    twin.refresh_from_db()
    assert not twin.is_active
    page = gina.enter().get("/bandejas/ciudadano/enviados/").content.decode()
    assert "Primera petición" in page


def test_a_45_undoing_on_day_29_restores_exactly_and_on_day_31_is_refused(gina, twin, papers, nelly, desk, bruno):
    own = making.external(desk, gina.user, to=[bruno], subject="Suya desde siempre")
    mine, rows = parties(gina.user), parties(twin)
    made = merge(gina.user, twin, nelly)
    later = making.external(desk, gina.user, to=[bruno], subject="Llegó después")
    with clock.frozen_at(made.applied_at + timedelta(days=31)), pytest.raises(NotAllowedNow):
        merging.undo(made, reason="Eran dos", actor=nelly.actor)
    with clock.frozen_at(made.applied_at + timedelta(days=29)):
        done = merging.undo(made, reason="Eran dos", actor=nelly.actor)
    assert (done.restored, done.skipped) == (made.rows.count(), [])
    assert parties(twin) == rows
    assert parties(gina.user) == mine | set(later.parties.filter(person=gina.user).values_list("pk", flat=True))
    assert own.parties.filter(person=gina.user).exists()
    twin.refresh_from_db()
    assert twin.is_active
    assert merge(gina.user, twin, nelly).state == "applied"  # and they may be united again


def test_a_45_a_row_that_changed_since_is_listed_and_left(gina, hugo, twin, papers, nelly):
    made = merge(gina.user, twin, nelly)
    changed = Party.objects.filter(person=gina.user).first()
    Party.objects.filter(pk=changed.pk).update(person=hugo.user)
    done = merging.undo(made, reason="Eran dos", actor=nelly.actor)
    assert done.skipped == [f"documents.Party.person {changed.pk}"]
    assert Party.objects.get(pk=changed.pk).person == hugo.user


def test_a_45_s_88_elsa_is_refused_and_a_failure_midway_leaves_nothing_changed(
    client, gina, twin, papers, desk, nelly, monkeypatch
):
    rows = parties(twin)
    with pytest.raises(Forbidden):
        merge(gina.user, twin, desk)
    assert client(desk).post(reverse("admin:citizens:merges"), {}).status_code == 403
    broken = merging.Participant("documents.Copy", "no_such_field")
    monkeypatch.setitem(merging._participants, "zzz", broken)
    with pytest.raises(Exception, match="no_such_field"):
        merge(gina.user, twin, nelly)
    assert parties(twin) == rows
    assert not Merge.objects.exists()
    twin.refresh_from_db()
    assert twin.is_active


def test_who_must_not_be_merged_is_not(ana, gina, hugo, twin, nelly, sofia):
    with pytest.raises(Conflict, match="puestos"):
        merge(twin, ana.user, nelly)
    with pytest.raises(Forbidden, match="AGQ"):
        merge(gina.user, hugo.user, nelly)
    with pytest.raises(Invalid):
        merge(gina.user, gina.user, nelly)
    with pytest.raises(Invalid):
        merging.merge(gina.user, twin, evidence=" ", reason="x", actor=nelly.actor)
    merge(gina.user, twin, nelly)
    with pytest.raises(Conflict, match="ya fue unificada"):
        merge(hugo.user, twin, nelly)
    assert merge(hugo.user, gina.user, sofia).state == "applied"


def test_the_page_compares_asks_the_password_and_takes_back(client, gina, twin, papers, nelly):
    nelly.user.set_password("clave-de-prueba-9")
    nelly.user.save()
    desk, path = client(nelly), reverse("admin:citizens:merges")
    names = {"queda": gina.user.identity_number, "absorbe": twin.identity_number}
    assert "Nombres Gina Gina" in Page(desk.get(path, names)).text
    data = names | {"evidencia": "Cédula", "motivo": "La misma", "clave": "otra"}
    assert "La contraseña no es correcta." in Page(desk.post(path, data)).text
    assert "No consta ninguna persona con ese número." in Page(desk.get(path, names | {"absorbe": "SIN-999999"})).text
    desk.post(path, data | {"clave": "clave-de-prueba-9"})
    made = Merge.objects.get()
    desk.post(reverse("admin:citizens:merge", args=[made.uuid]), {"motivo": "Eran dos"})
    made.refresh_from_db()
    assert made.get_state_display() == "Deshecha"


def test_after_thirty_days_it_is_final(gina, twin, nelly):
    made = merge(gina.user, twin, nelly)
    with clock.frozen_at(made.undo_until):
        assert [merging.finish_due(), merging.finish_due()] == [{"final": 1}, {"final": 0}]
    made.refresh_from_db()
    with pytest.raises(NotAllowedNow):
        merging.undo(made, reason="Tarde", actor=nelly.actor)


def test_a_45_notices_follow_the_survivor_and_come_back(gina, twin, nelly):
    kept = Notice.objects.create(user=twin, key="recibido-1", text="Su trámite fue recibido", at=clock.now())
    made = merge(gina.user, twin, nelly)
    assert Notice.objects.get(pk=kept.pk).user == gina.user
    merging.undo(made, reason="Eran dos", actor=nelly.actor)
    assert Notice.objects.get(pk=kept.pk).user == twin


def test_who_signs_is_never_the_absorbed_one(hugo, twin, nelly):
    with pytest.raises(Conflict, match="firma electrónicamente"):
        merge(twin, hugo.user, nelly)


def test_the_absorbed_account_is_cerrada_leads_to_the_other_and_is_as_before_when_it_is_undone(
    client, gina, twin, nelly, sofia
):
    before = twin.credential
    made = merge(gina.user, twin, nelly)
    twin = User.objects.get(pk=twin.pk)
    assert (twin.get_credential_display(), twin.is_active, merging.survivor_of(twin)) == ("Cerrada", False, gina.user)
    page = Page(client(sofia).get(reverse("admin:people:person", args=[twin.uuid])))
    assert page.links()[gina.user.full_name] == reverse("admin:people:person", args=[gina.user.uuid])
    assert "Unificada con Gina Salazar" in [one.comment for one in Entry.objects.of(twin)]
    merging.undo(made, reason="Eran dos", actor=nelly.actor)
    twin = User.objects.get(pk=twin.pk)
    assert (twin.credential, twin.is_active, merging.survivor_of(twin)) == (before, True, None)


def test_an_account_that_was_closed_before_the_merge_stays_closed_when_it_is_undone(gina, twin, nelly):
    credentials.close(twin, reason="Se registró dos veces", by=SYSTEM)
    made = merge(gina.user, User.objects.get(pk=twin.pk), nelly)
    merging.undo(made, reason="Eran dos", actor=nelly.actor)
    twin = User.objects.get(pk=twin.pk)
    assert (twin.get_credential_display(), twin.is_active) == ("Cerrada", False)
