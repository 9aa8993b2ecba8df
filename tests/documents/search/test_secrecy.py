"""The search shows, counts and exports exactly what its reader may see (documents §13.4, D-50, D-66)."""

import random
from datetime import timedelta

import pytest

from documents import services
from documents.models import Copy
from documents.search import indexing, queries, reach
from documents.search.criteria import Criteria
from documents.search.results import extracts
from institutions.models import Appointment
from quipux import clock
from tests import factories
from tests.cast import servant
from tests.documents.search import oracle

pytestmark = pytest.mark.django_db
PERMISSIONS = ("see_institution_basic", "consult_area_documents", "search_attached", "use_physical_archive",
               "register_incoming", "administer")  # fmt: skip
SEED = 66


@pytest.fixture
def office():
    """Two institutions, one attached to the other, eighteen people with chance permissions, and what they wrote."""
    rng = random.Random(SEED)
    main = factories.make_institution("Ministerio de Ejemplo", sigla="MINEJ")
    attached = factories.make_institution("Instituto de Muestra", sigla="IMU", attached_to=main)
    people = [person for institution in (main, attached) for person in _people(institution, rng)]
    at = clock.now() - timedelta(days=60)
    for turn in range(36):
        _letter(people, rng, turn, at + timedelta(hours=turn))
    indexing.reindex_due()
    return people


def _people(institution, rng):
    root = institution.areas.get(parent=None)
    upper = factories.make_area(institution, parent=root)
    areas = [root, upper, factories.make_area(institution, parent=upper)]
    for turn in range(9):
        profile = Appointment.Profile.CHIEF if turn < 3 else Appointment.Profile.NORMAL
        held = rng.sample(PERMISSIONS, rng.randint(0, 2))
        yield factories.make_servant(areas[turn % 3], profile=profile, permissions=held)


def _letter(people, rng, turn, at):
    """One letter of somebody to some; passed on, told of, shelved or left as a draft by chance."""
    author, *others = rng.sample(people, 5)
    words = {"subject": f"Asunto granate s{turn}", "body": f"<p>Cuerpo esmeralda b{turn}</p>"}
    draft = factories.make_draft(author, to=others[:2], cc=others[2:3], at=at, confidential=rng.random() < 0.4, **words)
    if rng.random() < 0.15:
        return
    document = factories.send(draft, at=at)
    for copy in document.copies.exclude(role="original").select_related("holder"):
        colleagues = [p for p in people if p.institution_id == copy.institution_id and p.pk != copy.holder_id]
        for person in colleagues:
            factories.let_reach(copy.holder, person)
        act = rng.choice(("keep", "reassign", "inform", "shelve"))
        if act == "reassign":
            factories.reassign(copy, rng.choice(colleagues), at=at + timedelta(minutes=1))
        if act == "inform":
            factories.inform(copy, rng.choice(colleagues), at=at + timedelta(minutes=1))
        if act == "shelve":
            services.shelve(copy, actor=factories.actor_of(copy.holder))


# How many documents of a word are few, and how many are looked at together.
BEGINNINGS = {
    "the few of the words": (40_000, (500,)),
    "the newest": (-1, (500, 2000)),
    "the newest by two": (-1, (2,)),
}


@pytest.mark.parametrize(("rare", "batches"), BEGINNINGS.values(), ids=BEGINNINGS)
def test_d_66_the_lists_equal_an_independent_oracle_for_everybody(office, monkeypatch, rare, batches):
    monkeypatch.setattr(reach, "RARE", rare)
    monkeypatch.setattr(reach, "BATCHES", batches)
    seen = dict.fromkeys(range(5), 0)
    for post in office:
        actor, levels = factories.actor_of(post), oracle.levels(post)
        known = {pk for pk, level in levels.items() if level >= 1}
        read = {pk for pk, level in levels.items() if level >= 2}
        assert {copy.pk for copy in queries.quick(actor, "granate")} == known
        assert set(_advanced(actor, text="granates")) == known
        assert set(_advanced(actor, text="esmeraldas")) == read
        assert set(_advanced(actor, text="granate esmeralda")) == read
        assert queries.advanced(actor, Criteria(text="esmeralda")).copies.count() == len(read)
        ordered = [(copy.sort_at, copy.pk) for copy in queries.advanced(actor, Criteria()).newest(None)]
        assert ordered == sorted(ordered, reverse=True)
        assert {pk for _, pk in ordered} == known
        assert set(_advanced(actor, text="granate", participant=post.pk)) == known & oracle.taken_part(post)
        assert set(extracts(list(Copy.objects.all()), actor=actor, text="esmeralda")) == read
        for level in levels.values():
            seen[level] += 1
    assert all(seen.values()), seen  # each level was really there to be told apart


def _advanced(actor, **criteria):
    return [copy.pk for copy in queries.advanced(actor, Criteria(**criteria)).newest(None)]


def test_each_row_says_whether_its_body_counts(office):
    for post in office:
        levels = oracle.levels(post)
        rows = queries.advanced(factories.actor_of(post), Criteria(text="granate")).newest(None)
        assert {copy.pk: copy.reads for copy in rows} == {pk: level >= 2 for pk, level in levels.items() if level}


# Confidential -------------------------------------------------------------------------------------------

CANARY = "topacio"
WAYS = ("q=", "texto=", "numero=", "referencia=", "de=", "para=", "servidor=")


@pytest.fixture
def secret(area, bruno, diego):
    """A confidential memo of Bruno for Diego, with a word of its own in every place that could tell of it."""
    document = factories.make_document(bruno, to=[diego], subject=f"Asunto {CANARY}", body=f"<p>Cuerpo {CANARY}</p>",
                                       reference=f"REF-{CANARY}", confidential=True,
                                       attachments=[(f"{CANARY}.txt", b"x")])  # fmt: skip
    document.attachments.update(text=f"Anexo {CANARY} berilo")
    indexing.reindex_due()
    return document


@pytest.fixture
def curious(area, institution):
    """Everybody who reads much, and none of this: a Jefe above, and each permission that widens what is seen."""
    root = institution.areas.get(parent=None)
    chief = factories.make_servant(root, "Rosa Jefa", profile=Appointment.Profile.CHIEF)
    upper = factories.make_institution("Ministerio Rector", sigla="MIREC")
    institution.attached_to = upper
    institution.save()
    above = factories.make_servant(upper.areas.get(parent=None), "Mario Rector", permissions=["search_attached"])
    held = [factories.make_servant(area, f"Curioso {slug}", permissions=[slug]) for slug in PERMISSIONS]
    return [servant(post) for post in (chief, above, *held)]


def test_d_50_a_confidential_document_is_never_found_nor_counted(client, curious, secret):
    number = secret.number
    words = ("cuerpo", "berilo", number, number[-6:], "salas", "ponce")
    for turn, person in enumerate(curious):
        entered = client(person)
        for place, way in enumerate(WAYS):  # two words each; the people together try them all
            for word in (words[(turn + place) % 6], words[(turn + place + 3) % 6]):
                page = _page_of(entered, f"{way}{word}")
                assert CANARY not in page
                # The box, title, heading and sentence repeat what was typed.
                assert page.count(number) <= 4 * f"{way}{word}".count(number)
                assert "qx-as" not in page


def _page_of(entered, query):
    path = "/buscar/" if query.startswith("q=") else "/buscar/avanzada/"
    return entered.get(f"{path}?{query}&participa=todos").content.decode()


def test_d_50_a_confidential_document_is_never_exported(client, curious, secret):
    for person in curious:
        response = client(person).post("/buscar/avanzada/exportar/?de=salas&participa=todos", {"formato": "csv"})
        assert b"".join(response).count(b"\n") == 1  # the headings


def test_who_may_read_it_finds_it_by_every_word(bruno, diego, secret):
    for person in (bruno, diego):
        for text in (CANARY, "cuerpo", "berilo"):
            assert set(_advanced(person.actor, text=text)), (person, text)


def test_somebody_informed_with_leave_finds_it_until_the_leave_ends(ana, diego, bruno, secret):
    copy = factories.copy_of(secret, diego)
    assert not queries.quick(ana.actor, CANARY)
    copy.grants.create(appointment=ana.appointment, granted_by=diego.appointment, at=clock.now())
    assert queries.quick(ana.actor, CANARY) == [copy]
    copy.grants.update(revoked_at=clock.now())
    assert not queries.quick(ana.actor, CANARY)


def test_what_was_added_to_one_copy_is_found_by_its_readers_alone(ana, bruno, diego):
    document = factories.make_document(bruno, to=[ana, diego], subject="Compartido")
    annex = services.attach_later(factories.copy_of(document, ana), services.NewAttachment("jaspe.txt", None),
                                  actor=ana.actor)  # fmt: skip
    annex.text = "calcedonia"
    annex.save()
    indexing.reindex_due()
    for word in ("jaspe", "calcedonia"):
        assert _advanced(ana.actor, text=word) == [annex.copy_id]
        assert _advanced(diego.actor, text=word) == []
