"""Drafts as rows: Registro, Modificación, versions, makers (documents §3, §4.2, §6; D-01, D-04, D-07, D-12)."""

import re

import pytest

from documents import services
from documents.models import Document, InstitutionType, TemporaryCounter
from documents.services.writing import Stale
from documents.states import Category, Confidentiality, CopyState, Makers, PartyRole
from documents.text import SANITISER
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history.models import Entry
from tests import factories
from tests.documents.compose.making import draft, kind, let_write


@pytest.fixture(autouse=True)
def writers(ana, bruno):
    let_write(ana, bruno)


def entries(original):
    return [(e.label, e.comment) for e in Entry.objects.of(original)]


def people(document, role):
    return [p.appointment for p in document.parties.filter(role=role)]


def test_a_draft_has_its_temporary_number_its_first_version_and_one_entry(ana, bruno, elsa):
    original = services.create(draft(elsa, sender=bruno.appointment, notes="Ojo", category=Category.URGENT,
                                     confidentiality=Confidentiality.CONFIDENTIAL), actor=ana.actor)  # fmt: skip
    document = original.document
    assert (original.state, original.holder, original.number) == (CopyState.DRAFT, ana.appointment, "")
    assert (original.notes, original.category, original.is_confidential) == ("Ojo", "urgent", True)
    assert re.fullmatch(r"MINEJ-DNP-\d{4}-1-TEMP", document.temporary_number)
    assert (people(document, PartyRole.FROM), people(document, PartyRole.TO)) == (
        [bruno.appointment],
        [elsa.appointment],
    )
    assert entries(original) == [("Registro", f"Documento Temporal No. {document.temporary_number}")]
    [version] = document.versions.all()
    assert (version.version, version.html, version.sanitiser, version.author_name) == (
        1, "<p>Uno.</p>", SANITISER, "Ana Torres")  # fmt: skip


def nothing_was_used():
    return (Document.objects.count(), TemporaryCounter.objects.count()) == (0, 0)


def test_d_04_who_may_not_create_documents_uses_no_number(elsa, bruno):
    with pytest.raises(Forbidden):
        services.create(draft(bruno), actor=elsa.actor)
    assert nothing_was_used()


@pytest.mark.parametrize("makers", [Makers.CHIEFS, Makers.LISTED])
def test_d_04_who_is_no_maker_of_the_type_uses_no_number(ana, bruno, elsa, makers):
    choice = InstitutionType.objects.create(institution=ana.appointment.institution, type=kind(), makers=makers)
    choice.listed.add(bruno.appointment)
    with pytest.raises(Forbidden):
        services.create(draft(elsa), actor=ana.actor)
    assert nothing_was_used()
    assert services.create(draft(elsa), actor=bruno.actor).document.temporary_number


def test_a_type_that_the_institution_deactivated_begins_no_document_and_finishes_those_begun(ana, elsa):
    original = services.create(draft(elsa), actor=ana.actor)
    InstitutionType.objects.create(institution=ana.appointment.institution, type=kind(), is_active=False)
    with pytest.raises(Forbidden):
        services.create(draft(elsa), actor=ana.actor)
    assert services.modify(original, draft(elsa, subject="Otro"), actor=ana.actor, base=1).changed


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"subject": "  "}, "asunto", "Escriba el asunto."),
        ({"subject": "a" * 351}, "asunto", "El asunto tiene 351 caracteres; el máximo es 350."),
        ({"attachments_description": "a" * 251}, "descripcion",
         "La descripción de anexos tiene 251 caracteres; el máximo es 250."),
        ({"notes": "a" * 1001}, "notas", "El texto de Notas tiene 1001 caracteres; el máximo es 1000."),
    ],
)  # fmt: skip
def test_d_12_what_is_too_long_is_refused_with_its_count(ana, elsa, changes, field, message):
    with pytest.raises(Invalid) as refusal:
        services.create(draft(elsa, **changes), actor=ana.actor)
    assert refusal.value.fields == {field: message}
    assert nothing_was_used()


def test_nobody_is_in_two_roles_and_somebody_is_in_para(ana, bruno, elsa):
    with pytest.raises(Invalid, match=r"^Elsa Montero ya consta en Para\.$"):
        services.create(draft(elsa, cc=[elsa.appointment]), actor=ana.actor)
    with pytest.raises(Invalid, match=r"^Ana Torres ya consta en De\.$"):
        services.create(draft(ana), actor=ana.actor)
    with pytest.raises(Invalid, match=r"^Seleccione al menos un destinatario en Para\.$"):
        services.create(draft(), actor=ana.actor)


def test_de_is_an_active_servant_of_the_own_institution(ana, elsa, carla, luis):
    for wrong in (carla, luis):
        with pytest.raises(Invalid, match=r"^De debe ser un servidor activo de su institución\.$"):
            services.create(draft(elsa, sender=wrong.appointment), actor=ana.actor)


def test_d_07_each_changed_body_is_a_version_and_an_unchanged_one_adds_none(ana, elsa):
    original = services.create(draft(elsa), actor=ana.actor)
    for base, body in enumerate(("<p>Dos.</p>", "<p>Tres.</p>"), start=1):
        assert services.modify(original, draft(elsa, body=body), actor=ana.actor, base=base).changed
    again = services.modify(original, draft(elsa, body="<div>Tres.</div>"), actor=ana.actor, base=3)
    assert (again.changed, Document.objects.get().revision) == (False, 3)
    document = Document.objects.get()
    assert [(v.version, v.html) for v in document.versions.all()] == [
        (3, "<p>Tres.</p>"), (2, "<p>Dos.</p>"), (1, "<p>Uno.</p>")]  # fmt: skip
    assert document.body == "<p>Tres.</p>"
    assert entries(original)[:2] == [
        ("Modificación", "Texto: versión 2 → 3."),
        ("Modificación", "Texto: versión 1 → 2."),
    ]
    newest = Entry.objects.of(original).first()
    assert (newest.details["old_version"], newest.details["new_version"]) == (2, 3)


def test_a_modification_tells_what_was_and_what_is(ana, bruno, elsa):
    original = services.create(draft(elsa), actor=ana.actor)
    changed = draft(bruno, subject="Otro asunto", category=Category.URGENT, options={"scale": 90})
    services.modify(original, changed, actor=ana.actor, base=1)
    entry = Entry.objects.of(original).first()
    assert entry.comment == "Asunto, Categoría, Para, Opciones de impresión."
    assert {"field": "Asunto", "old": "Informe de viaje", "new": "Otro asunto"} in entry.details["changes"]
    assert {"field": "Para", "old": "Elsa Montero", "new": "Bruno Salas"} in entry.details["changes"]
    assert {"field": "Categoría", "old": "Normal", "new": "Urgente"} in entry.details["changes"]
    original.refresh_from_db()
    assert (original.category, original.document.print_options.scale) == ("urgent", 90)
    assert people(original.document, PartyRole.TO) == [bruno.appointment]


def test_d_05_a_stale_revision_is_refused_and_changes_nothing(ana, elsa):
    original = services.create(draft(elsa), actor=ana.actor)
    services.modify(original, draft(elsa, body="<p>De la otra pestaña.</p>"), actor=ana.actor, base=1)
    with pytest.raises(Stale, match=r"^Otra pestaña o persona guardó una versión más nueva$"):
        services.modify(original, draft(elsa, body="<p>Viejo.</p>"), actor=ana.actor, base=1)
    assert Document.objects.get().body == "<p>De la otra pestaña.</p>"


def test_only_the_holder_changes_a_draft_and_nobody_what_was_sent(ana, bruno, elsa):
    original = services.create(draft(elsa), actor=ana.actor)
    with pytest.raises(Forbidden):
        services.modify(original, draft(elsa, subject="Otro"), actor=bruno.actor, base=1)
    sent = factories.original_of(factories.make_document(ana, to=[elsa]))
    with pytest.raises(NotAllowedNow):
        services.modify(sent, draft(elsa, subject="Otro"), actor=ana.actor, base=1)
