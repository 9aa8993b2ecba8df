"""Which night a request gets (backups §2.5; T5): capacity, fair share, promise, working days."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backups import preflight, reservations
from backups.models import Backup, Night
from backups.services import nights, scheduling
from backups.states import Kind
from quipux import clock
from quipux.history.models import Entry
from tests.backups import making
from tests.backups.queueing import MB, nights_of, queue, scheduled
from tests.factories import make_documents, make_institution

pytestmark = pytest.mark.django_db
TUESDAY = date(2016, 12, 27)
WEDNESDAY = date(2016, 12, 28)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return clock.day_start(day) + timedelta(hours=hour, minutes=minute)


def scheduled_entries(request) -> list[Entry]:
    return list(Entry.objects.of(request).filter(action="scheduled"))


def test_b_25_the_night_comes_with_its_entry_and_leaves_the_states(ana, bruno, client):
    with clock.frozen_at(at(WEDNESDAY, 10)):
        make_documents(21, ana, to=[bruno], at=at(date(2016, 5, 4), 9))
        request = making.send_request(ana)
        assert scheduling.schedule_requests() == 1
        assert scheduling.schedule_requests() == 0
        page = client(ana).get(f"/respaldos/{request.uuid}/").text
    assert "Programada para la noche del 28 de diciembre; posición 1" in page
    assert "entre el 2017-01-05 y el 2017-01-06" in page, "the fifth and the sixth working day; 2 January is a holiday"
    request.refresh_from_db()
    assert (request.state, request.backup.state, request.backup.scheduled_for) == ("approved", "pending", WEDNESDAY)
    [entry] = scheduled_entries(request)
    assert entry.label == "Respaldo calendarizado"
    assert entry.comment == "Se cambia fecha de ejecución de respaldo a: 2016-12-28"
    assert (entry.actor_name, entry.state, entry.second_state) == ("Sistema", "Aprobada", "Por Generar")


def test_b_25_once_the_window_began_the_night_is_tomorrows(institution):
    with clock.frozen_at(at(TUESDAY, 21, 59)):
        assert nights_of(scheduled(1, institution)) == [TUESDAY]
    with clock.frozen_at(at(TUESDAY, 22)):
        assert nights_of(scheduled(1, institution)) == [WEDNESDAY]


def test_b_26_five_hundred_requests_fill_tonight_and_the_next_night(institution, other_institution):
    with clock.frozen_at(at(TUESDAY, 10)):
        offices = [institution, other_institution, *[make_institution() for _ in range(3)]]
        requests = [request for office in offices for request in queue(100, office)]
        with CaptureQueriesContext(connection) as queries:
            assert scheduling.schedule_requests() == 500
    assert Counter(nights_of(requests)) == {TUESDAY: 300, WEDNESDAY: 200}
    assert Entry.objects.filter(action="scheduled").count() == 500
    reads = [q["sql"] for q in queries if q["sql"].startswith("SELECT") and "SUM(" in q["sql"]]
    assert len(reads) < 50, "the loads are read once per batch and night, not once per request"


def test_b_26_no_institution_takes_over_thirty_percent_of_a_night_while_others_wait(
    institution, other_institution, settings
):
    settings.QUIPUX_NIGHT_BYTES = 1000 * MB
    with clock.frozen_at(at(TUESDAY, 10)):
        greedy = queue(40, institution, bytes=20 * MB, approved_at=at(TUESDAY, 8))
        others = queue(10, other_institution, bytes=20 * MB, approved_at=at(TUESDAY, 9))
        scheduling.schedule_requests()
    tonight = [night for night in nights_of(greedy) if night == TUESDAY]
    assert len(tonight) == 15, "30 % of the bytes"
    assert set(nights_of(others)) == {TUESDAY}, "who asked later still has room tonight"


def test_the_share_is_waived_when_no_other_institution_waits(institution, settings):
    settings.QUIPUX_NIGHT_BYTES = 1000 * MB
    with clock.frozen_at(at(TUESDAY, 10)):
        assert set(nights_of(scheduled(40, institution))) == {TUESDAY}


def test_the_share_is_waived_on_the_last_night_before_the_promise(institution, other_institution, settings):
    settings.QUIPUX_NIGHT_BYTES, settings.QUIPUX_PROMISE_PERSONAL = 100 * MB, (1, 2)
    with clock.frozen_at(at(TUESDAY, 10)):
        greedy = queue(4, institution, bytes=20 * MB, approved_at=at(TUESDAY, 8))
        queue(1, other_institution, bytes=20 * MB, approved_at=at(TUESDAY, 9))
        scheduling.schedule_requests()
    assert set(nights_of(greedy)) == {TUESDAY}, "promised for Wednesday: tonight is their last night"


def test_a_request_larger_than_a_whole_night_takes_the_first_without_reservation(institution, settings):
    settings.QUIPUX_NIGHT_BYTES = 100 * MB
    with clock.frozen_at(at(TUESDAY, 10)):
        small = scheduled(1, institution, bytes=10 * MB)
        huge = scheduled(1, institution, bytes=500 * MB)
        after = scheduled(1, institution, bytes=10 * MB)
    assert nights_of([*small, *huge, *after]) == [TUESDAY, WEDNESDAY, TUESDAY]


def test_a_paused_night_takes_nobody(institution, sofia):
    with clock.frozen_at(at(TUESDAY, 10)):
        nights.pause_night(TUESDAY, actor=sofia.actor, reason="Mantenimiento")
        assert nights_of(scheduled(1, institution)) == [WEDNESDAY]


def test_training_tenants_reserve_nothing(institution, settings):
    settings.QUIPUX_NIGHT_REQUESTS = 2
    school = make_institution(training=True)
    with clock.frozen_at(at(TUESDAY, 10)):
        assert set(nights_of(scheduled(5, school))) == {TUESDAY}
        assert set(nights_of(scheduled(2, institution))) == {TUESDAY}
        assert reservations.reserved_of(TUESDAY).requests == 2
        assert set(nights_of(scheduled(1, school))) == {TUESDAY}, "a full night has room for what reserves nothing"


def test_what_a_night_left_unbegun_goes_to_the_next_one_and_says_so(institution):
    with clock.frozen_at(at(TUESDAY, 10)):
        [request] = scheduled(1, institution)
    with clock.frozen_at(at(WEDNESDAY, 7)):
        scheduling.schedule_requests()
        assert nights_of([request]) == [WEDNESDAY]
        scheduling.schedule_requests()
    assert [entry.comment[-10:] for entry in scheduled_entries(request)] == ["2016-12-28", "2016-12-27"]


def test_the_estimate_of_calcular_locks_no_night_and_writes_none(ana, bruno):
    with clock.frozen_at(at(TUESDAY, 10)):
        make_documents(21, ana, to=[bruno], at=at(date(2016, 5, 4), 9))
        with CaptureQueriesContext(connection) as queries:
            found = preflight.outlook(making.wish(), actor=ana.actor)
    assert found.night == TUESDAY
    assert not any("FOR UPDATE" in query["sql"] or "INSERT" in query["sql"] for query in queries)
    assert not Night.objects.exists()


# Working days -------------------------------------------------------------------------------------------


FRIDAY = date(2026, 5, 22)  # Monday 25 May 2026: the Batalla de Pichincha, moved from Sunday


def promise_of(kind: str) -> tuple[date, date]:
    return scheduling.promised_from(kind, FRIDAY)


def test_b_27_promised_days_skip_the_weekend_the_moved_holiday_and_a_decreed_bridge(institution, sofia):
    with clock.frozen_at(at(FRIDAY, 10)):
        [request] = queue(1, institution)
        assert scheduling.promised(request) == (date(2026, 6, 1), date(2026, 6, 2))
        assert promise_of(Kind.INSTITUTIONAL) == (date(2026, 5, 29), date(2026, 6, 1))
        nights.add_day_off(date(2026, 5, 26), name="Decreto Ejecutivo 99", actor=sofia.actor)
        assert scheduling.promised(request) == (date(2026, 6, 2), date(2026, 6, 3))
        assert promise_of(Kind.INSTITUTIONAL) == (date(2026, 6, 1), date(2026, 6, 2))
        nights.remove_day_off(date(2026, 5, 26), actor=sofia.actor)
        assert scheduling.promised(request) == (date(2026, 6, 1), date(2026, 6, 2))


def test_b_27_the_night_of_a_plan_counts_added_days(institution, other_institution, sofia, settings):
    """The share is waived on the last night before the promise, which a bridge moves."""
    settings.QUIPUX_NIGHT_BYTES, settings.QUIPUX_PROMISE_PERSONAL = 100 * MB, (1, 2)
    with clock.frozen_at(at(TUESDAY, 10)):
        nights.add_day_off(WEDNESDAY, name="Decreto", actor=sofia.actor)
        greedy = queue(2, institution, bytes=20 * MB, approved_at=at(TUESDAY, 8))
        queue(1, other_institution, bytes=20 * MB, approved_at=at(TUESDAY, 9))
        scheduling.schedule_requests()
    assert nights_of(greedy) == [TUESDAY, WEDNESDAY]


# Late nights --------------------------------------------------------------------------------------------


def test_a_night_after_the_promise_is_told_by_mail_once(ana, bruno, sofia):
    from quipux.outbox.models import Mail

    with clock.frozen_at(at(TUESDAY, 10)):
        make_documents(21, ana, to=[bruno], at=at(date(2016, 5, 4), 9))
        request = making.send_request(ana)
        scheduling.schedule_requests()
        scheduling.calendarizar([request], date(2016, 12, 30), actor=sofia.actor)
        assert not Mail.objects.filter(subject__contains="nueva fecha").exists()
        late = scheduling.promised(request)[1]
        scheduling.calendarizar([request], late, actor=sofia.actor)
        scheduling.calendarizar([request], late, actor=sofia.actor)
    mail = Mail.objects.get(subject__contains="nueva fecha")
    assert mail.subject == f"QUIPUX: nueva fecha para su respaldo No. {request.number}"
    assert f"Su respaldo se generará la noche del {late}. No necesita hacer nada." in mail.text


def test_t13_a_failed_backup_gets_three_more_nights_and_then_waits_for_an_operator(ana, bruno, sofia):
    from backups.services import running
    from quipux.outbox.models import Mail

    request = making.approved(ana, bruno)
    for retries in range(4):
        backup = making.claim(request)
        running.fail(backup.pk, "prueba")
        backup = making.fresh(backup)
        assert ("lo intentará de nuevo" in backup.failure) == (retries < 3)
        assert scheduling.retry_failed() == (1 if retries < 3 else 0)
        assert making.fresh(backup).retry_nights == min(retries + 1, 3)
    assert making.fresh(backup).state == "failed"
    assert Mail.objects.filter(subject__contains="nueva fecha").exists()
    scheduling.calendarizar([request], clock.today(), actor=sofia.actor)
    assert making.fresh(backup).state == "pending"
    assert Backup.objects.get(pk=backup.pk).attempts == 0


def test_a_request_withdrawn_while_it_is_planned_is_left_alone(institution):
    [request] = queue(1, institution)
    assert scheduling.move_by_plan(request, TUESDAY, WEDNESDAY) is False
    assert not Entry.objects.of(request).exists()
