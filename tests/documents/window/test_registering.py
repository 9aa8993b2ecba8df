"""Registrar: the E number at once, and what has to be right before it is given (documents §6.2, §7.5, §11; D-56)."""

import re
from dataclasses import replace
from datetime import date

import pytest

from documents import consulting, services
from documents.models import Copy, Document, IssuedNumber, NumberCounter
from documents.services.incoming import questions
from documents.states import CopyRole, CopyState, NumberStatus, PartyRole
from quipux import clock
from quipux.errors import Forbidden, Invalid
from quipux.history.models import Entry
from tests.documents.window.making import citizen, let, paper, registered

pytestmark = pytest.mark.django_db


def test_d_56_a_registered_external_has_its_number_at_once_and_is_a_draft_of_the_clerk(elsa, ana):
    gina = citizen()
    original = services.register(
        paper(gina, ana, reference="OF-22", summary="Pide copias.", dated=date(2026, 1, 5)), actor=elsa.actor
    )
    original = Copy.objects.select_related("document").get(pk=original.pk)
    document = original.document
    assert re.fullmatch(rf"MINEJ-VU-{clock.today().year}-0001-E", original.number)
    assert (document.number, original.state, original.holder) == (original.number, CopyState.DRAFT, elsa.appointment)
    assert IssuedNumber.objects.get(document=document).text == original.number
    assert (document.kind, document.reference, document.summary) == ("incoming", "OF-22", "Pide copias.")
    assert clock.local(document.document_date).date() == date(2026, 1, 5)
    assert [p.person for p in document.parties.filter(role=PartyRole.FROM)] == [gina]
    assert re.fullmatch(r"(\w{4}-){2}\w{4}", consulting.code_for(document))
    assert [(e.label, e.comment) for e in Entry.objects.of(original)] == [
        ("Registro", f"Documento No. {original.number}")
    ]


def test_a_paper_may_come_from_several_and_from_another_institution(elsa, ana, carla):
    original = registered(elsa, ana, sender=[citizen(), carla.appointment])
    senders = original.document.parties.filter(role=PartyRole.FROM).order_by("position")
    assert [(p.person_id is not None, p.appointment_id is not None) for p in senders] == [(True, False), (False, True)]


def test_who_does_not_register_uses_no_number(ana, bruno):
    let(ana, "create_outgoing")
    with pytest.raises(Forbidden):
        services.register(paper(citizen(), bruno), actor=ana.actor)
    assert (Document.objects.count(), NumberCounter.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"senders": []}, "de", "Elija en De a quien envía el documento."),
        ({"to": []}, "para", "Un documento externo necesita al menos un destinatario de su institución."),
        ({"subject": " "}, "asunto", "Escriba el asunto."),
        ({"subject": "a" * 351}, "asunto", "El asunto tiene 351 caracteres; el máximo es 350."),
        ({"reference": "a" * 101}, "referencia", "No. Referencia tiene 101 caracteres; el máximo es 100."),
        ({"summary": "a" * 2001}, "resumen", "El resumen tiene 2001 caracteres; el máximo es 2000."),
        ({"dated": None}, "fecha", "Escriba la fecha del documento como año-mes-día, por ejemplo 2016-01-04."),
        ({"dated": date(2999, 1, 1)}, "fecha", "La fecha del documento no puede ser posterior a hoy."),
        ({"dated": date(2015, 1, 1)}, "fecha", "La fecha del documento no puede tener más de cuatro años."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_uses_no_number(elsa, ana, changes, field, sentence):
    with pytest.raises(Invalid) as refused:
        services.register(replace(paper(citizen(), ana), **changes), actor=elsa.actor)
    assert refused.value.fields == {field: sentence}
    assert NumberCounter.objects.count() == 0


def test_somebody_of_the_house_writes_no_external_and_people_outside_are_not_enough(elsa, ana, carla):
    with pytest.raises(Invalid, match="Ana Torres es servidor de su institución"):
        services.register(paper(ana.appointment, elsa), actor=elsa.actor)
    with pytest.raises(Invalid, match="al menos un destinatario de su institución"):
        services.register(paper(citizen(), carla), actor=elsa.actor)


def test_only_who_receives_what_is_directed_may_be_named_for_it(elsa, ana, bruno):
    draft = paper(citizen(), ana, directed_to=bruno.appointment)
    with pytest.raises(Invalid) as refused:
        services.register(draft, actor=elsa.actor)
    assert "dirigido" in refused.value.fields
    let(bruno, "receive_directed_external")
    assert services.register(draft, actor=elsa.actor).directed_to == bruno.appointment


# What is asked -------------------------------------------------------------------------------------------------


def test_the_same_sender_and_reference_within_a_year_are_asked_about(elsa, ana, institution):
    gina = citizen()
    first = registered(elsa, ana, sender=gina, reference="GG-7")
    again = paper(gina, ana, reference="gg-7 ")
    assert questions(again, institution) == [
        f"Ya existe el documento {first.number} con la misma referencia. ¿Registrar de todos modos?"
    ]
    assert questions(paper(citizen("Otra Persona"), ana, reference="GG-7"), institution) == []
    assert questions(paper(gina, ana, reference="GG-8"), institution) == []
    assert questions(paper(gina, ana, reference=""), institution) == []
    services.delete_draft(first, actor=elsa.actor, comment="Repetido")
    assert questions(again, institution) == []


def test_an_old_reference_is_not_asked_about(elsa, ana, institution):
    gina = citizen()
    with clock.frozen_at(clock.day_start(date(2024, 3, 4))):
        registered(elsa, ana, sender=gina, reference="GG-7")
    assert questions(paper(gina, ana, reference="GG-7"), institution) == []


def test_a_paper_older_than_a_year_is_asked_about(ana, institution):
    with clock.frozen_at(clock.day_start(date(2026, 6, 1))):
        assert questions(paper(citizen(), ana, dated=date(2025, 6, 1)), institution) == []
        assert questions(paper(citizen(), ana, dated=date(2025, 5, 31)), institution) == [
            "La fecha del documento, 2025-05-31, tiene más de un año. ¿Es correcta?"
        ]


# Changing and deleting -------------------------------------------------------------------------------------------


def test_a_correction_keeps_the_number_and_tells_what_changed(elsa, ana, bruno):
    gina = citizen()
    original = registered(elsa, ana, sender=gina, reference="GG-7")
    again = paper(gina, ana, bruno, reference="GG-70", summary="Otra cosa.")
    saved = services.modify(original, again, actor=elsa.actor, base=1)
    document = Document.objects.get(pk=original.document_id)
    assert saved.changed
    assert (document.number, document.reference) == (original.number, "GG-70")
    assert document.area == elsa.appointment.area
    entry = Entry.objects.of(original).first()
    assert (entry.label, entry.comment) == ("Modificación", "No. Referencia, Resumen, Para.")


def test_an_external_never_becomes_a_document_of_salida(elsa, ana):
    original = registered(elsa, ana)
    from tests.documents.compose.making import draft

    let(elsa, "create_outgoing")
    with pytest.raises(Invalid, match="sigue siendo Externo"):
        services.modify(original, draft(ana), actor=elsa.actor, base=1)


def test_deleting_needs_a_reason_and_annuls_the_number_which_restoring_uses_again(elsa, ana):
    original = registered(elsa, ana)
    with pytest.raises(Invalid):
        services.delete_draft(original, actor=elsa.actor)
    assert Copy.objects.get(pk=original.pk).state == CopyState.DRAFT
    services.delete_draft(original, actor=elsa.actor, comment="Se registró dos veces")
    number = IssuedNumber.objects.get(document=original.document_id)
    assert (number.status, number.reason) == (NumberStatus.ANNULLED, "Se registró dos veces")
    assert registered(elsa, ana).number.endswith("-0002-E")
    services.restore_deleted(Copy.objects.get(pk=original.pk), actor=elsa.actor)
    number.refresh_from_db()
    assert number.status == NumberStatus.USED
    assert Copy.objects.get(pk=original.pk, role=CopyRole.ORIGINAL).state == CopyState.DRAFT
