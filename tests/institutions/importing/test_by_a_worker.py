"""A long file is applied by a worker, not inside the request (institutions §10.1)."""

import pytest

from institutions.importing import services
from institutions.models import Appointment, ImportJob
from quipux.errors import NotAllowedNow
from quipux.outbox.models import Mail
from tests import factories
from tests.institutions.importing.test_importing import person, uploaded

pytestmark = pytest.mark.django_db
SUBJECT = "QUIPUX: Importación terminada"


@pytest.fixture
def job(diego, area, monkeypatch) -> ImportJob:
    """Three rows, where two are already many."""
    monkeypatch.setattr(services, "AT_ONCE", 2)
    return uploaded([person(factories.cedula(880_000 + n), given=f"Rosa{n}", email=f"rosa{n}@ejemplo.gob.ec")
                     for n in range(3)], diego)  # fmt: skip


def test_the_request_only_confirms_and_the_worker_applies_once_and_tells(client, diego, job):
    entered, address = client(diego), f"/institucion/importar/{job.uuid}/"
    before = Appointment.objects.count()
    assert entered.post(f"{address}confirmar/").status_code == 302
    assert Appointment.objects.count() == before
    page = entered.get(address).text
    assert "se está aplicando" in page
    assert "Validar de nuevo" not in page
    with pytest.raises(NotAllowedNow):
        services.confirm(ImportJob.objects.get(pk=job.pk), actor=diego.actor)
    assert (services.apply_confirmed(), services.apply_confirmed()) == (1, 0)
    assert Appointment.objects.count() == before + 3
    assert ImportJob.objects.get(pk=job.pk).state == "applied"
    assert Mail.objects.filter(subject=SUBJECT, to=diego.appointment.notice_address).count() == 1


def test_what_cannot_be_applied_leaves_nothing_and_says_why(client, diego, area, job):
    services.confirm(job, actor=diego.actor)
    factories.make_servant(area)  # the directory changed
    before = Appointment.objects.count()
    assert services.apply_confirmed() == 0
    assert Appointment.objects.count() == before
    assert services.CHANGED in client(diego).get(f"/institucion/importar/{job.uuid}/").text
    assert Mail.objects.filter(subject=SUBJECT).count() == 1
