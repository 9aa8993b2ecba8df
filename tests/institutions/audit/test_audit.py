"""Audit: searched by people who may, verified, anchored outside, and never a content (accounts-portal §12, safety §4)."""

import random
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import Role
from quipux import clock
from quipux.history import anchors, chain, subjects
from quipux.history.actions import _labels
from quipux.history.models import Anchor, Entry
from quipux.outbox.models import Mail
from tests.accounts.roles.test_roles import staff
from tests.backups.making import at_noon
from tests.factories import make_document

pytestmark = pytest.mark.django_db
DAY = date(2020, 1, 6)
SECRET = "Canario del asunto"


@pytest.fixture
def auditor(client):
    return client(staff("Alba Ríos", Role.AUDITOR))


@pytest.fixture
def letter(ana, bruno):
    with clock.frozen_at(at_noon(DAY)):
        return make_document(ana, to=[bruno], subject=SECRET, at=at_noon(DAY))


def forged(*, where: str, what: str = "actor_name = 'Otra persona'") -> None:
    """Somebody with the database in the hand, past every trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f"UPDATE history_entry SET {what} WHERE {where}")
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_accesses_are_found_by_person_event_and_day_without_what_was_read(auditor, client, ana, bruno, letter):
    copy = letter.copies.filter(holder=bruno.appointment).get()
    b"".join(client(bruno).get(f"/documentos/{copy.uuid}/archivo/").streaming_content)
    client(ana).get(f"/documentos/{copy.uuid}/")
    page = auditor.get("/admin/auditoria/", {"persona": "Salas", "evento": "download"})
    assert (page.status_code, "Bruno Salas" in page.content.decode()) == (200, True)
    assert "Ana Torres" not in page.content.decode()
    assert SECRET not in page.content.decode()


def test_a_search_without_end_or_by_an_unknown_person_is_refused_with_its_sentence(auditor):
    long = auditor.get("/admin/auditoria/", {"desde": "2020-01-01", "hasta": "2026-01-01"}).content.decode()
    assert "Elija un período de hasta 92 días." in long
    assert "No consta nadie con esos datos." in auditor.get("/admin/auditoria/", {"persona": "Nadie"}).content.decode()
    assert (
        "No consta nada con ese número."
        in auditor.get("/admin/auditoria/recorridos/", {"cosa": "X-1"}).content.decode()
    )


def test_the_recorrido_of_a_number_is_shown_and_its_chain_checked_without_its_content(auditor, letter):
    address, by_number = "/admin/auditoria/recorridos/", {"cosa": letter.number}
    text = auditor.get(address, by_number).content.decode()
    assert "Documento" in text
    assert "Ana Torres" in text
    assert SECRET not in text
    assert "está íntegra" in auditor.post(f"{address}comprobar/", by_number, follow=True).content.decode()
    copy = letter.copies.first()
    forged(where=f"subject_id = '{copy.uuid}' AND sequence = 1")
    told = auditor.post(f"{address}comprobar/", {"cosa": str(copy.uuid)}, follow=True).content.decode()
    assert "La cadena está dañada. Documento, entrada 1: su contenido no corresponde a su huella." in told


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DESK, Role.AGQ])
def test_only_auditors_search(client, role):
    other = client(staff("Otra Persona", role))
    assert {other.get(f"/admin/auditoria/{page}").status_code for page in ("", "recorridos/", "anclas/")} == {403}
    assert other.post("/admin/auditoria/recorridos/comprobar/", {"cosa": "1"}).status_code == 403


def test_every_kind_of_subject_has_a_word():
    assert {kind for kind, _ in _labels} <= set(subjects.kinds())


def test_every_chain_is_walked_once_in_seven_nights(letter):
    counts = [chain.verify_share(part, anchors.SHARES)[0] for part in range(anchors.SHARES)]
    assert sum(counts) == Entry.objects.count()


def test_f_37_a_hundred_forged_rows_are_each_named(ana, bruno):
    with clock.frozen_at(at_noon(DAY)):
        for _ in range(50):
            make_document(ana, to=[bruno], at=at_noon(DAY))
    rows = random.Random(37).sample(list(Entry.objects.order_by("pk")), 100)
    named = []
    for row in rows:
        before = row.comment
        forged(where=f"id = {row.pk}", what="comment = comment || ' '")
        _, faults = chain.verify(Entry.objects.filter(subject_kind=row.subject_kind, subject_id=row.subject_id))
        named += [(f.subject_id, f.sequence) for f in faults]
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE history_entry SET comment = %s WHERE id = %s", [before, row.pk])
            cursor.execute("SET LOCAL session_replication_role = origin")
    assert named == [(str(row.subject_id), row.sequence) for row in rows]
    assert chain.verify_all()[1] == []


def test_each_finished_day_is_anchored_once_mailed_and_written_outside(letter, settings, tmp_path):
    settings.QUIPUX_ANCHOR_EMAIL, settings.QUIPUX_ANCHOR_STORAGE = "auditoria@ejemplo.gob.ec", str(tmp_path)
    Mail.objects.all().delete()
    with clock.frozen_at(at_noon(DAY + timedelta(days=2))):
        made = anchors.make_due()
        assert anchors.make_due() == []
    assert [(one.day, one.subjects > 0) for one in made] == [(DAY, True), (DAY + timedelta(days=1), False)]
    assert made[1].previous == made[0].digest
    assert all(one.digest in Mail.objects.get(key=f"ancla-{one.day}").text for one in made)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o444}
    assert anchors.faults() == []


def test_what_the_chain_cannot_show_the_anchor_does(letter, settings, tmp_path):
    settings.QUIPUX_ANCHOR_STORAGE = str(tmp_path)
    with clock.frozen_at(at_noon(DAY + timedelta(days=1))):
        anchors.make_due()
    last = Entry.objects.of(letter.copies.first()).first()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM history_entry WHERE id = %s", [last.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert chain.verify_all()[1] == [], "the end of a chain was cut: what is left is sound"
    assert anchors.faults() == [f"Los Recorridos del {DAY} no corresponden a su ancla."]
    told = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_history", stdout=told)
    assert "Anclas con faltas: 1." in told.getvalue()
    settings.QUIPUX_ALERT_EMAIL = "alertas@ejemplo.gob.ec"
    anchors.verify_tonight()
    assert Mail.objects.filter(subject="QUIPUX alerta: el Recorrido no corresponde a sus huellas").count() == 1


def test_an_anchor_made_anew_is_not_the_one_that_left(letter, settings, tmp_path, auditor):
    settings.QUIPUX_ANCHOR_STORAGE = str(tmp_path)
    with clock.frozen_at(at_noon(DAY + timedelta(days=1))):
        [anchor] = anchors.make_due()
    copy = letter.copies.first()
    forged(where=f"subject_id = '{copy.uuid}'", what="hash = repeat('0', 64)")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE history_anchor SET digest = %s", [anchors.digest_of(DAY, "")[1]])
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert anchors.faults() == [f"El ancla del {DAY} no es la que se escribió fuera."]
    assert Anchor.objects.get().digest in auditor.get("/admin/auditoria/anclas/").content.decode()
    assert anchor.digest not in auditor.get("/admin/auditoria/anclas/").content.decode()
