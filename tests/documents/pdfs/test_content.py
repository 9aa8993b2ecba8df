"""What official PDFs and drafts print, read back from their text (documents §6.6, §8)."""

import io
from datetime import datetime

import pikepdf
import pytest

from documents import rendering
from documents.models import Document, Party, PrintOptions
from documents.rendering import options as printing
from documents.rendering.siglas import siglas_of
from documents.services import number_and_freeze
from documents.states import Addressing, PartyRole
from institutions.models import DistributionList
from quipux import clock
from tests import factories
from tests.institutions.delegations.conftest import at, delegate, deputy_of
from tests.pdf.samples import text_of

AT = datetime(2026, 5, 23, 10, 30, tzinfo=clock.GUAYAQUIL)
pytestmark = pytest.mark.django_db


def fresh(document) -> Document:
    return Document.objects.select_related("type", "institution", "area").get(pk=document.pk)


def printed(document, **options) -> str:
    """The words of the PDF in one line; ``options`` are chosen before."""
    PrintOptions.objects.update_or_create(document=document, defaults=options)
    return " ".join(text_of(rendering.official_pdf(fresh(document))).split())


@pytest.fixture
def memo(ana, bruno, elsa, carla):
    """Drafted by Ana, signed by Bruno, with antecedent, two anexos and one Copia."""
    antecedent = factories.make_document(elsa, to=[bruno], at=AT)
    document = factories.make_draft(ana, to=[elsa], cc=[carla], at=AT, subject="Informe de avance",
                                    attachments=[("informe.pdf", b"a"), ("datos.csv", b"b")], type="memorando")  # fmt: skip
    Document.objects.filter(pk=document.pk).update(antecedent=antecedent, attachments_description="Dos archivos")
    Party.objects.filter(document=document, role=PartyRole.FROM).update(appointment=bruno.appointment)
    original = factories.reassign(factories.original_of(document), bruno, at=AT)
    type(bruno.user).objects.filter(pk=bruno.user.pk).update(academic_title="Ing.")
    with clock.frozen_at(AT):
        number_and_freeze(original, actor=bruno.actor)
    return document


def test_d_34_a_memo_shows_every_block_of_its_table(memo):
    text = printed(memo)
    blocks = ["Memorando Nro. MINEJ-DNP-2026-0001-M", "Quito, D.M., 23 de mayo de 2026", "PARA:", "Elsa Montero",
              "ASUNTO: Informe de avance", "Texto del documento.", "Atentamente,", "Ing. Bruno Salas", "DIRECTOR",
              "Referencias:", memo.antecedent.number if memo.antecedent else fresh(memo).antecedent.number, "Anexos:",
              "Dos archivos", "informe.pdf", "datos.csv", "Copia:", "Carla Mena", "BS/at"]  # fmt: skip
    places = [text.index(block) for block in blocks]
    assert places == sorted(places)
    code = fresh(memo).verification_code
    assert code in text
    assert "Verifique este documento en" in text


def test_d_34_it_declares_archive_and_accessibility_with_language_title_and_alternative_texts(memo):
    with pikepdf.open(io.BytesIO(rendering.official_pdf(fresh(memo)))) as pdf:
        assert str(pdf.Root.Lang) == "es-EC"
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
            assert metadata["dc:title"] == "Memorando Nro. MINEJ-DNP-2026-0001-M"
        assert "Código QR" in pdf_structure(pdf)


def pdf_structure(pdf) -> str:
    """Alternative texts of the whole structure tree."""
    found, waiting = [], [pdf.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += list(node)
        elif isinstance(node, pikepdf.Dictionary):
            if "/Alt" in node:
                found.append(str(node.Alt))
            if "/K" in node and not isinstance(node.K, int):
                waiting.append(node.K)
    return " ".join(found)


@pytest.mark.parametrize(
    ("option", "gone"),
    [("hides_attachments", "informe.pdf"), ("hides_reference", "Referencias:"), ("hides_initials", "BS/at"),
     ("hides_farewell", "Atentamente,")],
)  # fmt: skip
def test_d_34_each_hide_option_of_a_memo_works(memo, option, gone):
    assert gone in printed(memo)
    assert gone not in printed(memo, **{option: True})


def test_the_siglas_are_those_of_the_posts_and_the_capitals_of_who_is_responsible_for_the_area(memo, ana, bruno, elsa):
    posts = type(ana.appointment).objects
    posts.filter(pk=ana.appointment.pk).update(initials="anto")
    assert siglas_of(fresh(memo)) == "BS/anto"
    posts.filter(pk=bruno.appointment.pk).update(initials="bsal")
    assert siglas_of(fresh(memo)) == "BSAL/anto"
    responsible = factories.make_servant(memo.area, "Olga Ríos", initials="Olr", is_responsible=True)
    assert siglas_of(fresh(memo)) == "OLR/anto"
    posts.filter(pk=responsible.pk).update(state="inactive")
    assert siglas_of(fresh(memo)) == "BSAL/anto"


def test_an_option_that_the_type_does_not_offer_is_ignored(memo):
    assert printed(memo, hides_number=True, hides_subject=True, note_kind="verbal") == printed(memo)


def test_farewell_and_phrase_are_the_institutions_unless_the_document_has_its_own(memo, institution):
    type(institution).objects.filter(pk=institution.pk).update(farewell="Servir es nuestro deber")
    assert "SERVIR ES NUESTRO DEBER" in printed(memo)
    own = printed(memo, farewell="Cordialmente,", phrase="Dios, Patria y Libertad")
    assert "Cordialmente, DIOS, PATRIA Y LIBERTAD" in own
    assert "SERVIR" not in printed(memo, hides_phrase=True)


# Addressees -----------------------------------------------------------------------------------------


@pytest.fixture
def oficio(ana, carla):
    """An Oficio of Ana to Carla, of another institution."""
    document = factories.make_draft(ana, to=[carla], at=AT, type="oficio")
    type(carla.user).objects.filter(pk=carla.user.pk).update(academic_title="Dra.")
    with clock.frozen_at(AT):
        number_and_freeze(factories.original_of(document), actor=ana.actor)
    return document


@pytest.mark.parametrize(
    ("addressing", "block"),
    [(Addressing.WHOLE, "Dra. Carla Mena Analista SERVICIO NACIONAL DE MUESTRA En su Despacho"),
     (Addressing.NO_INSTITUTION, "Dra. Carla Mena Analista En su Despacho"),
     (Addressing.NO_POST, "Dra. Carla Mena SERVICIO NACIONAL DE MUESTRA En su Despacho"),
     (Addressing.NO_NAME, "Analista SERVICIO NACIONAL DE MUESTRA En su Despacho"),
     (Addressing.POST_ONLY, "Analista SERVICIO NACIONAL DE MUESTRA En su Despacho")],
)  # fmt: skip
def test_the_addressee_is_printed_as_chosen(oficio, addressing, block):
    text = printed(oficio, addressing=addressing)
    assert f"Informe de actividades {block} Texto del documento." in text


def test_what_was_corrected_for_this_document_is_printed_in_its_place(oficio, carla):
    Party.objects.filter(document=oficio, role=PartyRole.TO).update(
        override_academic_title="Mgs.", override_title="Coordinadora", override_institution="Servicio de Muestra",
        override_place="Presente")  # fmt: skip
    assert "Mgs. Carla Mena Coordinadora SERVICIO DE MUESTRA Presente" in printed(oficio)


def test_an_oficio_may_hide_number_and_subject_and_put_the_addressee_at_its_foot(oficio):
    text = printed(oficio, hides_number=True, hides_subject=True, addressee_at="foot", greeting="Ciudad",
                   adds_signers=True)  # fmt: skip
    assert "Nro." not in text
    assert "Asunto:" not in text
    assert (
        text.index("Texto del documento.") < text.index("ESPECIALISTA y más firmantes") < text.index("Dra. Carla Mena")
    )
    assert "SERVICIO NACIONAL DE MUESTRA Ciudad" in text


def test_the_name_of_a_list_stands_for_its_people_only_while_all_came_from_it(ana, bruno, elsa, institution):
    chiefs = DistributionList.objects.create(
        institution=institution, owner=ana.appointment, name="Directores nacionales"
    )
    document = factories.make_draft(ana, to=[bruno, elsa], type="oficio")
    Document.objects.filter(pk=document.pk).update(list=chiefs)
    Party.objects.filter(document=document, role=PartyRole.TO).update(list=chiefs)
    text = printed(document, addressing=Addressing.LIST_NAME)
    assert "Directores nacionales" in text
    assert "Elsa" not in text
    Party.objects.filter(document=document, appointment=elsa.appointment).update(list=None)
    assert "Elsa Montero" in printed(document, addressing=Addressing.LIST_NAME)


def test_a_circular_lists_its_addressees_in_a_table(ana, bruno, elsa):
    document = factories.make_draft(ana, to=[bruno, elsa], type="oficio")
    circular, _ = type(document.type).objects.get_or_create(
        slug="circular", defaults={"label": "Circular", "abbreviation": "C", "layout": "oficio"})  # fmt: skip
    Document.objects.filter(pk=document.pk).update(type=circular)
    text = printed(document)
    assert "Destinatarios Puesto Institución" in text
    assert text.index("Asunto:") < text.index("Bruno Salas Director") < text.index("Elsa Montero Recepcionista")


# Drafts, training, who acts -------------------------------------------------------------------------


def test_a_draft_prints_its_temporary_number_and_people_as_they_are_today(ana, bruno):
    document = factories.make_draft(ana, to=[bruno], at=AT)
    Document.objects.filter(pk=document.pk).update(temporary_number="MINEJ-DNP-2026-7-TEMP")
    type(bruno.appointment).objects.filter(pk=bruno.appointment.pk).update(title="Director Nacional")
    with clock.frozen_at(AT):
        text = " ".join(text_of(rendering.draft_pdf(fresh(document))).split())
    for words in ("BORRADOR", "Memorando Nro. MINEJ-DNP-2026-7-TEMP", "23 de mayo de 2026", "Director Nacional"):
        assert words in text
    assert "Verifique este documento" not in text


def test_a_training_tenant_prints_without_validity():
    place = factories.make_area(factories.make_institution(training=True))
    one, other = (factories.make_servant(place) for _ in range(2))
    document = factories.make_draft(one, to=[other])
    number_and_freeze(factories.original_of(document), actor=factories.actor_of(one))
    text = printed(document)
    assert "SIN VALIDEZ" in text
    assert "FIRMA DE PRUEBA" in text
    assert "Nro. CAP-" in text


def test_i_24_who_signs_in_place_of_another_is_printed_by_the_own_name(ana, bruno, elsa, diego):
    delegate(diego, bruno, ana)
    document = factories.make_draft(bruno, to=[elsa], at=AT)
    with clock.frozen_at(at(3)):
        number_and_freeze(factories.original_of(document), actor=deputy_of(ana, bruno))
    assert "Ana Torres DIRECTOR, SUBROGANTE" in printed(document)
    assert "Bruno Salas" not in printed(document)


def test_each_type_offers_options_that_exist():
    names = {field.name for field in PrintOptions._meta.concrete_fields}
    assert set().union(*printing.OFFERED.values()) <= names


# Hoja de Ruta ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("with_comments", [True, False])
def test_the_route_sheet_tells_each_step_with_or_without_comments(ana, bruno, with_comments):
    document = factories.make_document(bruno, to=[ana], at=AT, subject="Informe de avance")
    copy = factories.reassign(factories.copy_of(document, ana), bruno, comment="Favor revisar el cuadro")
    text = " ".join(text_of(rendering.route_sheet(copy, with_comments, reads=with_comments)).split())
    assert text.index("Registro") < text.index("Envío") < text.index("Reasignar")
    for words in ("Hoja de Ruta", document.number, "Informe de avance", "Ana Torres", "Especialista", "Bruno Salas"):
        assert words in text
    assert ("Favor revisar el cuadro" in text) == with_comments


def test_a_hoja_de_ruta_names_the_copies_and_the_answers_for_who_reads_the_document(ana, bruno, elsa):
    asked = factories.make_document(bruno, to=[ana], cc=[elsa], at=AT)
    answer = factories.make_document(ana, to=[bruno], answer_to=factories.copy_of(asked, ana))
    original = factories.original_of(asked)
    whole, basic = (
        " ".join(text_of(rendering.route_sheet(original, False, reads=reads)).split()) for reads in (True, False)
    )
    for words in ("Copia: Elsa Montero", "Copias", "Contestado", "Sin respuesta", "Respuestas", answer.number):
        assert words in whole
    assert answer.number not in basic
    hers = text_of(rendering.route_sheet(factories.copy_of(asked, elsa), False, reads=True))
    assert answer.number not in hers
