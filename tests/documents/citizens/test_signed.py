"""A citizen «con firma» writes to an institution, signs, and follows the letter there (documents §12, D-62)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import CitizenKind
from documents import services
from documents.citizens import letters
from documents.models import Attachment, Copy, FirstOpening, Sending, Signature
from documents.services.sending import run_to_the_end
from documents.states import CopyRole, CopyState
from institutions.actors import Citizen
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.files import store
from quipux.notices.models import Notice
from tests import factories
from tests.backups.pages.reading import Page
from tests.cast import servant
from tests.documents.citizens.conftest import outsider
from tests.documents.window.making import let
from tests.signatures.material import signed

pytestmark = pytest.mark.django_db
NEW = "/ciudadano/cartas/nueva/"


@pytest.fixture(autouse=True)
def _test_authority(settings):
    settings.QUIPUX_ACCEPT_TEST_CA = True


@pytest.fixture
def pablo(area):
    """Who receives what citizens write."""
    return servant(factories.make_servant(area, "Pablo Rojas", title="Coordinador",
                                          permissions=["receive_citizen_documents"]))  # fmt: skip


def typed(*posts, **changes):
    return {"accion": "guardar", "para": [str(post.appointment.uuid) for post in posts], "asunto": "Solicito una copia",
            "referencia": "", "texto": "Señor Coordinador:\n\nSolicito una copia de mi expediente.",
            "buscar": ""} | changes  # fmt: skip


def wish(*posts, **changes) -> letters.Letter:
    values = {
        "to": [post.appointment for post in posts],
        "subject": "Solicito una copia",
        "text": "Solicito una copia.",
    }
    return letters.Letter(**values | changes)


def sent_by(hugo, *posts) -> Copy:
    """A letter whose signature is waited for, its PDF rendered."""
    original = letters.create(wish(*posts), citizen=hugo.actor)
    run_to_the_end(letters.send(original, citizen=hugo.actor).pk)
    return Copy.objects.select_related("document__official_pdf").get(pk=original.pk)


def test_d_62_a_signed_letter_waits_for_the_clerk_with_the_e_number_that_the_citizen_sees(hugo, pablo, elsa, client):
    let(elsa, "process_citizen_documents")
    citizen = hugo.enter()
    found = Page(citizen.post(NEW, typed(accion="buscar", buscar="pablo", para=[])))
    assert f"Pablo Rojas, Coordinador – {pablo.appointment.institution.name}" in found.text
    kept = citizen.post(NEW, typed(pablo))
    sheet = Page(citizen.get(kept["Location"]))
    assert sheet.pairs()["De"] == "Hugo Benítez"
    assert sheet.pairs()["Para"] == "Pablo Rojas, Coordinador"
    original = Copy.objects.get(role=CopyRole.ORIGINAL)
    assert (original.state, original.holder, original.holder_citizen) == (CopyState.DRAFT, None, hugo.user)

    session = citizen.post(reverse("documents:citizen_letter_send", args=[original.uuid]))
    run_to_the_end(Sending.objects.get().pk)
    page = Page(citizen.get(session["Location"]))
    links = {text.split(" de ")[0]: url for text, url in page.links().items()}
    given = b"".join(citizen.get(links["Descargar PDF"]).streaming_content)
    original.refresh_from_db()
    assert (original.state, original.number.split("-")[0]) == (CopyState.UNSENT_ORIGINAL, "CIU")

    mine = signed(given, (hugo.user.identity_number, hugo.user.full_name))
    citizen.post(links["Subir PDF firmado"], {"file": SimpleUploadedFile("carta.pdf", mine, "application/pdf")})
    assert Signature.objects.get().document_id == original.document_id
    run_to_the_end(Sending.objects.get().pk)

    copy = Copy.objects.exclude(role=CopyRole.ORIGINAL).get()
    assert (copy.state, copy.institution) == (CopyState.CITIZEN_PENDING, pablo.appointment.institution)
    assert copy.number.endswith("-E")
    assert (copy.holder, copy.holder_citizen, copy.reference) == (pablo.appointment, None, original.number)
    original.refresh_from_db()
    assert original.state == CopyState.SENT
    address = reverse("documents:citizen_document", args=[original.uuid])
    assert Page(citizen.get(address)).rows("Instituciones que la reciben") == [
        [copy.institution.name, copy.number, "En la ventanilla"]
    ]
    assert copy.number in client(elsa).get("/bandejas/docs-ciudadanos/").content.decode()
    assert copy.number not in client(pablo).get("/bandejas/recibidos/").content.decode()

    assert list(Notice.objects.filter(user=hugo.user).order_by("pk").values_list("text", flat=True)) == [
        f"Firma recibida: {original.number}",
        f"Carta recibida: {original.number}, con el número {copy.number}",
    ]

    services.release(copy, actor=elsa.actor)
    assert copy.number in client(pablo).get("/bandejas/recibidos/").content.decode()
    assert "Hugo Benítez" in client(pablo).get(f"/documentos/{copy.uuid}/").content.decode()
    assert Page(citizen.get(address)).rows("Instituciones que la reciben")[0][2] == "En trámite"
    assert original.number in citizen.get("/bandejas/ciudadano/enviados/").content.decode()


def test_d_62_without_electronic_signature_a_letter_is_not_sent(hugo, gina, pablo):
    assert gina.enter().get(NEW).status_code == 403
    with pytest.raises(Forbidden):
        letters.create(wish(pablo), citizen=gina.actor)
    original = sent_by(hugo, pablo)
    assert not Copy.objects.exclude(role=CopyRole.ORIGINAL).exclude(state=CopyState.UNSENT_ELECTRONIC).exists()
    with pytest.raises(Forbidden):
        services.order_paper(original, actor=gina.actor)


def test_d_62_somebody_else_s_certificate_is_refused_and_the_letter_keeps_its_number(hugo, pablo):
    original = sent_by(hugo, pablo)
    citizen = hugo.enter()
    session = citizen.post(reverse("documents:citizen_letter_send", args=[original.uuid]))
    links = {text.split(" de ")[0]: url for text, url in Page(citizen.get(session["Location"])).links().items()}
    foreign = signed(store.read(original.document.official_pdf), ("1710034065", "Bruno Ñáñez Córdova"))
    answer = citizen.post(links["Subir PDF firmado"], {"file": SimpleUploadedFile("c.pdf", foreign)}, follow=True)
    assert "pertenece a otra persona" in Page(answer).text
    assert not Signature.objects.exists()
    assert Notice.objects.get(user=hugo.user).text == f"Firma rechazada: {original.number}"
    again = Copy.objects.get(pk=original.pk)
    assert (again.state, again.number) == (CopyState.UNSENT_ORIGINAL, original.number)
    assert original.number in citizen.get("/bandejas/ciudadano/no-enviados/").content.decode()


def test_d_62_who_does_not_receive_citizens_documents_is_refused_also_by_a_posted_id(hugo, pablo, ana):
    assert "Ana Torres" not in Page(hugo.enter().post(NEW, typed(accion="buscar", buscar="ana", para=[]))).text
    assert hugo.enter().post(NEW, typed(ana)).status_code == 422
    with pytest.raises(Invalid):
        letters.create(wish(ana), citizen=hugo.actor)
    original = letters.create(wish(pablo), citizen=hugo.actor)
    pablo.appointment.grants.filter(permission="receive_citizen_documents").delete()
    with pytest.raises(Invalid):
        letters.send(original, citizen=hugo.actor)
    assert Copy.objects.get(pk=original.pk).state == CopyState.DRAFT
    assert Copy.objects.count() == 1


def test_a_draft_is_changed_deleted_and_restored_by_its_citizen_alone(hugo, gina, pablo, bruno, client):
    original = letters.create(wish(pablo), citizen=hugo.actor)
    citizen = hugo.enter()
    edit = reverse("documents:citizen_letter_edit", args=[original.uuid])
    assert Page(citizen.get(edit)).fields()["asunto"] == "Solicito una copia"
    citizen.post(edit, typed(pablo, asunto="Solicito dos copias"))
    document = Copy.objects.get(pk=original.pk).document
    assert (document.subject, document.revision, document.versions.count()) == ("Solicito dos copias", 2, 2)
    citizen.post(reverse("documents:citizen_letter_delete", args=[original.uuid]))
    assert "Solicito dos copias" in citizen.get("/bandejas/ciudadano/eliminados/").content.decode()
    citizen.post(reverse("documents:citizen_letter_restore", args=[original.uuid]))
    assert "Solicito dos copias" in citizen.get("/bandejas/ciudadano/en-elaboracion/").content.decode()
    shown = f"/ciudadano/documentos/{original.uuid}/"
    assert (citizen.get(shown).status_code, gina.enter().get(shown).status_code) == (200, 404)
    for officer in (bruno, pablo):
        assert client(officer).get(f"/documentos/{original.uuid}/").status_code == 404


def test_who_was_suspended_keeps_reading_and_writes_nothing(hugo, pablo):
    original = letters.create(wish(pablo), citizen=hugo.actor)
    profile = hugo.actor.profile
    profile.kind = CitizenKind.UNSIGNED
    profile.save()
    citizen, suspended = hugo.enter(), Citizen(hugo.user, profile)
    page = Page(citizen.get(f"/ciudadano/documentos/{original.uuid}/"))
    assert "Solicito una copia" in page.text
    assert page.buttons() == []
    assert citizen.get("/bandejas/ciudadano/en-elaboracion/").status_code == 200
    assert citizen.post(reverse("documents:citizen_letter_send", args=[original.uuid])).status_code == 403
    with pytest.raises(Forbidden):
        letters.send(original, citizen=suspended)


def test_what_was_received_is_answered_with_its_signer_in_para(hugo, letter, pablo):
    received = letter(pablo, to=hugo, subject="Requerimiento")
    copy = received.copies.get(party__person=hugo.user)
    citizen = hugo.enter()
    link = Page(citizen.get(f"/ciudadano/documentos/{copy.uuid}/")).links()["Responder"]
    page = Page(citizen.get(link))
    assert page.fields()["asunto"] == "Respuesta: Requerimiento"
    assert page.fields()["para"] == str(pablo.appointment.uuid)
    kept = citizen.post(link, typed(pablo, responde=str(copy.uuid)))
    assert Copy.objects.get(uuid=kept["Location"].split("/")[-2]).document.answer_to == copy


def test_d_62_who_signs_electronically_receives_so_too_and_the_others_on_paper(hugo, gina, bruno, client):
    document = factories.make_document(bruno, to=[hugo.user, gina.user], type="oficio", subject="Atención a su pedido")
    his, hers = (document.copies.get(party__person=one.user) for one in (hugo, gina))
    assert (his.state, his.holder, his.holder_citizen) == (CopyState.IN_PROCESS, None, hugo.user)
    assert (hers.state, hers.holder) == (CopyState.TO_PRINT, bruno.appointment)
    assert Notice.objects.get(user=hugo.user).text == f"Documento recibido: {document.number}"
    assert not Notice.objects.filter(user=gina.user).exists()

    citizen = hugo.enter()
    assert "Atención a su pedido" in citizen.get("/bandejas/ciudadano/recibidos/").content.decode()
    address = reverse("documents:citizen_document", args=[his.uuid])
    citizen.head(address)
    assert not FirstOpening.objects.exists()
    assert citizen.get(address).status_code == 200
    his.refresh_from_db()
    assert (his.is_read, his.first_opening.name) == (True, "Hugo Benítez")

    page = client(bruno).get(f"/documentos/{his.uuid}/").content.decode()
    assert "Usuario actual: <b>Hugo Benítez</b>" in page
    assert client(bruno).get(f"/documentos/{his.uuid}/recorrido/").status_code == 200
    services.comment(his, "Pidió que le avisen por teléfono.", actor=bruno.actor)
    assert "teléfono" not in citizen.get(address).content.decode()


def test_d_62_a_letter_takes_its_anexos_along_and_only_a_draft_takes_or_loses_them(hugo, pablo, elsa, client):
    let(elsa, "process_citizen_documents")
    citizen, original = hugo.enter(), letters.create(wish(pablo), citizen=hugo.actor)
    there = reverse("documents:citizen_letter_annexes", args=[original.uuid])
    files = [
        SimpleUploadedFile("cédula.pdf", factories.tiny_pdf()),
        SimpleUploadedFile("solicitud.pdf", b"no es un PDF"),
    ]
    page = Page(citizen.post(there, {"archivos": files}, follow=True))
    assert '"cédula.pdf" se adjuntó.' in page.text
    assert '"solicitud.pdf" no se adjuntó: su contenido no es el de un archivo .pdf.' in page.text
    second = Page(
        citizen.post(there, {"archivos": [SimpleUploadedFile("mapa.pdf", factories.tiny_pdf("Mapa"))]}, follow=True)
    )
    assert "mapa.pdf" in second.text
    unwanted = Attachment.objects.get(name="mapa.pdf")
    assert "mapa.pdf" not in Page(citizen.post(there, {"accion": f"quitar:{unwanted.uuid}"}, follow=True)).text
    assert "Elija al menos un archivo." in Page(citizen.post(there, {}, follow=True)).text
    run_to_the_end(letters.send(original, citizen=hugo.actor).pk)
    original.refresh_from_db()
    with pytest.raises(NotAllowedNow):
        letters.attach(original, files, citizen=hugo.actor)
    with pytest.raises(NotAllowedNow):
        letters.take_off(original, Attachment.objects.get(name="cédula.pdf").uuid, citizen=hugo.actor)
    assert list(Attachment.objects.filter(removed_at=None).values_list("name", flat=True)) == ["cédula.pdf"]
    body = citizen.get(reverse("documents:citizen_document", args=[original.uuid])).content.decode()
    assert "cédula.pdf" in body
    assert "Adjuntar" not in body


def test_nobody_adds_to_the_letter_of_another_citizen(hugo, pablo):
    original = letters.create(wish(pablo), citizen=hugo.actor)
    other = outsider("Iris Coronel", CitizenKind.SIGNED)
    there = reverse("documents:citizen_letter_annexes", args=[original.uuid])
    assert (
        other.enter().post(there, {"archivos": [SimpleUploadedFile("a.pdf", factories.tiny_pdf())]}).status_code == 404
    )
    with pytest.raises(Forbidden):
        letters.attach(original, [SimpleUploadedFile("a.pdf", factories.tiny_pdf())], citizen=other.actor)
    assert Attachment.objects.count() == 0
