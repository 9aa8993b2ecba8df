"""Firmar y Enviar: what is checked, and what is there when the person is answered (documents §10.1, §10.2)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents import rendering
from documents.models import Attachment, Copy, Document, InstitutionType, IssuedNumber, Participation, Party, Sending
from documents.services import prepare_previews, request_sending
from documents.states import CopyRole, CopyState, How, Makers, PartyRole, Route, ScanState, SendingStep
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history.models import Entry
from tests import factories
from tests.cast import servant
from tests.pdf.samples import text_of


def by_paper(original, person) -> Sending:
    return request_sending(original, actor=person.actor, electronically=False)


def test_a_request_numbers_freezes_and_makes_one_undelivered_copy_per_addressee(ana, bruno, carla, ready):
    original = ready(ana, to=[bruno], cc=[carla])
    sending = by_paper(original, ana)
    document = Document.objects.get(pk=original.document_id)
    assert (document.number, document.frozen_at is not None) == ("MINEJ-DNP-2026-0001-M", True)
    assert (sending.route, sending.step, sending.total) == (Route.MANUAL, SendingStep.RENDER, 2)
    original.refresh_from_db()
    assert (original.state, original.number) == (CopyState.UNSENT_ORIGINAL, document.number)
    copies = document.copies.exclude(role=CopyRole.ORIGINAL)
    assert {(c.party.appointment_id, c.state, c.holder_id, c.number) for c in copies} == {
        (p.appointment.pk, CopyState.UNSENT_ELECTRONIC, ana.appointment.pk, document.number) for p in (bruno, carla)
    }
    assert [e.label for e in Entry.objects.of(original)] == ["Registro", "Registro", "Firmar y enviar", "Registro"]
    assert all([e.label for e in Entry.objects.of(copy)] == ["Registro"] for copy in copies)


def test_notes_and_classification_stay_inside_the_institution(ana, bruno, carla, ready):
    original = ready(ana, to=[bruno, carla])
    Copy.objects.filter(pk=original.pk).update(notes="Revisar con jurídico", classification="Contratación")
    by_paper(original, ana)
    mine, theirs = factories.copy_of(original.document, bruno), factories.copy_of(original.document, carla)
    assert (mine.notes, mine.classification) == ("Revisar con jurídico", "Contratación")
    assert (theirs.notes, theirs.classification) == ("", "Sin tipificación")


def test_nobody_took_part_before_the_copy_was_delivered(ana, bruno, ready):
    original = ready(ana, to=[bruno])
    by_paper(original, ana)
    hows = set(Participation.objects.filter(document=original.document).values_list("how", flat=True))
    assert hows == {How.REGISTERED, How.SENT}


def test_a_request_costs_as_many_queries_for_sixty_addressees_as_for_thirty(
    ana, area, ready, django_assert_num_queries
):
    people = [factories.make_servant(area) for _ in range(60)]
    few, many = ready(ana, to=people[:30]), ready(ana, to=people)
    by_paper(ready(ana, to=people[:1]), ana)  # what is asked once of the actor
    with CaptureQueriesContext(connection) as queries:
        by_paper(few, ana)
    with django_assert_num_queries(len(queries)):
        by_paper(many, ana)


def test_who_has_charge_of_a_vacant_post_is_printed_as_encargado(ana, bruno, ready):
    posts = type(ana.appointment).objects
    posts.filter(pk=ana.appointment.pk).update(kind="charge")
    acting = servant(posts.with_names().get(pk=ana.appointment.pk))
    original = ready(acting, to=[bruno])
    by_paper(original, acting)
    sender = Party.objects.get(document=original.document, role=PartyRole.FROM)
    assert (sender.title, sender.acting_note) == ("Especialista", "Encargado")
    assert Entry.objects.of(original).first().actor_position == "Especialista, Encargado"
    document = Document.objects.select_related("type", "institution", "area").get(pk=original.document_id)
    assert "ESPECIALISTA, ENCARGADO" in text_of(rendering.official_pdf(document))


def test_d_33_what_is_printed_of_a_person_stays_as_it_was(ana, bruno, institution, ready):
    original = ready(ana, to=[bruno])
    by_paper(original, ana)
    elsewhere = factories.make_area(institution, "Dirección Financiera", sigla="DAF")
    type(ana.appointment).objects.filter(pk=ana.appointment.pk).update(title="Directora", area=elsewhere)
    sender = Party.objects.get(document=original.document, role=PartyRole.FROM)
    assert (sender.name, sender.title, sender.area_name) == (
        "Ana Torres",
        "Especialista",
        "Dirección Nacional de Provisión",
    )
    assert Entry.objects.of(original).first().actor_position == "Especialista"
    document = Document.objects.select_related("type", "institution", "area").get(pk=original.document_id)
    assert "ESPECIALISTA" in text_of(rendering.official_pdf(document))
    original.refresh_from_db()
    assert original.holder_id == ana.appointment.pk  # the trays follow the person
    moved = servant(type(ana.appointment).objects.with_names().get(pk=ana.appointment.pk))
    by_paper(ready(moved, to=[bruno]), moved)
    by_paper(ready(bruno, to=[moved]), bruno)
    numbers = IssuedNumber.objects.order_by("pk").values_list("text", flat=True)
    assert list(numbers) == ["MINEJ-DNP-2026-0001-M", "MINEJ-DAF-2026-0001-M", "MINEJ-DNP-2026-0002-M"]


# Checks ---------------------------------------------------------------------------------------------


def refused(original, person, error, *, electronically=False) -> str:
    """The sentence; no number was used and nothing moved."""
    with pytest.raises(error) as refusal:
        request_sending(original, actor=person.actor, electronically=electronically)
    original.refresh_from_db()
    assert original.state == CopyState.DRAFT
    assert not IssuedNumber.objects.exists()
    assert not Sending.objects.exists()
    return refusal.value.message


def test_d_16_only_the_correct_one_of_three_gets_a_number(ana, bruno, luis, ready):
    blank = ready(ana, to=[bruno], body="<p>&nbsp;</p><p> </p>")
    assert refused(blank, ana, Invalid) == "El documento no tiene texto."
    gone = ready(ana, to=[bruno, luis])
    assert refused(gone, ana, Invalid) == (
        "No se puede enviar a Luis Vaca: ya no recibe documentos. Edite los destinatarios."
    )
    by_paper(ready(ana, to=[bruno]), ana)
    assert [n.text for n in IssuedNumber.objects.all()] == ["MINEJ-DNP-2026-0001-M"]


def test_only_the_sole_de_who_holds_it_signs(ana, bruno, elsa, ready):
    original = ready(ana, to=[elsa])
    sentence = "Solo puede firmar quien consta como único remitente (De) y tiene el documento."
    assert refused(original, bruno, Forbidden) == sentence
    reassigned = factories.reassign(original, bruno)
    assert refused(reassigned, ana, Forbidden) == sentence
    assert refused(reassigned, bruno, Forbidden) == sentence


def test_a_text_that_nobody_saw_printed_is_not_signed(ana, bruno, ready):
    original = ready(ana, to=[bruno])
    Document.objects.filter(pk=original.document_id).update(revision=3)
    assert "después de su vista previa" in refused(original, ana, Invalid)


def test_d_09_an_anexo_in_revision_is_named(ana, bruno, ready):
    original = ready(ana, to=[bruno], attachments=[("informe.docx", b"x"), ("plano.pdf", b"y")])
    Attachment.objects.filter(name="informe.docx").update(scan_state=ScanState.PENDING)
    assert refused(original, ana, Invalid) == (
        "Todavía no se puede enviar: «informe.docx» no ha pasado la revisión de virus."
    )


def test_who_may_not_sign_electronically_is_refused_the_electronic_route(ana, bruno, ready):
    assert "Firma Digital" in refused(ready(ana, to=[bruno]), ana, Forbidden, electronically=True)


def test_more_addressees_than_allowed_are_refused_with_the_number(ana, bruno, carla, ready, settings):
    settings.QUIPUX_RECIPIENTS_MAX = 1
    sentence = refused(ready(ana, to=[bruno, carla]), ana, Invalid)
    assert sentence == "El documento tiene 2 destinatarios; el máximo es 1."


def test_a_training_tenant_never_reaches_production(ana, ready):
    practice = factories.make_servant(factories.make_area(factories.make_institution(training=True)), "Iván Prado")
    assert "Iván Prado" in refused(ready(ana, to=[practice]), ana, Invalid)


def test_a_second_press_is_told_that_it_was_sent(ana, bruno, ready):
    original = ready(ana, to=[bruno])
    by_paper(original, ana)
    with pytest.raises(NotAllowedNow, match="No Enviado"):
        by_paper(original, ana)
    assert IssuedNumber.objects.count() == Sending.objects.count() == 1


def test_the_makers_of_a_type_are_asked_again_of_who_signs(ana, bruno, institution, ready):
    original = ready(ana, to=[bruno])
    InstitutionType.objects.create(institution=institution, type=original.document.type, makers=Makers.CHIEFS)
    assert refused(original, ana, Forbidden) == "Usted no puede firmar documentos de tipo Memorando."


# Previews -------------------------------------------------------------------------------------------


def test_d_14_a_text_that_bursts_the_renderer_gets_no_number_and_the_next_one_does(ana, bruno, ready):
    bomb, sober = ready(ana, to=[bruno]), ready(ana, to=[bruno])
    Document.objects.filter(pk=bomb.document_id).update(body="<div>" * 900 + "x" + "</div>" * 900, revision=2)
    Document.objects.filter(pk=sober.document_id).update(revision=2)
    documents = list(Document.objects.filter(pk__in=[bomb.document_id, sober.document_id]).order_by("pk"))
    burst, fine = prepare_previews(documents)
    assert burst.problem.startswith("No se pudo generar el PDF: el texto tiene demasiados niveles")
    assert fine.problem == ""
    assert "vista previa" in refused(bomb, ana, Invalid)
    assert by_paper(sober, ana).document.number == "MINEJ-DNP-2026-0001-M"


def test_a_preview_is_prepared_once_for_each_revision(ana, bruno, ready, django_assert_num_queries):
    document = ready(ana, to=[bruno]).document
    document.refresh_from_db()
    with django_assert_num_queries(0):
        assert [row.problem for row in prepare_previews([document])] == [""]


def test_what_was_saved_while_the_preview_was_made_was_not_seen(ana, bruno, ready):
    document = ready(ana, to=[bruno]).document
    Document.objects.filter(pk=document.pk).update(previewed_revision=None)
    seen = Document.objects.get(pk=document.pk)
    Document.objects.filter(pk=document.pk).update(revision=seen.revision + 1)
    prepare_previews([seen])
    assert Document.objects.get(pk=document.pk).previewed_revision is None


def test_a_page_that_waited_long_enough_says_what_is_not_prepared_yet(ana, bruno, ready):
    documents = [ready(ana, to=[bruno]).document for _ in range(2)]
    Document.objects.update(previewed_revision=None)
    rows = prepare_previews(list(Document.objects.filter(pk__in=[d.pk for d in documents])), patience=-1)
    assert all("todavía no está lista" in row.problem for row in rows)
