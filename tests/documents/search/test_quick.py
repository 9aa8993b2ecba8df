"""Búsqueda rápida: what is found, in which order, by whom (documents §13.1, D-66)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.attaching import reading
from documents.attaching.services import attach
from documents.search import indexing, queries, reach
from documents.search.criteria import Criteria
from quipux import clock
from tests import factories
from tests.extraction.samples import docx

pytestmark = pytest.mark.django_db
FORMS = [("resoluciones", "Resolución"), ("resolucion", "Resolución"), ("RESOLUCION", "Resolución"), ("resolución", "RESOLUCION"),
         ("tramitar", "tramitación"), ("tramitacion", "trámite"), ("tramite", "Trámites"), ("Ñandu", "ñandú"),
         ("inspección", "inspecciones"), ("PEDAGOGICO", "Pedagógicos"), ("extensiones", "EXTENSION")]  # fmt: skip


@pytest.mark.parametrize(("typed", "written"), FORMS)
def test_d_66_a_word_is_found_by_its_stem_with_and_without_accents(ana, bruno, finds, typed, written):
    subject = f"Informe sobre {written} de la planta"
    factories.make_document(bruno, to=[ana], subject=subject)
    factories.make_document(bruno, to=[ana], subject="Otra cosa")
    assert finds(ana, typed) == [subject]


@pytest.mark.parametrize("part", ["MINEJ-DNP", "minej-dnp-20", "0001", "-0001-M", "dnp"])
def test_d_66_a_part_of_a_number_finds_it(ana, bruno, finds, part):
    factories.make_document(bruno, to=[ana], subject="El primero")
    assert finds(ana, part) == ["El primero"]


@pytest.mark.parametrize("rare", [40_000, -1], ids=["rare", "newest"])
def test_the_exact_number_comes_first_then_parts_then_words_newest_first(ana, bruno, finds, monkeypatch, rare):
    monkeypatch.setattr(reach, "RARE", rare)
    at = clock.now() - timedelta(days=9)
    first = factories.make_document(bruno, to=[ana], subject="El buscado", at=at)
    rest = [("Nombra a otro", f"{first.number}-ANEXO"), ("Posterior", "")]
    for days, (subject, reference) in enumerate(rest, start=1):
        text = f"{subject} {first.number}" if not reference else subject
        factories.make_document(bruno, to=[ana], subject=text, reference=reference, at=at + timedelta(days=days))
    assert finds(ana, first.number.lower()) == ["El buscado", "Nombra a otro", f"Posterior {first.number}"]


@pytest.mark.parametrize("rare", [-1, 0, 1, 40_000])
def test_how_many_documents_a_word_has_changes_no_answer(ana, bruno, finds, monkeypatch, rare):
    for subject in ("Plan de riego", "Plan de caminos"):
        factories.make_document(bruno, to=[ana], subject=subject)
    monkeypatch.setattr(reach, "RARE", rare)
    assert finds(ana, "riego") == ["Plan de riego"]
    assert finds(ana, "plan") == ["Plan de caminos", "Plan de riego"]


@pytest.mark.parametrize("typed", ["salas", "Bruno Salas", "torres", "director", "oficio n° 12", "OFICIO N° 12-B"])
def test_people_posts_and_references_are_found(ana, bruno, finds, typed):
    factories.make_document(bruno, to=[ana], subject="Con referencia", reference="Oficio N° 12-B")
    assert finds(ana, typed) == ["Con referencia"]


def test_d_66_a_word_of_the_body_or_of_an_attached_docx_is_found_by_who_may_read_it(ana, bruno, carla):
    draft = factories.make_draft(bruno, to=[ana], body="<p>Se compran escritorios.</p>")
    attach([SimpleUploadedFile("acta.docx", docx("Inventario de telescopios"))], document=draft, actor=bruno.actor)
    reading.read_pending()
    sent = factories.send(draft)
    indexing.reindex_due()
    for word in ("escritorio", "telescopio", "INVENTARIOS"):
        found = queries.advanced(factories.actor_of(ana), Criteria(text=word)).newest(None)
        assert {copy.document for copy in found} == {sent}, word
        assert not queries.advanced(factories.actor_of(carla), Criteria(text=word)).newest(1)


def test_d_66_one_of_several_recipients_finds_the_document_for_the_others(ana, bruno, carla, diego, finds):
    factories.make_document(bruno, to=[ana, carla], cc=[diego], subject="Para varios")
    assert finds(ana, "Mena") == finds(diego, "Mena") == finds(carla, "Ponce") == ["Para varios"]


def test_every_word_must_match_and_stop_words_and_signs_break_nothing(ana, bruno, finds):
    factories.make_document(bruno, to=[ana], subject="Compra de papel")
    assert finds(ana, "la compra del papel") == ["Compra de papel"]
    assert finds(ana, "compra tinta") == []
    for odd in ("de la", "", "   ", "'", "\\", "%", "_", "%%%", "a & b | !c:*", "<b>", "\0\0", "ñ" * 500, "x " * 400):
        assert finds(ana, odd) == []


def test_the_text_of_the_body_is_not_what_the_quick_search_reads(ana, bruno, finds):
    factories.make_document(bruno, to=[ana], subject="Cubierto", body="<p>murciélago</p>")
    assert finds(ana, "murciélago") == []


def test_nobody_finds_what_others_have(ana, bruno, carla, diego, sofia, luis, finds):
    document = factories.make_document(bruno, to=[ana], subject="Canario de adentro")
    draft = factories.make_draft(bruno, to=[ana], subject="Canario en edición")
    assert finds(ana, "canario") == ["Canario de adentro"]
    assert finds(bruno, "canario") == ["Canario en edición", "Canario de adentro", "Canario de adentro"]
    for stranger in (carla, diego):
        assert finds(stranger, "canario") == finds(stranger, document.number) == []
    assert queries.quick(luis.actor, "canario") == []
    assert draft.copies.count() == 1


def test_a_cedula_finds_people_only_for_those_who_register_them(ana, bruno, elsa):
    factories.make_document(bruno, to=[elsa, ana], subject="Con cédula")
    indexing.reindex_due()
    cedula = bruno.user.identity_number
    assert [copy.document.subject for copy in queries.quick(elsa.actor, cedula)] == ["Con cédula"]
    assert not queries.quick(ana.actor, cedula)
