"""Another e-mail domain for the people of an institution (institutions §10.1)."""

import pytest

from accounts.models import EmailChange
from institutions.models import Appointment
from institutions.people import mail_domain
from quipux.errors import Forbidden, Invalid
from quipux.outbox.models import Mail

pytestmark = pytest.mark.django_db
REASON = "La institución cambió de dominio."


@pytest.fixture
def old(institution, ana, bruno) -> str:
    """Ana has her own and her work address in the old domain; Bruno is elsewhere."""
    institution.mail_domains = "viejo.gob.ec\nnuevo.gob.ec"
    institution.save()
    ana.user.email = "ana@viejo.gob.ec"
    ana.user.save()
    Appointment.objects.filter(pk=ana.appointment.pk).update(work_email="compras@viejo.gob.ec")
    bruno.user.email = "bruno@otro.ec"
    bruno.user.save()
    return "viejo.gob.ec"


def link_in(mail) -> str:
    return next(line for line in mail.text.splitlines() if "/correo-trabajo/" in line).removeprefix("http://localhost")


def test_only_what_its_person_confirmed_at_the_new_address_changes(client, old, ana, diego):
    assert mail_domain.ask(old, "nuevo.gob.ec", reason=REASON, actor=diego.actor) == 2
    ana.user.refresh_from_db()
    assert ana.user.email == "ana@viejo.gob.ec"
    change = EmailChange.objects.get(person=ana.user)
    assert (change.address, change.way) == ("ana@nuevo.gob.ec", "domain")
    assert Mail.objects.filter(to="ana@nuevo.gob.ec", about=change.uuid).count() == 1
    assert Mail.objects.filter(to="ana@viejo.gob.ec", about=change.uuid).count() == 1
    address = link_in(Mail.objects.get(to="compras@nuevo.gob.ec"))
    post = Appointment.objects.get(pk=ana.appointment.pk)
    assert post.work_email == "compras@viejo.gob.ec"
    entered = client(ana)
    for _ in range(2):  # a second click changes nothing
        assert entered.post(address).status_code == 200
    post.refresh_from_db()
    assert (post.work_email, post.work_email_verified_at is not None) == ("compras@nuevo.gob.ec", True)


@pytest.mark.parametrize(("former", "new", "field"), [
    ("viejo.gob.ec", "viejo.gob.ec", "nuevo"), ("viejo", "nuevo.gob.ec", "anterior"),
    ("viejo.gob.ec", "ajeno.ec", "nuevo"), ("nadie.gob.ec", "nuevo.gob.ec", "anterior")])  # fmt: skip
def test_a_domain_that_is_none_not_declared_or_nobodys_is_refused(old, diego, ana, former, new, field):
    with pytest.raises(Invalid) as refused:
        mail_domain.preview(former, new, actor=diego.actor)
    assert field in refused.value.fields
    with pytest.raises(Forbidden):
        mail_domain.preview(former, new, actor=ana.actor)


def test_the_page_shows_whose_addresses_change_before_it_asks(client, old, ana, bruno, diego):
    entered, data = client(diego), {"anterior": "viejo.gob.ec", "nuevo": "nuevo.gob.ec", "reason": REASON}
    seen = entered.post("/institucion/servidores/dominio/", data | {"ver": "1"}).text
    assert "compras@nuevo.gob.ec" in seen
    assert "bruno@" not in seen
    assert not EmailChange.objects.exists()
    assert entered.post("/institucion/servidores/dominio/", data | {"confirmar": "1"}).status_code == 302
    assert EmailChange.objects.count() == 1
