"""A citizen asks to sign electronically; the signed agreement is judged before any validador sees it (accounts-portal §10.5)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import applications, renewals
from accounts.models import Agreement, CitizenProfile, SignatureApplication
from institutions.actors import Citizen
from quipux import clock
from quipux.errors import Forbidden, Invalid
from quipux.files import store
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from quipux.portal import contents
from quipux.portal.places import AGREEMENT
from tests import factories
from tests.backups.pages.reading import Page
from tests.cast import BACKEND, CastClient
from tests.signatures import attacks
from tests.signatures.material import official, p12, signed

pytestmark = pytest.mark.django_db
PAGE = "/ciudadanos/firma/"


@pytest.fixture(autouse=True)
def _test_authority(settings):
    settings.QUIPUX_ACCEPT_TEST_CA = True


@pytest.fixture
def gina(db) -> Citizen:
    user = factories.make_user("Gina Salazar")
    return Citizen(user, CitizenProfile.objects.create(person=user, city="Quito"))


@pytest.fixture
def draft(gina) -> SignatureApplication:
    return applications.start(actor=gina)


def enter(citizen) -> CastClient:
    client = CastClient()
    client.force_login(citizen.user, backend=BACKEND)
    return client


def me(citizen) -> tuple[str, str]:
    return citizen.user.identity_number, citizen.user.full_name


def agreement_of(application) -> bytes:
    return store.read(application.agreement.pdf)


def refusal(application, content, citizen) -> str:
    with pytest.raises(Invalid) as caught:
        applications.attach(application, content, actor=citizen)
    assert SignatureApplication.objects.get().signed_agreement is None
    return caught.value.message


@pytest.fixture
def sent(draft, gina) -> SignatureApplication:
    applications.attach(draft, signed(agreement_of(draft), me(gina)), actor=gina)
    return applications.submit(SignatureApplication.objects.get(), certificate_kind="file", agrees=True, actor=gina)


def kind_of(citizen) -> str:
    return CitizenProfile.objects.get(person=citizen.user).kind


def test_a_43_what_is_wrong_with_the_signed_agreement_is_said_each_in_its_sentence(draft, gina):
    given = agreement_of(draft)
    assert refusal(draft, signed(given, ("1710034065", "Bruno Ñáñez Córdova")), gina) == applications.NOT_HERS
    mine = signed(given, me(gina))
    altered = attacks.one_byte_of_the_document_changed(mine)
    assert refusal(draft, altered, gina) in (applications.NOT_VALID, applications.OTHER_TEXT)
    assert refusal(draft, signed(official(), me(gina)), gina) == applications.OTHER_TEXT
    ended = p12(me(gina), not_after=clock.now() - timedelta(days=1))
    assert refusal(draft, signed(given, me(gina), file=ended), gina) == applications.ENDED
    assert refusal(draft, given, gina) == "El archivo no contiene una firma electrónica."
    assert refusal(draft, b"hola", gina)
    assert refusal(draft, b"%PDF-" + b"0" * applications.LARGEST, gina) == "El archivo supera los 5 MB."


def test_s_68_a_signed_agreement_that_the_antivirus_does_not_vouch_for_is_refused(draft, gina, speaker):
    speaker.verdict = "stream: Nuevo.Virus FOUND"
    assert refusal(draft, signed(agreement_of(draft), me(gina)), gina) == "El archivo no pasó la revisión de virus."


def test_a_43_a_valid_one_is_sent_and_authorised_by_the_sge_and_the_citizen_signs(sent, gina, sofia, diego):
    assert (sent.get_state_display(), sent.signature["identity"]) == ("Enviado", gina.user.identity_number)
    assert sent.due_on > clock.today()
    with pytest.raises(Forbidden):
        applications.authorise(sent, identity_checked=True, agreement_checked=True, actor=diego.actor)
    with pytest.raises(Forbidden):
        applications.authorise(sent, identity_checked=True, agreement_checked=True, actor=gina)
    with pytest.raises(Invalid):
        applications.authorise(sent, identity_checked=True, agreement_checked=False, actor=sofia.actor)
    assert kind_of(gina) == "unsigned"
    applications.authorise(sent, identity_checked=True, agreement_checked=True, actor=sofia.actor)
    authorised = Citizen(gina.user, CitizenProfile.objects.get(person=gina.user))
    assert [slug for slug in ("sign_electronically", "create_outgoing", "register_incoming", "administer", "reports")
            if authorised.holds(slug)] == ["sign_electronically", "create_outgoing"]  # fmt: skip
    assert Mail.objects.get().subject == "QUIPUX: Solicitud de firma aceptada"


def test_a_44_without_observation_nothing_is_rejected_and_the_citizen_corrects_and_sends_again(sent, gina, sofia):
    with pytest.raises(Invalid):
        applications.reject(sent, observation="  ", actor=sofia.actor)
    applications.reject(sent, observation="La ciudad no corresponde.", actor=sofia.actor)
    mail = Mail.objects.get()
    assert (mail.subject, "La ciudad no corresponde." in mail.text) == ("QUIPUX: Solicitud de firma rechazada", True)
    client = enter(gina)
    assert "La ciudad no corresponde." in Page(client.get(PAGE)).text
    client.post(PAGE, {"accion": "comenzar"})
    again = SignatureApplication.objects.get()
    assert (again.state, again.signed_agreement_id) == ("draft", sent.signed_agreement_id)
    applications.submit(again, certificate_kind="token", agrees=True, actor=gina)
    trail = [entry.label for entry in Entry.objects.of(again).order_by("sequence")]
    assert trail == ["Subir el acuerdo firmado", "Enviar la solicitud", "Rechazar", "Corregir la solicitud",
                     "Enviar la solicitud"]  # fmt: skip


def test_what_is_suspended_reads_and_may_be_put_in_force_again(sent, gina, sofia):
    applications.authorise(sent, identity_checked=True, agreement_checked=True, actor=sofia.actor)
    found = SignatureApplication.objects.get()
    with pytest.raises(Invalid):
        applications.suspend(found, reason="", actor=sofia.actor)
    found = applications.suspend(found, reason="Certificado revocado.", actor=sofia.actor)
    assert kind_of(gina) == "unsigned"
    assert "Puede seguir leyendo sus documentos." in Page(enter(gina).get(PAGE)).text
    applications.reinstate(found, actor=sofia.actor)
    assert kind_of(gina) == "signed"


def test_the_whole_request_by_its_pages_and_the_decision_in_the_administration(gina, sofia, client):
    citizen = enter(gina)
    assert Page(citizen.get(PAGE)).buttons()[-1] == "Comenzar"
    citizen.post(PAGE, {"accion": "comenzar"})
    given = b"".join(citizen.get("/ciudadanos/firma/acuerdo/").streaming_content)
    assert given == store.read(Agreement.objects.get().pdf)
    empty = citizen.post(PAGE, {"accion": "subir"})
    assert (empty.status_code, Page(empty).errors()[0][1]) == (422, "#id_archivo")
    mine = SimpleUploadedFile("acuerdo.pdf", signed(given, me(gina)), "application/pdf")
    citizen.post(PAGE, {"accion": "subir", "archivo": mine})
    unticked = citizen.post(PAGE, {"accion": "enviar", "certificado": "file"})
    assert (unticked.status_code, "acepta el Acuerdo" in Page(unticked).text) == (422, True)
    citizen.post(PAGE, {"accion": "enviar", "certificado": "file", "acepta": "on"})
    assert "Enviado." in Page(citizen.get(PAGE)).text

    sge, found = client(sofia), SignatureApplication.objects.get()
    listed = sge.get(reverse("admin:citizens:applications")).content.decode()
    assert "Gina Salazar" in listed
    assert gina.user.identity_number not in listed
    one = reverse("admin:citizens:application", args=[found.uuid])
    assert sge.post(one, {"accion": "rechazar", "observacion": ""}).status_code == 422
    sge.post(one, {"accion": "autorizar", "identidad": "on", "acuerdo": "on"})
    assert kind_of(gina) == "signed"
    assert Page(citizen.get("/bandejas/ciudadano/en-elaboracion/")).heading == "En Elaboración"


def test_nobody_reaches_the_request_of_another_and_an_agreement_never_changes(draft, gina):
    other = Citizen(user := factories.make_user("Hugo Benítez"), CitizenProfile.objects.create(person=user))
    with pytest.raises(Forbidden):
        applications.attach(draft, signed(agreement_of(draft), me(gina)), actor=other)
    assert enter(other).get("/ciudadanos/firma/acuerdo/").status_code == 404
    assert applications.start(actor=other).agreement == draft.agreement
    assert Agreement.objects.count() == 1


# A new version of the agreement --------------------------------------------------------------------------


@pytest.fixture
def authorised(sent, sofia) -> SignatureApplication:
    """Gina signs; then the SGE publishes another text and the clock's job ran."""
    applications.authorise(sent, identity_checked=True, agreement_checked=True, actor=sofia.actor)
    text = contents.write(
        AGREEMENT, title=AGREEMENT.title, html="<p>Usará solo su propio certificado.</p>", actor=sofia.actor
    )
    contents.publish(text, actor=sofia.actor)
    assert renewals.keep() == {"asked": 1, "suspended": 0}
    return SignatureApplication.objects.get()


def test_a_published_text_is_a_new_version_that_who_signed_is_asked_for_once_and_signs_by_her_page(authorised, gina):
    first, second = Agreement.objects.order_by("version")
    assert (second.sign_until, second.pdf.sha256 != first.pdf.sha256) == (clock.today() + timedelta(days=60), True)
    assert renewals.keep() == {"asked": 0, "suspended": 0}
    assert Mail.objects.filter(subject=renewals.ASK).count() == 1
    citizen = enter(gina)
    assert "Firme la versión nueva del Acuerdo de uso hasta el" in citizen.get("/avisos/").text
    assert kind_of(gina) == "signed"
    given = b"".join(citizen.get("/ciudadanos/firma/acuerdo/").streaming_content)
    assert given == store.read(second.pdf)
    former = SimpleUploadedFile("acuerdo.pdf", signed(store.read(first.pdf), me(gina)), "application/pdf")
    refused = citizen.post(PAGE, {"accion": "subir", "archivo": former})
    assert (refused.status_code, applications.OTHER_TEXT in Page(refused).text) == (422, True)
    mine = SimpleUploadedFile("acuerdo.pdf", signed(given, me(gina)), "application/pdf")
    assert (
        "El acuerdo firmado es válido"
        in Page(citizen.post(PAGE, {"accion": "subir", "archivo": mine}, follow=True)).text
    )
    assert (SignatureApplication.objects.get().agreement, kind_of(gina)) == (second, "signed")
    assert "Firme la versión nueva" not in citizen.get("/bandejas/ciudadano/enviados/").text


def test_who_does_not_sign_in_sixty_days_is_suspended_and_comes_back_by_signing_and_a_validador(
    authorised, gina, sofia
):
    last_day = clock.now() + timedelta(days=60)
    with clock.frozen_at(last_day):
        assert renewals.keep() == {"asked": 0, "suspended": 0}
    with clock.frozen_at(last_day + timedelta(days=1)):
        assert renewals.keep() == {"asked": 0, "suspended": 1}
        assert renewals.keep() == {"asked": 0, "suspended": 0}
        found = SignatureApplication.objects.get()
        assert (found.get_state_display(), kind_of(gina)) == ("Suspendido", "unsigned")
        assert Entry.objects.of(found).first().actor_name == "Sistema"
        with pytest.raises(Invalid):
            applications.reinstate(found, actor=sofia.actor)
        second = Agreement.objects.get(version=2)
        applications.renew(found, signed(store.read(second.pdf), me(gina)), actor=gina)
        assert kind_of(gina) == "unsigned"
        applications.reinstate(SignatureApplication.objects.get(), actor=sofia.actor)
    assert kind_of(gina) == "signed"


def test_a_request_begun_with_the_former_text_goes_on_with_the_one_in_force(draft, gina, sofia):
    applications.attach(draft, signed(agreement_of(draft), me(gina)), actor=gina)
    text = contents.write(AGREEMENT, title=AGREEMENT.title, html="<p>Otro.</p>", actor=sofia.actor)
    contents.publish(text, actor=sofia.actor)
    renewals.keep()
    with pytest.raises(Invalid, match="El Acuerdo de uso cambió"):
        applications.submit(SignatureApplication.objects.get(), certificate_kind="file", agrees=True, actor=gina)
    citizen = enter(gina)
    assert "Usar la versión vigente" in Page(citizen.get(PAGE)).buttons()
    citizen.post(PAGE, {"accion": "comenzar"})
    again = SignatureApplication.objects.get()
    assert (again.state, again.agreement.version, again.signed_agreement) == ("draft", 2, None)
