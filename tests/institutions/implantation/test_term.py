"""The term of the parametrisation: when it begins, its reminders, its end, its extensions (institutions I-43, I-44)."""

from datetime import datetime

import pytest
from django.test import override_settings

from institutions.implantation.services import deadlines, tenants
from institutions.models import Institution
from quipux import clock
from quipux.errors import Invalid
from quipux.outbox.models import Mail
from tests.institutions.implantation import making

pytestmark = pytest.mark.django_db
REASON = "La institución cambió de autoridades."


def at(text: str):
    return clock.frozen_at(datetime.fromisoformat(text).replace(tzinfo=clock.GUAYAQUIL))


def due(case) -> str:
    return f"{clock.local(making.fresh(case).due_at):%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(("kind", "end"), [("calendar", "2026-03-17 23:59:59"), ("working", "2026-03-23 23:59:59")])
def test_i_43_the_term_counts_from_the_delivery_of_the_mail_with_the_account(sofia, march, kind, end):
    case = tenants.create_training(making.trained(sofia), actor=sofia.actor)
    deadlines.tick()
    assert making.fresh(case).due_at is None
    mail = Mail.objects.get(key__contains="-tenant-")
    assert (mail.to, mail.subject) == (making.AIQ["email"], "QUIPUX: Ambiente de capacitación creado")
    Mail.objects.filter(pk=mail.pk).update(sent_at=clock.now())
    with override_settings(QUIPUX_IMPLANTATION_DAY_KIND=kind):
        deadlines.tick()
    assert due(case) == end
    assert making.AIQ["identity_number"] not in mail.text
    assert "contraseña:" not in mail.text.lower()


def test_a_mail_not_accepted_in_a_day_alarms_once_and_the_clock_stays_stopped(sofia, march):
    case = tenants.create_training(making.trained(sofia), actor=sofia.actor)
    with at("2026-03-03 10:20"):
        deadlines.tick()
        deadlines.tick()
    assert making.fresh(case).due_at is None
    assert Mail.objects.filter(key__contains="-mail-late-").count() == 1


def test_i_44_the_term_passes_once_is_extended_twice_and_not_a_third_time(sofia, march):
    case = making.configuring(sofia)
    with at("2026-03-17 23:59:59"):
        deadlines.tick()
    assert making.fresh(case).state == "configuring_training"
    with at("2026-03-18 00:00"):
        deadlines.tick()
        deadlines.tick()
    case = making.fresh(case)
    assert case.get_state_display() == "Plazo vencido"
    told = Mail.objects.filter(subject="QUIPUX: Plazo vencido")
    assert told.count() == 3
    assert Institution.objects.get(pk=case.training_id).read_only_at
    for start, end in (("2026-03-18 09:00", "2026-03-28 23:59:59"), ("2026-03-29 09:00", "2026-04-08 23:59:59")):
        with at(start):
            deadlines.tick()
            case = deadlines.extend(case, days=10, reason=REASON, actor=sofia.actor)
            assert due(case) == end
    with at("2026-04-09 00:00"):
        deadlines.tick()
        with pytest.raises(Invalid, match="2 veces"):
            deadlines.extend(case, days=10, reason=REASON, actor=sofia.actor)


def test_reminders_come_five_two_and_zero_days_before_once_each(sofia, march):
    making.configuring(sofia)
    for day in range(3, 18):
        with at(f"2026-03-{day:02d} 07:00"):
            deadlines.tick()
            deadlines.tick()
    told = Mail.objects.filter(subject="QUIPUX: Recordatorio de plazo", to=making.AIQ["email"]).order_by("created_at")
    assert [f"{clock.local(mail.created_at):%d}" for mail in told] == ["12", "15", "17"]


def test_a_term_without_decision_lapses_after_sixty_days_and_the_tenant_is_closed(sofia, march):
    case = making.configuring(sofia)
    with at("2026-03-18 00:00"):
        deadlines.tick()
    with at("2026-05-16 23:59:59"):
        deadlines.tick()
    assert making.fresh(case).state == "deadline_passed"
    with at("2026-05-17 00:00"):
        deadlines.tick()
    case = making.fresh(case)
    assert case.get_state_display() == "Caducada"
    assert Institution.objects.get(pk=case.training_id).frozen_at
