"""In which order builds start, and what keeps one from starting (backups §2.5, §9.4; T8)."""

import io
from datetime import date, datetime, time, timedelta

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from backups import room, schedule, turns
from backups.models import Backup, Night
from backups.schedule import Waiting, in_turn
from backups.services import nights, running, scheduling
from quipux import clock
from quipux.errors import Conflict
from quipux.history.models import Entry
from tests.backups import making
from tests.backups.queueing import MB, queue, scheduled
from tests.factories import make_institution

TUESDAY = date(2022, 12, 27)
NOON = datetime(2022, 12, 27, 12, tzinfo=clock.GUAYAQUIL)
NIGHT = datetime(2022, 12, 27, 23, tzinfo=clock.GUAYAQUIL)


def waiting(key: int, institution: int = 1, **facts) -> Waiting:
    return Waiting(key, institution, NOON + timedelta(minutes=key), **facts)


def order(*rows: Waiting, served=None) -> list[int]:
    return [row.key for row in in_turn(rows, served or {})]


# The order alone ----------------------------------------------------------------------------------------


def test_the_institution_served_least_this_night_goes_first():
    assert order(waiting(1, 1), waiting(2, 2), served={1: 500}) == [2, 1]
    assert order(waiting(1, 1), waiting(2, 2), served={1: 500, 2: 500}) == [1, 2], "at a tie the oldest approval"


def test_who_leaves_soon_goes_before_others_of_the_same_institution_only():
    assert order(waiting(1, 1), waiting(2, 1, leaves_soon=True)) == [2, 1]
    assert order(waiting(1, 1), waiting(2, 2, leaves_soon=True)) == [1, 2]


def test_run_now_goes_first_later_nights_after_and_training_last():
    rows = [waiting(1, is_training=True), waiting(2, is_due=False), waiting(3), waiting(4, run_now=True)]
    assert order(*rows) == [4, 3, 2, 1]


def test_later_nights_are_taken_in_approval_order_whoever_was_served():
    assert order(waiting(2, 1, is_due=False), waiting(1, 2, is_due=False), served={2: 900}) == [1, 2]


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 50)), min_size=1, max_size=40))
def test_whoever_starts_is_of_the_institution_served_least_and_nobody_is_left_out(asked):
    rows = [waiting(key, institution, load=schedule.Load(1, 1, size)) for key, (institution, size) in enumerate(asked)]
    served = {}
    for left in range(len(rows), 0, -1):
        first = in_turn(rows, served)[0]
        assert served.get(first.institution, 0) == min(served.get(row.institution, 0) for row in rows)
        served[first.institution] = served.get(first.institution, 0) + first.load.bytes
        rows.remove(first)
        assert len(rows) == left - 1


# The order of the product -------------------------------------------------------------------------------


def numbers(requests) -> list[int]:
    return [request.number for request in requests]


def claimed_in_order() -> list[int]:
    """The numbers of the requests that start now, one after another, each taking its place in the night."""
    found = []
    while (pk := running.claim_next()) is not None:
        found.append(Backup.objects.get(pk=pk).request.number)
    return found


@pytest.mark.django_db
def test_the_night_starts_by_institution_in_turn_with_leavers_first_and_training_last(
    institution, other_institution, settings
):
    settings.QUIPUX_BACKUPS_AT_ONCE = 20
    school = make_institution(training=True)
    with clock.frozen_at(NOON):
        first = scheduled(3, institution, approved_at=NOON - timedelta(hours=3))
        leaver = scheduled(1, institution, approved_at=NOON - timedelta(hours=1), ends_on=date(2023, 1, 3))
        later = scheduled(1, institution, approved_at=NOON - timedelta(minutes=50), ends_on=date(2023, 3, 1))
        other = scheduled(2, other_institution, approved_at=NOON - timedelta(hours=2))
        training = scheduled(1, school, approved_at=NOON - timedelta(hours=9))
    with clock.frozen_at(NIGHT):
        order = claimed_in_order()
    assert order == numbers([leaver[0], other[0], first[0], other[1], first[1], first[2], later[0], training[0]])


@pytest.mark.django_db
def test_when_the_list_of_the_night_ends_early_later_nights_are_taken_and_their_recorrido_says_so(
    institution, settings
):
    settings.QUIPUX_NIGHT_REQUESTS = 1
    with clock.frozen_at(NOON):
        tonight, tomorrow = scheduled(2, institution)
        assert Backup.objects.get(request=tomorrow).scheduled_for == date(2022, 12, 28)
    with clock.frozen_at(NIGHT):
        assert claimed_in_order() == numbers([tonight, tomorrow])
    entries = Entry.objects.of(tomorrow).filter(action="scheduled").values_list("comment", flat=True)
    assert entries[0] == "Se cambia fecha de ejecución de respaldo a: 2022-12-27"


@pytest.mark.django_db
def test_only_so_many_of_the_list_are_under_way_at_once(institution, sofia, settings):
    settings.QUIPUX_BACKUPS_AT_ONCE = 2
    with clock.frozen_at(NOON):
        requests = scheduled(4, institution)
    with clock.frozen_at(NIGHT):
        assert len(running.dispatch_due()) == 2
        assert running.dispatch_due() == []
        scheduling.run_now(requests[3], actor=sofia.actor)
        assert len(running.dispatch_due()) == 1, "what an operator asks now takes no place of the list"


@pytest.mark.django_db
def test_the_first_claim_marks_its_night(institution):
    with clock.frozen_at(NOON):
        scheduled(1, institution)
        running.dispatch_due()
        assert Night.objects.get(date=TUESDAY).first_claim_at is None
    with clock.frozen_at(NIGHT):
        running.dispatch_due()
    with clock.frozen_at(NIGHT + timedelta(hours=1)):
        running.dispatch_due()
    assert Night.objects.get(date=TUESDAY).first_claim_at == NIGHT


@pytest.mark.django_db
def test_a_night_without_row_is_marked_too_when_it_takes_a_later_request(institution):
    with clock.frozen_at(NIGHT):
        scheduled(1, institution)
        assert not Night.objects.filter(date=TUESDAY).exists()
        assert running.dispatch_due()
    assert Night.objects.get(date=TUESDAY).first_claim_at == NIGHT


# Not before its night -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_b_29_what_is_scheduled_for_tomorrow_waits_and_run_now_starts_at_eleven(ana, bruno, sofia):
    with clock.frozen_at(NOON):
        request = making.approved(ana, bruno)
        scheduling.calendarizar([request], date(2022, 12, 28), actor=sofia.actor)
    eleven = datetime(2022, 12, 27, 11, tzinfo=clock.GUAYAQUIL)
    with clock.frozen_at(eleven):
        assert running.dispatch_due() == []
        assert "noche del 2022-12-28" in turns.why_waiting(Backup.objects.get(request=request))
        scheduling.run_now(request, actor=sofia.actor, reason="Vuela mañana")
        scheduling.run_now(request, actor=sofia.actor, reason="Vuela mañana")
        [pk] = running.dispatch_due()
        assert running.work_through(pk), "the window does not end what was asked to run now"
    labels = [entry.label for entry in Entry.objects.of(request)]
    assert labels[:2] == ["Respaldo generado", "Respaldo en ejecución"]
    entry = Entry.objects.of(request).filter(action="scheduled")[0]
    assert entry.comment == "Se cambia fecha de ejecución de respaldo a: 2022-12-27. Motivo: Vuela mañana"
    assert Entry.objects.of(request).filter(comment=entry.comment).count() == 1


@pytest.mark.django_db
def test_b_29_a_daytime_window_opens_the_list_of_its_night_at_eleven(institution, sofia):
    with clock.frozen_at(NOON - timedelta(hours=2)):
        [request] = scheduled(1, institution)
        assert running.dispatch_due() == []
        nights.set_day_window(TUESDAY, start=time(11), end=time(13), actor=sofia.actor, reason="Pico de diciembre")
        assert running.dispatch_due() == []
    with clock.frozen_at(NOON):
        assert running.dispatch_due() == [Backup.objects.get(request=request).pk]


@pytest.mark.django_db
def test_a_night_paused_while_it_runs_starts_nothing_more(institution, sofia, settings):
    settings.QUIPUX_BACKUPS_AT_ONCE = 1
    with clock.frozen_at(NOON):
        scheduled(2, institution)
    with clock.frozen_at(NIGHT):
        assert len(running.dispatch_due()) == 1
        nights.pause_night(TUESDAY, actor=sofia.actor, reason="Disco en mantenimiento")
        Backup.objects.running().update(run_now=True)
        assert running.dispatch_due() == []


# The disk -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_b_49_what_running_builds_still_need_counts_as_taken(institution, settings):
    free, total = room.measure().free, room.measure().total
    settings.QUIPUX_DISK_FREE_SHARE = 0
    half = int(free / 2.2 * 0.6)
    with clock.frozen_at(NOON):
        first, second = queue(2, institution, bytes=half)
        scheduling.schedule_requests()
        small = scheduled(1, institution, bytes=MB)[0]
    with clock.frozen_at(NIGHT):
        claimed = running.dispatch_due()
        waits = Backup.objects.get(request=second)
        assert claimed == [Backup.objects.get(request=first).pk, Backup.objects.get(request=small).pk]
        assert waits.state == "pending"
        why = turns.why_waiting(waits)
    assert why.startswith("Falta espacio en el disco: quedan ")
    assert "apartados para los respaldos en ejecución" in why
    assert total >= free


@pytest.mark.django_db
def test_b_49_run_now_is_refused_in_words_without_room(ana, bruno, sofia, settings):
    request = making.approved(ana, bruno)
    settings.QUIPUX_DISK_FREE_SHARE = 0.9999
    with pytest.raises(Conflict, match=f"No se puede ejecutar ahora la solicitud No. {request.number}. Falta espacio"):
        scheduling.run_now(request, actor=sofia.actor)
    assert running.claim_next(any_night=True) is None
    backup = Backup.objects.get(request=request)
    assert (backup.request.state, backup.state) == ("approved", "pending")
    assert "libres siempre" in turns.why_waiting(backup)


# run_backups --------------------------------------------------------------------------------------------


def run_backups(**options) -> str:
    out = io.StringIO()
    call_command("run_backups", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_run_backups_waits_for_the_night_and_now_does_not(ana, bruno):
    with clock.frozen_at(NOON):
        request = making.approved(ana, bruno)
        assert run_backups() == "Respaldos generados: 0. Sin terminar: 0.\n"
        assert run_backups(dry_run=True, now=True) == (
            f"Solicitud No. {request.number}: puede empezar\nRespaldos que esperan: 1.\n"
        )
        assert Backup.objects.get(request=request).state == "pending"
        assert run_backups(now=True) == (
            f"Solicitud No. {request.number}: Generado\nRespaldos generados: 1. Sin terminar: 0.\n"
        )


@pytest.mark.django_db
def test_run_backups_now_tries_a_failed_request_again(ana, bruno):
    request = making.approved(ana, bruno)
    running.fail(making.claim(request).pk, "prueba")
    assert "Respaldos generados: 1." in run_backups(now=True, request=request.number)
