"""The backup of a person who leaves: the answer, and the context «Salida» (institutions §11.3, §11.6)."""

from datetime import timedelta

import pytest

from backups.permissions import can_download
from institutions.actors import actors_of
from institutions.departures import ending
from institutions.departures.checklist import Checklist
from institutions.models import BackupAnswer, Departure
from quipux import clock
from tests.backups import making
from tests.institutions.departures.conftest import open_case

pytestmark = pytest.mark.django_db
REASON = "Terminó su contrato con la institución."


def said(case):
    return next(line.words for line in Checklist(Departure.objects.get(pk=case.pk)).lines if line.item.code == "DV-11")


def test_i_34_s_82_the_backup_goes_on_and_only_its_owner_finds_it_in_salida_until_it_expires(ana, bruno, diego, client):
    request = making.approved(ana, bruno)
    ending.deactivate(open_case(diego, ana, destination=bruno.appointment), reason=REASON, actor=diego.actor)
    backup = making.build(request)
    browser = client(ana)
    page = browser.get("/respaldos/mis-solicitudes/", follow=True)
    assert "Salida — Especialista" in page.content.decode()
    assert browser.get("/bandejas/recibidos/").status_code == 403
    assert browser.get("/respaldos/solicitar/").status_code == 403
    request.refresh_from_db()
    [salida] = actors_of(ana.user)
    assert (can_download(request, salida), can_download(request, diego.actor)) == (True, False)
    with clock.frozen_at(backup.expires_at - timedelta(seconds=1)):
        assert [actor.is_leaver for actor in actors_of(ana.user)] == [True]
    with clock.frozen_at(backup.expires_at):
        assert actors_of(ana.user) == []


def test_dv_11_the_person_answers_alone(ana, bruno, diego, client):
    case = open_case(diego, ana, destination=bruno.appointment)
    assert said(case) == "Sin respuesta todavía"
    refused = client(diego).post(f"{case.get_absolute_url()}acto/sin-respaldo/")
    assert refused.status_code == 403
    assert client(ana).post(f"{case.get_absolute_url()}acto/sin-respaldo/").status_code == 302
    assert said(case) == "No desea respaldo"


def test_dv_11_no_answer_is_written_down_at_the_end(ana, bruno, diego):
    case = open_case(diego, ana, destination=bruno.appointment)
    assert ending.deactivate(case, reason=REASON, actor=diego.actor).backup_answer == BackupAnswer.NONE
