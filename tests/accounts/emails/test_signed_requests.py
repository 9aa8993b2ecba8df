"""A citizen who lost her mailbox signs the request for another with her certificate (accounts-portal §8.5)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import lost_emails, signed_requests
from accounts.models import CitizenProfile, EmailChange, SignedRequest
from quipux import clock
from quipux.errors import Gone, Invalid, TooMany
from quipux.files import store
from quipux.files.models import StoredFile
from quipux.history.models import Entry
from tests import factories
from tests.accounts.emails.test_own import link_to
from tests.accounts.entering.making import letters_to, solved
from tests.backups.pages.reading import Page
from tests.signatures.material import official, p12, signed

pytestmark = pytest.mark.django_db
START, NEW = "/ciudadanos/correo-perdido/", "gina.nueva@ejemplo.ec"


@pytest.fixture(autouse=True)
def _test_authority(settings):
    settings.QUIPUX_ACCEPT_TEST_CA = True


@pytest.fixture
def gina(db):
    user = factories.make_user("Gina Salazar")
    CitizenProfile.objects.create(person=user, city="Quito")
    return user


@pytest.fixture
def made(db) -> SignedRequest:
    return signed_requests.begin(NEW)


def by(person, made, **options) -> bytes:
    return signed(store.read(made.pdf), (person.identity_number, person.full_name), **options)


def test_who_signs_the_request_confirms_at_the_new_address_and_a_day_later_it_is_hers(client, gina):
    old = gina.email
    begun = client.post(START, solved(client.get(START), correo=NEW, repetido=NEW))
    page = begun["Location"]
    made = SignedRequest.objects.get()
    given = b"".join(client.get(f"{page}solicitud/").streaming_content)
    assert (NEW in client.get(page).content.decode(), given) == (True, store.read(made.pdf))
    upload = SimpleUploadedFile("solicitud.pdf", by(gina, made), "application/pdf")
    assert client.post(page, {"archivo": upload})["Location"] == f"{START}enviado/"
    assert client.get(page).status_code == 410  # it is presented once
    assert "desde el" in client.post(link_to(NEW, "confirmar")).content.decode()
    with clock.frozen_at(clock.now() + timedelta(hours=25)):
        lost_emails.apply_due()
        told = [one.subject for one in letters_to(old)]
    gina.refresh_from_db()
    assert (gina.verified_email, told) == (NEW, ["QUIPUX: Su correo fue cambiado"] * 3)
    change = EmailChange.objects.get()
    assert (change.asked_by, f"Solicitud No. {made.pk} firmada" in change.evidence) == (gina, True)
    assert Entry.objects.of(gina).order_by("sequence").first().actor_name == "Gina Salazar"
    assert change.signed_request.signed is not None


def refused(made, content) -> str:
    with pytest.raises(Invalid) as caught:
        signed_requests.present(made, content)
    assert not EmailChange.objects.exists()
    return caught.value.message


def test_what_is_wrong_is_said_and_nothing_is_kept(gina, made, ana):
    kept = StoredFile.objects.count()
    me = (gina.identity_number, gina.full_name)
    assert "no es la solicitud" in refused(made, signed(official(), me))
    assert "caducado" in refused(made, by(gina, made, file=p12(me, not_after=clock.now() - timedelta(days=1))))
    assert refused(made, store.read(made.pdf)) == "El archivo no contiene una firma electrónica."
    assert refused(made, b"hola") == "El archivo no es un PDF."
    assert "no consta como ciudadano" in refused(made, by(factories.make_user("Nadie Nunca"), made))
    CitizenProfile.objects.create(person=ana.user)
    assert "mesa de servicio" in refused(made, by(ana.user, made))  # who serves too is for her administrator
    assert StoredFile.objects.count() == kept


def test_ten_files_an_hour_and_a_day_in_all(made):
    for _ in range(signed_requests.TRIES):
        refused(made, b"hola")
    with pytest.raises(TooMany):
        signed_requests.present(made, b"hola")
    with clock.frozen_at(made.created_at + signed_requests.LIFE):
        with pytest.raises(Gone):
            signed_requests.open_one(made.uuid)
        assert [signed_requests.forget(), signed_requests.forget()] == [1, 0]
    assert not SignedRequest.objects.exists()


def test_the_page_says_what_is_wrong_at_its_field(client, made):
    page = Page(
        client.post(f"{START}{made.uuid}/", {"archivo": SimpleUploadedFile("a.pdf", b"hola", "application/pdf")})
    )
    assert page.errors() == [("El archivo no es un PDF.", "#id_archivo")]
    empty = client.post(START, solved(client.get(START), correo=NEW, repetido="otra@ejemplo.ec"))
    assert (empty.status_code, SignedRequest.objects.count()) == (422, 1)
