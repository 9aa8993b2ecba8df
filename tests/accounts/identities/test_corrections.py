"""Numbers that only the algorithm refuses, and identities corrected with evidence (accounts-portal §2.2, §3)."""

import pytest
from django.urls import reverse

from accounts.models import User
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests.backups.pages.reading import Page
from tests.cast import CastClient

pytestmark = pytest.mark.django_db
DOUBTFUL, WARNING = "1710034066", "El dígito verificador no corresponde"
CITIZEN = "/ventanilla/ciudadanos/nuevo/"


def correction(person, **changes):
    return {"tipo": "cedula", "numero": DOUBTFUL, "pais": "", "nombres": person.given_names, "apellidos": "Corregido",
            "evidencia": "Cédula original", "motivo": "La cédula dice ese número"} | changes  # fmt: skip


def logged(person):
    entry = Entry.objects.get(action="identity_overridden", subject_id=person.uuid)
    return entry.actor_name, entry.comment


def test_a_04_nelly_sees_a_warning_and_saves_with_a_reason_that_is_logged(nelly, ana):
    address, entered = reverse("admin:people:identity", args=[ana.user.uuid]), CastClient()(nelly)
    warned = Page(entered.post(address, correction(ana.user)))
    assert (warned.response.status_code, WARNING in warned.text) == (422, True)
    assert entered.post(address, correction(ana.user, motivo="", acepta="on")).status_code == 422
    assert entered.post(address, correction(ana.user, acepta="on"))["Location"] == reverse(
        "admin:people:person", args=[ana.user.uuid]
    )
    found = User.objects.get(pk=ana.user.pk)
    assert (found.identity_number, found.surnames) == (DOUBTFUL, "Corregido")
    assert (found.identity_override, found.identity_override_by) == ("La cédula dice ese número", nelly.user)
    assert logged(found) == (nelly.user.full_name, "La cédula dice ese número")
    assert Mail.objects.filter(to=ana.user.email, subject="QUIPUX: Actualización de datos aceptada").count() == 1


@pytest.mark.parametrize("number", ["171003406", "17100340A5"])
def test_a_04_the_length_and_the_digits_are_hard_errors_for_nelly_too(nelly, ana, number):
    address = reverse("admin:people:identity", args=[ana.user.uuid])
    page = Page(CastClient()(nelly).post(address, correction(ana.user, numero=number, acepta="on")))
    assert "La cédula debe tener 10 dígitos" in page.text
    assert User.objects.get(pk=ana.user.pk).identity_number == ana.user.identity_number


def test_nobody_corrects_herself_nor_takes_the_number_of_another(nelly, ana, bruno):
    entered = CastClient()(nelly)
    own = entered.post(reverse("admin:people:identity", args=[nelly.user.uuid]), correction(nelly.user, acepta="on"))
    assert "No tiene permiso para corregir a esta persona." in Page(own).text
    taken = entered.post(reverse("admin:people:identity", args=[ana.user.uuid]),
                         correction(ana.user, numero=bruno.user.identity_number))  # fmt: skip
    assert "ya pertenece a otra persona" in Page(taken).text
    assert not Entry.objects.filter(action="identity_corrected").exists()


def test_a_04_the_ventanilla_is_warned_and_writes_why(desk):
    entered, typed = (
        CastClient()(desk),
        {"identidad": DOUBTFUL, "nombres": "Gina", "apellidos": "Salazar", "pais": "Ecuador"},
    )
    warned = Page(entered.post(CITIZEN, typed))
    assert (warned.response.status_code, WARNING in warned.text) == (422, True)
    assert "motivo_numero" in warned.fields()
    assert entered.post(CITIZEN, typed | {"motivo_numero": "Así en su cédula"}).status_code == 302
    assert logged(User.objects.get(identity_number=DOUBTFUL)) == (desk.user.full_name, "Así en su cédula")


def test_a_company_without_check_digit_is_registered_with_a_reason(desk):
    typed = {"identidad": "1793213150001", "nombres": "Gina", "apellidos": "Salazar", "empresa": "Empresa", "pais": "Ecuador",
             "motivo_numero": "Certificado del RUC"}  # fmt: skip
    assert CastClient()(desk).post(CITIZEN, typed).status_code == 302
    person = User.objects.get(citizen__other_document="1793213150001")
    assert (person.identity_kind, person.identity_override) == ("internal", "Certificado del RUC")
