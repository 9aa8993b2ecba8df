"""What is planned is never less than what is written (backups §5.3.3)."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backups.contents import (
    FrozenDocument,
    Missing,
    document_index_bound,
    document_texts,
    document_texts_bound,
    index_bound,
    part_readme,
    part_readme_bound,
)
from backups.contents.bounds import ACTA_BYTES
from backups.states import ArchiveList, OmissionReason, Outcome
from tests.contents import samples

HOSTILE = st.text(st.one_of(st.sampled_from("<>&\"'=+ñÑ;\\/\r\n\t\x00\x1f\x7f\x85\u2028\u2029\ud800\ufffe🦜𝔘{}%"),
                            st.characters()), max_size=60)  # fmt: skip
DAY = st.dates(samples.backup().date_from, samples.backup().date_to).map(str)
INSTANT = st.just("2016-05-18T10:20:30-05:00")
PARTY = st.fixed_dictionaries(dict.fromkeys(samples.party(), HOSTILE))
PATH = st.text("abcdefghijklmnopqrstuvwxyz0123456789._-", min_size=1, max_size=60).map(lambda name: f"anexos/a{name}")
STEP = st.fixed_dictionaries({key: INSTANT if key == "at" else HOSTILE for key in samples.step()})
ACTION = st.none() | st.fixed_dictionaries({"at": INSTANT, "other": HOSTILE})
RELATED = st.fixed_dictionaries({"number": HOSTILE})
SHA256 = st.just("a" * 64)


def _file(path, role):
    return st.fixed_dictionaries({
        "role": st.just(role), "path": st.just(path), "name": HOSTILE, "description": HOSTILE, "date": DAY,
        "bytes": st.none() | st.integers(0, 10**12), "sha256": SHA256, "group": st.sampled_from(["document", "additional"]),
        "medium": st.just("electronic" if path else "physical"), "generated": st.booleans(),
    })  # fmt: skip


@st.composite
def files(draw):
    paths = draw(st.lists(PATH, unique=True, max_size=4))
    made = [draw(_file(path, draw(st.sampled_from(["annex", "signature"])))) for path in paths]
    made += [draw(_file(f"{path}.p7m", "signature")) for path in paths[:1]]
    made += [draw(_file("", "annex"))] if draw(st.booleans()) else []
    main = draw(st.sampled_from(["", "documento.pdf", "documento.tif", "documento_generado.pdf"]))
    made += [draw(_file(main, "main"))] if main else []
    made += [draw(_file("documento.pdf.p7m", "signature"))] if draw(st.booleans()) else []
    return made


REPORT = st.fixed_dictionaries(dict.fromkeys(samples.REPORT, HOSTILE))
METADATA = st.fixed_dictionaries({
    **{key: HOSTILE for key, value in samples.metadata().items() if isinstance(value, str)},
    "document_date": DAY, "registered_at": INSTANT, "confidentiality": st.sampled_from(["Público", "Confidencial"]),
    "from": st.lists(PARTY, max_size=2), "to": st.lists(PARTY, max_size=6), "cc": st.lists(PARTY, max_size=2),
    "answer_to": st.none() | RELATED, "answers": st.lists(RELATED, max_size=3), "signed": st.booleans(),
    "signature": st.none() | st.fixed_dictionaries(
        dict.fromkeys(samples.SIGNATURE, HOSTILE), optional={"report": REPORT}),
    "reassigned_by_me": ACTION, "informed_to_me": ACTION, "files": files(), "history": st.lists(STEP, max_size=4),
})  # fmt: skip
MISSING = st.builds(Missing, st.sampled_from(OmissionReason.values), st.just(""), st.integers(0, 99))


@st.composite
def documents(draw, position=None):
    """Any document with any outcome."""
    data = draw(METADATA)
    outcome = draw(st.sampled_from([Outcome.PACKED, Outcome.PARTIAL, Outcome.OMITTED]))
    paths = [file["path"] for file in data["files"] if file["path"]]
    gone = draw(st.lists(st.sampled_from(paths), unique=True)) if paths and outcome != Outcome.PACKED else []
    gone += [""] if outcome == Outcome.OMITTED and draw(st.booleans()) else []
    related = [*([data["answer_to"]] if data["answer_to"] else []), *data["answers"]]
    return FrozenDocument(
        position=position or draw(st.integers(1, 9_999_999)),
        folder="f" + draw(st.text("abcXYZ019._-", max_size=59)),
        lists=draw(st.lists(st.sampled_from(ArchiveList.values), unique=True)),
        metadata=data,
        outcome=outcome,
        missing={path: draw(MISSING) for path in gone},
        part=draw(st.integers(1, 99_999)),
        links={other["number"]: draw(st.integers(1, 9_999_999)) for other in related if draw(st.booleans())},
    )


RELAXED = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@settings(RELAXED, max_examples=60)
@given(documents())
def test_texts_of_a_document_never_exceed_their_bound(document):
    written = sum(len(data) for _, data in document_texts(document, samples.backup()))
    assert written <= document_texts_bound(document.metadata, document.lists, samples.backup())


@settings(RELAXED, max_examples=25)
@given(st.data(), st.integers(0, 4))
def test_the_index_never_exceeds_its_bound(data, count):
    made = [data.draw(documents(position=position)) for position in range(1, count + 1)]
    with tempfile.TemporaryDirectory() as folder:
        assert_index_within_bound(Path(folder), made)


def assert_index_within_bound(folder: Path, made: list[FrozenDocument], **changes) -> None:
    tree = samples.tree(folder, made, acta=lambda tally, manifest: b"%PDF" * (ACTA_BYTES // 4), **changes)
    bound = index_bound(
        tree.backup,
        documents=len(made),
        rows=sum(len(document.lists) for document in made),
        shares=sum(document_index_bound(document.metadata, document.lists) for document in made),
        parts=tree.backup.parts_planned,
    )
    assert sum(member.size for member in tree.members) <= sum(size for _, size in bound)
    assert len(tree.members) <= len(bound)
    assert sum(len(member.path) for member in tree.members) <= sum(len(path) for path, _ in bound)


def test_the_index_of_several_pages_stays_within_its_bound_and_near_it(tmp_path):
    made = samples.documents(650)
    assert_index_within_bound(tmp_path, made)
    shares = sum(document_index_bound(document.metadata, document.lists) for document in made)
    written = sum((tmp_path / "respaldo_41315" / name).stat().st_size for name in ("data/metadatos.json", "index.html"))
    assert shares < 6 * written


def test_the_bound_of_a_document_is_near_its_size():
    document = samples.documents(5)[-1]
    written = sum(len(data) for _, data in document_texts(document, samples.backup()))
    assert document_texts_bound(document.metadata, document.lists, samples.backup()) < 1.3 * written


def test_the_bound_of_the_part_readme_covers_any_part():
    backup = samples.backup(parts_planned=4321)
    path, text = part_readme(backup, number=4321, documents=1, first_folder="a" * 60, last_folder="b" * 60)
    assert len(path) + len(text) <= part_readme_bound(backup)


def test_the_real_acta_is_within_what_the_plan_reserves(extracted):
    assert (extracted.root / "ACTA_RESPALDO.pdf").stat().st_size <= ACTA_BYTES
