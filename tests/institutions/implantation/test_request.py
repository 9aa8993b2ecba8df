"""The public request, from the first page to the queue of the SGE (institutions I-38, I-39, I-40)."""

from io import BytesIO

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf.generic import DictionaryObject, NameObject, create_string_object

from institutions.implantation import links
from institutions.implantation.services import requesting, reviewing
from institutions.implantation.states import FileKind
from institutions.models import ImplantationCase
from quipux import clock
from quipux.errors import Gone, Invalid
from quipux.files.models import StoredFile
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests import factories
from tests.backups.pages.reading import Page
from tests.institutions.implantation import making

pytestmark = pytest.mark.django_db
FRONT = "/implantacion/"


def posted_pages():
    """What a person types in each page."""
    institution = making.INSTITUTION | {"sigla": "inmue"}
    return {"institucion": institution, "autoridad": making.AUTHORITY, "administrador": making.AIQ, "respaldo": {},
            "oficio": making.LETTER | {"letter_date": "2026-03-01", "oficio": making.pdf()}}  # fmt: skip


def test_i_38_a_request_is_filled_in_page_by_page_sent_once_and_numbered(client, march):
    answer = client.post(FRONT, {"accion": "comenzar", "correo": making.MAIL})
    case = ImplantationCase.objects.get()
    home = answer.url.removesuffix("institucion/")
    assert home == f"/implantacion/solicitud/{links.token_of(case)}/"
    for slug, data in posted_pages().items():
        assert client.post(f"{home}{slug}/", data).status_code == 302, slug
    assert "Enviar la solicitud" in Page(client.get(home)).buttons()
    for _ in range(2):  # sent twice
        client.post(home, {"accion": "enviar", "privacidad": "on"})
    case = making.fresh(case)
    assert (case.get_state_display(), case.number, case.sigla) == ("Solicitud enviada", "IMP-2026-0001", "INMUE")
    told = Mail.objects.filter(subject="QUIPUX: Solicitud de implantación IMP-2026-0001 Solicitud enviada")
    assert {making.MAIL, "marta@muestras.gob.ec"} <= set(told.values_list("to", flat=True))
    assert Entry.objects.of(case).filter(action="submitted").count() == 1
    page = Page(client.get(home))
    assert "IMP-2026-0001" in page.heading
    assert making.AIQ["identity_number"] not in page.text


def test_i_39_what_lacks_is_summed_up_with_links_to_the_fields_and_nothing_is_sent(client):
    case = making.draft()
    home = f"/implantacion/solicitud/{links.token_of(case)}/"
    for slug, field in (("administrador", "mobile"), ("institucion", "address")):
        answer = client.post(f"{home}{slug}/", posted_pages()[slug] | {field: ""})
        page = Page(answer)
        assert answer.status_code == 422
        assert page.title.startswith("Error: ")
        assert "Hay un problema" in page.text
        assert any(address == f"#id_{field}" for address in page.links().values())
    requesting.save(case, ("address",), {"address": ""})
    client.post(home, {"accion": "enviar", "privacidad": "on"})
    assert making.fresh(case).state == "draft"


def test_i_40_a_second_request_of_the_same_ruc_is_refused_and_says_nothing_of_the_first(march):
    first, second = making.submitted(), making.draft(name="Otro nombre")
    with pytest.raises(Invalid) as refusal:
        requesting.submit(second, accepts_privacy=True, actor=making.applicant(second))
    assert refusal.value.message == requesting.TAKEN_RUC
    assert first.number not in refusal.value.message
    requesting.give_up(first, reason="Ya no lo necesitamos.", actor=making.applicant(first))
    assert requesting.submit(second, accepts_privacy=True, actor=making.applicant(second)).number == "IMP-2026-0002"


def test_i_13_a_ruc_that_fails_its_check_is_refused_in_the_portal(client):
    case = making.draft()
    answer = client.post(f"/implantacion/solicitud/{links.token_of(case)}/institucion/",
                         making.INSTITUTION | {"ruc": "1760001550002"})  # fmt: skip
    assert "El RUC no es válido" in Page(answer).text


def with_program() -> bytes:
    writer, out = pypdf.PdfWriter(clone_from=BytesIO(factories.TINY_PDF)), BytesIO()
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject({
        NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): create_string_object("app.alert(1)")})  # fmt: skip
    writer.write(out)
    return out.getvalue()


def test_s_68_what_the_antivirus_finds_or_is_too_large_is_kept_nowhere(speaker):
    case = making.draft()
    kept, stored = case.files.count(), StoredFile.objects.count()
    speaker.verdict = "stream: Nuevo.Virus FOUND"
    with pytest.raises(Invalid):
        requesting.attach(case, FileKind.LETTER, SimpleUploadedFile("oficio.pdf", factories.tiny_pdf()))
    speaker.verdict = "stream: OK"
    huge = SimpleUploadedFile("oficio.pdf", factories.tiny_pdf() + bytes(requesting.LARGEST << 20))
    with pytest.raises(Invalid):
        requesting.attach(case, FileKind.LETTER, huge)
    assert (case.files.count(), StoredFile.objects.count()) == (kept, stored)
    requesting.attach(case, FileKind.LETTER, SimpleUploadedFile("oficio.pdf", factories.tiny_pdf("Limpio")))
    assert case.files.count() == kept + 1


@pytest.mark.parametrize("content", [b"hola", b"%PDF-1.4 nada %%EOF", with_program()])
def test_the_oficio_has_to_be_a_plain_pdf(content):
    case = making.draft()
    with pytest.raises(Invalid):
        requesting.attach(case, FileKind.LETTER, SimpleUploadedFile("oficio.pdf", content))
    assert case.files.count() == 1


def test_what_is_observed_is_corrected_and_answered_one_by_one(sofia, client, march):
    case = reviewing.observe(making.in_review(sofia), [("Dirección", "Falta el número."), ("Oficio", "Falta la firma.")],
                             actor=sofia.actor)  # fmt: skip
    assert f"{clock.local(case.due_at):%Y-%m-%d %H:%M:%S}" == "2026-03-16 23:59:59"
    home = f"/implantacion/solicitud/{links.token_of(case)}/"
    first, second = case.observations.all()
    client.post(f"{home}institucion/", posted_pages()["institucion"] | {"address": "Av. Amazonas N24-200"})
    refused = client.post(home, {"accion": "responder", f"respuesta_{first.pk}": "Corregida."})
    assert "Responda cada una" in Page(refused).text
    client.post(
        home, {"accion": "responder", f"respuesta_{first.pk}": "Corregida.", f"respuesta_{second.pk}": "Firmado."}
    )
    case = making.fresh(case)
    assert (case.state, case.address) == ("in_review", "Av. Amazonas N24-200")


def test_a_link_of_nobody_or_of_long_ago_opens_nothing(client, march):
    case = making.draft()
    assert client.get("/implantacion/solicitud/inventado/").status_code == 404
    token = links.token_of(case)
    links_age = links.SECONDS
    try:
        links.SECONDS = -1
        with pytest.raises(Gone):
            links.case_of(token)
    finally:
        links.SECONDS = links_age


def test_the_link_is_mailed_again_only_to_who_applied_and_the_page_answers_alike(client, march):
    case = making.submitted()
    texts = [client.post(FRONT, {"accion": "estado", "numero": case.number, "correo_solicitud": mail}, follow=True)
             for mail in (making.MAIL, "otra@ejemplo.ec")]  # fmt: skip
    assert Page(texts[0]).text == Page(texts[1]).text
    assert Mail.objects.filter(subject=requesting.LINK).values_list("to", flat=True).get() == making.MAIL


def test_s_68_a_network_begins_five_requests_in_an_hour(client, march):
    answers = [client.post(FRONT, {"accion": "comenzar", "correo": making.MAIL}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
