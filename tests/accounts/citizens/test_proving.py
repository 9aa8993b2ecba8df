"""A registration that needs nobody in person: the Registro Civil agrees, or her own certificate does (accounts-portal §10.3)."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import citizens, registration_proofs, registrations
from accounts.identity_source import sources
from accounts.models import Registration, User
from quipux import clock, pdf
from quipux.errors import Invalid, TooMany
from quipux.files import store
from quipux.history.models import Entry
from quipux.outbox import secrets
from quipux.outbox.models import Mail
from tests.accounts.citizens.test_registering import TYPED, asked, link
from tests.backups.pages.reading import Page
from tests.signatures.material import official, p12, signed

pytestmark = pytest.mark.django_db
ROSA, BORN = "1712345675", "1985-03-14"  # as the synthetic Registro Civil has her
NAMES = {"numero": ROSA, "nombres": "Rosa Elena", "apellidos": "QUISHPE NACATA"}


@pytest.fixture
def civil(settings):
    """An installation connected to the synthetic Registro Civil."""
    settings.QUIPUX_IDENTITY_SOURCE = sources.STUB


def confirmed(client, born=BORN, **changes) -> Registration:
    """Registers with the form, opens the link of the mail and confirms."""
    asked(**NAMES | changes)
    client.post(link(), {"nacimiento": born})
    return Registration.objects.latest("pk")


def test_the_connector_agrees_and_she_is_active_and_mailed(client, civil):
    asked(**NAMES)
    assert "Fecha de nacimiento" in Page(client.get(link())).text
    assert client.post(link(), {"nacimiento": BORN})["Location"] == "/ciudadanos/registro/listo/"
    found = Registration.objects.get()
    assert (found.state, found.person.identity_number, found.person.citizen.city) == ("active", ROSA, "Quito")
    assert found.person.verified_email == TYPED["correo"]
    assert Mail.objects.filter(to=TYPED["correo"], subject="QUIPUX: Activación de cuenta").count() == 1
    assert [one.label for one in Entry.objects.of(found)][:2] == [
        "Activar: el Registro Civil coincide", "Verificar el correo"]  # fmt: skip
    assert BORN not in str(Registration.objects.values().get()) + str(list(Entry.objects.of(found).values()))


@pytest.mark.parametrize(
    ("born", "changes"),
    [("1985-03-15", {}), ("", {}), (BORN, {"nombres": "Rosa"}), (BORN, {"apellidos": "Quishpe Vega"}),
     ("1990-01-01", {"numero": "0102030400", "nombres": "María Dolores", "apellidos": "Cárdenas Vega"}),
     (BORN, {"numero": TYPED["numero"]})],
    ids=["other_day", "no_day", "other_names", "other_surnames", "deceased", "unknown"],
)  # fmt: skip
def test_what_does_not_agree_waits_for_a_person(client, civil, born, changes):
    assert confirmed(client, born, **changes).get_state_display() == "Por validar"
    assert not User.objects.filter(identity_number=ROSA).exists()


def test_without_a_connector_the_date_is_not_asked_and_says_nothing(client):
    asked(**NAMES)
    assert "Fecha de nacimiento" not in Page(client.get(link())).text
    assert registration_proofs.confirm(Registration.objects.get(), born=date(1985, 3, 14)).state == "to_validate"


def test_a_connector_that_is_silent_makes_her_wait(client, civil, monkeypatch):
    def silent(*_):
        raise sources.Unavailable(sources.SILENT)

    monkeypatch.setattr(sources.Stub, "find", silent)
    assert confirmed(client).state == "to_validate"


def test_the_letters_of_who_was_noted_down_before_are_shown_only_after_a_person_looked(client, civil, desk):
    citizens.create_citizen(citizens.NewCitizen(citizens.Identity.read(ROSA), "Rosa", "Quishpe"), actor=desk.actor,
                            institution=desk.appointment.institution)  # fmt: skip
    assert confirmed(client).state == "to_validate"


def test_a_date_of_birth_is_not_guessed_by_trying(client, civil):
    made = [Registration.objects.create(**vars(registrations.Applicant("cedula", ROSA, "Rosa Elena", "Quishpe Ñacata",
            f"r{n}@ejemplo.ec", "Quito")), created_at=clock.now()) for n in range(4)]  # fmt: skip
    days = [date(1985, 3, 11), date(1985, 3, 12), date(1985, 3, 13), date(1985, 3, 14)]
    states = [registration_proofs.confirm(one, born=day).state for one, day in zip(made, days, strict=True)]
    assert states == ["to_validate"] * 4


def test_a_day_that_is_no_day_is_told_and_the_link_goes_on(client, civil):
    asked(**NAMES)
    page = client.post(link(), {"nacimiento": "ayer"})
    assert page.status_code == 422
    assert Registration.objects.get().state == "requested"


# Her own certificate ---------------------------------------------------------------------------------------


@pytest.fixture
def waits(client, settings) -> Registration:
    """Gina's, confirmed, in an installation that knows the test authority."""
    settings.QUIPUX_ACCEPT_TEST_CA = True
    asked()
    client.post(link())
    return Registration.objects.select_related("request_file").get()


def by(registration, name="GINA MARIA SALAZAR LEON", number=None, **options) -> bytes:
    return signed(store.read(registration.request_file), (number or registration.identity_number, name), **options)


def test_a_request_signed_with_her_certificate_makes_her_active(client, waits):
    page = f"/ciudadanos/registro/firmar/{waits.uuid}/"
    assert page in Page(client.get("/ciudadanos/registro/por-validar/")).links().values()
    letter = Mail.objects.get(subject=registration_proofs.TO_PROVE)
    assert secrets.made_for(letter).endswith(page)
    assert str(waits.uuid) not in letter.text + letter.html
    given = b"".join(client.get(f"{page}solicitud/").streaming_content)
    assert given == store.read(waits.request_file)
    upload = SimpleUploadedFile("solicitud.pdf", by(waits), "application/pdf")
    assert client.post(page, {"archivo": upload})["Location"] == "/ciudadanos/registro/listo/"
    waits.refresh_from_db()
    assert (waits.state, waits.person.identity_number) == ("active", waits.identity_number)
    assert store.read(waits.signed_file).startswith(given)
    assert Entry.objects.of(waits).first().label == "Activar: solicitud firmada con su certificado"
    assert Mail.objects.filter(to=TYPED["correo"], subject="QUIPUX: Activación de cuenta").exists()
    assert client.get(page).status_code == 410


def test_who_has_no_browser_that_remembers_is_not_told_of_any_registration(waits, client):
    assert "/firmar/" not in type(client)().get("/ciudadanos/registro/por-validar/").content.decode()


def test_what_is_wrong_is_said_and_she_goes_on_waiting(waits):
    def refused(content) -> str:
        with pytest.raises(Invalid) as caught:
            registration_proofs.present(waits, content)
        return caught.value.message

    other = (waits.identity_number, "GINA SALAZAR")
    assert refused(by(waits, number="1710034065")) == registration_proofs.OTHER_PERSON
    assert refused(by(waits, name="PEDRO MENA")) == registration_proofs.OTHER_NAME
    assert "no es la solicitud" in refused(signed(official(), other))
    assert "caducado" in refused(by(waits, file=p12(other, not_after=clock.now() - timedelta(days=1))))
    assert refused(store.read(waits.request_file)) == "El archivo no contiene una firma electrónica."
    waits.refresh_from_db()
    assert (waits.state, waits.signed_file, User.objects.count()) == ("to_validate", None, 0)


def test_ten_files_an_hour(waits):
    for _ in range(registration_proofs.TRIES):
        with pytest.raises(Invalid):
            registration_proofs.present(waits, b"hola")
    with pytest.raises(TooMany):
        registration_proofs.present(waits, b"hola")


def test_without_its_paper_she_goes_to_a_ventanilla(client, monkeypatch):
    def broken(*_, **__):
        raise pdf.PdfError("busy")

    monkeypatch.setattr(pdf, "render", broken)
    asked()
    client.post(link())
    found = Registration.objects.get()
    assert (found.state, found.request_file) == ("to_validate", None)
    assert "/firmar/" not in client.get("/ciudadanos/registro/por-validar/").content.decode()
