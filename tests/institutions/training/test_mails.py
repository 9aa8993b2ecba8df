"""What leaves a training tenant says so (institutions §12.8)."""

import pytest
from django.core import mail as sent

from accounts.activation import send_activation
from quipux.history.recorder import SYSTEM
from quipux.outbox import training
from quipux.outbox.services import queue_mail, send_due
from tests import factories
from tests.cast import servant

pytestmark = pytest.mark.django_db


def test_every_mail_of_a_training_tenant_begins_with_its_mark_and_no_other_does(client, ana, institution):
    tenant = factories.make_institution(sigla="MINEJC", training=True)
    area = factories.make_area(tenant)
    pupil, both = (servant(factories.make_servant(area, permissions=["administer"])) for _ in range(2))
    factories.make_appointment(both.user, ana.appointment.area)
    for number, person in enumerate((pupil, ana, both)):
        queue_mail(key=f"aviso-{number}", to=person.user.email, subject=f"QUIPUX: Aviso {number}", text="Aviso.")
    with training.in_tenant(True):
        queue_mail(key="aviso-3", to=both.user.email, subject="QUIPUX: Aviso 3", text="Aviso.")
    factories.make_document(pupil, to=[both], subject="Ejercicio")
    pending = factories.make_user()
    assert send_activation(pending, SYSTEM)
    factories.make_appointment(pending, area)
    send_due()
    found = {message.subject for message in sent.outbox}
    marked = {subject for subject in found if subject.startswith("[CAPACITACIÓN] QUIPUX: ")}
    assert {subject[:30] for subject in found - marked} == {"QUIPUX: Aviso 1", "QUIPUX: Aviso 2"}
    assert "[CAPACITACIÓN] QUIPUX: Activación de cuenta" in marked
    assert any("Documento recibido – CAP-" in subject for subject in marked)


def test_what_the_aiq_does_in_a_training_tenant_is_marked_though_he_works_in_production_too(client, ana, institution):
    tenant = factories.make_institution(sigla="MINEJC", training=True)
    area = factories.make_area(tenant)
    pupil = servant(factories.make_appointment(ana.user, area, permissions=["administer"]))
    entered = client(pupil)
    entered.post("/ayuda/casos/nuevo/", {"module": "other", "description": "No encuentro la bandeja de entrada."})
    entered = client(ana)
    entered.post("/ayuda/casos/nuevo/", {"module": "other", "description": "No encuentro la bandeja de entrada."})
    send_due()
    assert [message.subject[:14] for message in sent.outbox] == ["[CAPACITACIÓN]"]  # the other has no AIQ to be told
