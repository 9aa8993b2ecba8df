"""Which documents a backup holds: branches, days, confidentiality, and one count everywhere (backups §4.1)."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection

from backups.selection import preflight, select
from backups.services import running
from backups.states import OmissionReason
from documents import services as documents
from documents.models import ConfidentialGrant, Copy
from quipux import clock
from tests.backups import making
from tests.factories import actor_of, copy_of, inform, make_area, make_document, make_servant, original_of, reassign

pytestmark = pytest.mark.django_db
FROM, TO = date(2020, 1, 1), date(2020, 12, 31)
NOON = making.at_noon(date(2020, 6, 1))


def numbers(person, start=FROM, end=TO) -> dict[str, tuple]:
    """Number → lists of every document selected for ``person``."""
    found = select(person.appointment, start, end)
    by_id = {d.document_id: d.lists for d in found.documents}
    return {c.document.number: by_id[c.document_id]
            for c in Copy.objects.filter(document__in=by_id, role="original").select_related("document")}  # fmt: skip


def test_b_33_each_branch_puts_its_documents_in_its_lists(ana, bruno, carla, elsa):
    sent = make_document(ana, to=[bruno], at=NOON)
    received = make_document(carla, to=[ana], at=NOON)
    copied = make_document(carla, to=[bruno], cc=[ana], at=NOON)
    passed_to_me = make_document(carla, to=[bruno], at=NOON)
    reassign(copy_of(passed_to_me, bruno), ana, at=NOON)
    passed_on = make_document(carla, to=[ana], at=NOON)
    reassign(copy_of(passed_on, ana), bruno, at=NOON)
    told = make_document(carla, to=[bruno], at=NOON)
    inform(copy_of(told, bruno), ana, at=NOON)
    make_document(carla, to=[bruno], at=NOON)
    assert numbers(ana) == {
        sent.number: ("enviados",), received.number: ("recibidos",), copied.number: ("recibidos",),
        passed_to_me.number: ("recibidos",), passed_on.number: ("recibidos", "reasignados"),
        told.number: ("informados",),
    }  # fmt: skip


def test_b_33_drafts_and_undelivered_documents_stay_out(ana, bruno):
    from tests.factories import make_draft

    with clock.frozen_at(NOON):
        documents.number_and_freeze(original_of(make_draft(bruno, to=[ana], at=NOON)), actor=bruno.actor)
        make_draft(ana, to=[bruno], at=NOON)
    assert numbers(ana) == {}
    assert len(numbers(bruno)) == 1, "No Enviado (original) of the author is in"


def test_b_33_archived_copies_stay_in(ana, bruno):
    document = make_document(ana, to=[bruno], at=NOON)
    documents.shelve(original_of(document), actor=ana.actor)
    documents.shelve(copy_of(document, bruno), actor=bruno.actor)
    assert numbers(ana) == {document.number: ("enviados",)}
    assert numbers(bruno) == {document.number: ("recibidos",)}


def test_b_05_a_document_of_several_lists_counts_once(ana, bruno, carla):
    for minute in range(5):
        both = make_document(carla, to=[ana], at=NOON + timedelta(minutes=minute))
        reassign(copy_of(both, ana), bruno, at=NOON)
    for minute in range(15):
        make_document(ana, to=[bruno], at=NOON + timedelta(hours=1, minutes=minute))
    figures = preflight(ana.appointment, FROM, TO, part_size=10**9)
    assert figures.documents == 20
    assert figures.per_list == {"enviados": 15, "recibidos": 5, "reasignados": 5, "informados": 0}


def test_b_08_both_ends_are_whole_days_of_guayaquil(ana, bruno):
    first, last = date(2016, 12, 8), date(2017, 2, 8)
    begin, end = clock.day_start(first), clock.day_start(last + timedelta(days=1))
    inside = [make_document(ana, to=[bruno], at=at) for at in (begin, end - timedelta(seconds=1))]
    for outside in (begin - timedelta(seconds=1), end):
        make_document(ana, to=[bruno], at=outside)
    assert set(numbers(ana, first, last)) == {document.number for document in inside}


IN_GUAYAQUIL = """
    SELECT count(*) FROM documents_document
     WHERE id = ANY(%s) AND (document_date AT TIME ZONE 'America/Guayaquil')::date BETWEEN %s AND %s
"""


def test_s_49_the_days_counted_are_those_of_guayaquil_whatever_the_range(ana, bruno):
    rng, first = random.Random(49), date(2016, 12, 28)
    days = [first + timedelta(days=n) for n in range(8)]  # a year ends among them
    edges = (
        timedelta(),
        timedelta(microseconds=1),
        -timedelta(microseconds=1),
        timedelta(hours=5),
        -timedelta(hours=5),
    )
    made = [
        make_document(ana, to=[bruno], at=clock.day_start(rng.choice(days)) + rng.choice(edges)).pk for _ in range(24)
    ]
    ranges = [(start, end) for start in days for end in days if start <= end]
    for start, end in [*ranges, (date(1900, 1, 1), days[3]), (days[5], days[2])]:
        with connection.cursor() as cursor:
            cursor.execute(IN_GUAYAQUIL, [made, start, end])
            [expected] = cursor.fetchone()
        assert preflight(ana.appointment, start, end, part_size=10**9).documents == expected, (start, end)


def test_b_34_a_confidential_document_received_is_in_and_marked(ana, bruno, tmp_path):
    document = make_document(bruno, to=[ana], at=making.at_noon(date(2020, 1, 5)), confidential=True)
    backup = making.build(making.approved(ana, bruno))
    item = backup.items.get(document=document)
    assert item.metadata["confidentiality"] == "Confidencial"


def test_b_34_one_that_may_not_be_read_any_more_is_withheld_by_number_only(ana, bruno, elsa, tmp_path):
    secret = "Asunto reservadísimo que no debe salir"
    document = make_document(elsa, to=[bruno], at=making.at_noon(date(2020, 1, 5)), subject=secret, confidential=True)
    inform(copy_of(document, bruno), ana, at=making.at_noon(date(2020, 1, 5)))
    ConfidentialGrant.objects.update(revoked_at=clock.now())
    request = making.approved(ana, bruno, documents=21)
    assert (request.preflight_documents, request.preflight_withheld) == (21, 1)
    backup = making.build(request)
    [omission] = backup.omissions.all()
    assert (omission.number, omission.reason) == (document.number, OmissionReason.WITHHELD)
    assert backup.documents_packed == backup.documents_planned == 21
    root = making.join_and_extract(making.download(backup, tmp_path), tmp_path / "x")
    everything = b"".join(making.tree(root).values())
    assert document.number.encode() in everything
    assert secret.encode() not in everything
    assert "Retenido: documento confidencial" in (root / "data/omisiones.csv").read_text(encoding="utf-8-sig")


def test_i8_the_count_of_the_preflight_is_the_count_of_the_freeze(ana, bruno):
    request = making.approved(ana, bruno, documents=23)
    backup = making.claim(request)
    running.prepare(backup.pk)
    assert making.fresh(backup).documents_planned == request.preflight_documents == 23


ORACLE = """
    SELECT DISTINCT c.document_id
      FROM documents_copy c JOIN documents_document d ON d.id = c.document_id
      LEFT JOIN documents_party p ON p.id = c.party_id
     WHERE d.document_date >= %(start)s AND d.document_date < %(end)s AND (
       (c.role = 'original' AND c.state IN ('shelved', 'unsent_original', 'sent') AND EXISTS (
          SELECT 1 FROM documents_party f WHERE f.document_id = d.id AND f.role = 'from' AND f.appointment_id = %(who)s))
       OR (c.role <> 'original' AND p.appointment_id = %(who)s AND c.state IN ('in_process', 'shelved', 'sent'))
       OR (c.state IN ('shelved', 'in_process', 'unsent_original', 'sent') AND EXISTS (
          SELECT 1 FROM history_entry h WHERE h.subject_kind = 'copy' AND h.subject_id = c.uuid AND (
             (h.action IN ('reassign', 'inform') AND h.target->>'appointment' = %(uuid)s)
             OR (h.action = 'reassign' AND h.actor_appointment = %(uuid)s)))))
"""


def by_oracle(appointment, start, end) -> set[int]:
    """The same question asked of states, parties and the Recorrido alone, in plain SQL."""
    begin, finish = clock.day_range(start, end)
    values = {"who": appointment.pk, "uuid": str(appointment.uuid), "start": begin, "end": finish}
    with connection.cursor() as cursor:
        cursor.execute(ORACLE, values)
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.parametrize("size", [40, pytest.param(200, marks=pytest.mark.long)])
def test_b_33_s_50_the_selection_equals_an_independent_oracle_for_random_appointments(institution, area, size):
    rng = random.Random(33)
    places = [make_area(institution) for _ in range(8)]
    people = [make_servant(rng.choice(places), f"Persona Número{n}") for n in range(size)]
    for _ in range(size):
        # Some write and receive much more than others, so that lists of many lengths are compared.
        author, receiver, third, fourth = rng.sample(people if rng.random() < 0.6 else people[:8], 4)
        at = making.at_noon(date(2020, 1, 1) + timedelta(days=rng.randrange(700)))
        document = make_document(author, to=[receiver], cc=[third] if rng.random() < 0.4 else [], at=at)
        _live(document, receiver, fourth, rng, at)
    sizes = []
    for person in people:
        start = date(2020, 1, 1) + timedelta(days=rng.randrange(300))
        end = start + timedelta(days=rng.randrange(400))
        found = select(person, start, end)
        assert {d.document_id for d in found.documents} | set(found.withheld) == by_oracle(person, start, end)
        assert found.withheld == []
        sizes.append(len(found.documents))
    assert len(sizes) == size
    assert max(sizes) > size / 20
    assert sum(sizes) > size * 3 / 4


def _live(document, receiver, other, rng, at):
    copy = copy_of(document, receiver)
    if rng.random() < 0.4:
        inform(copy, other, by=receiver, at=at)
    if rng.random() < 0.4:
        copy = reassign(copy, other, by=receiver, at=at)
        receiver = other
    if rng.random() < 0.5:
        documents.shelve(copy, actor=actor_of(receiver))
