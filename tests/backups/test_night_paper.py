"""The forecast of a night: pace, paper, and one twentieth built for real (contract §1, `simulate_night`)."""

import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from backups import pace, rehearsal, schedule
from backups.benchmarks import night, night_run
from backups.models import Backup, BackupRequest
from backups.presenters.progress import describe
from backups.progress import facts_of
from backups.schedule import Load, Waiting, in_turn, whole_order
from backups.services import nights, running, scheduling
from quipux import clock
from tests.backups import making
from tests.backups.queueing import MB, queue

BEGINS = datetime(2022, 12, 27, 22, tzinfo=UTC)
NOON = datetime(2022, 12, 27, 12, tzinfo=clock.GUAYAQUIL)


def simulate(*words) -> dict:
    out = io.StringIO()
    call_command("simulate_night", *words, stdout=out)
    return json.loads(out.getvalue())


# Paper --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_night_on_paper_says_when_each_ends_and_what_does_not_fit(settings):
    settings.QUIPUX_NIGHT_REQUESTS = 40
    told = simulate("--requests", "100", "--seed", "3")
    assert (told["requests"], told["tonight"]) == (100, len(told["each"]))
    assert told["tonight"] + sum(told["later_nights"].values()) == 100
    assert told["tonight"] <= 40
    ends = [row["ends_at"] for row in told["each"]]
    assert ends == sorted(ends)
    assert told["ends_at"] == ends[-1]
    assert told["each"][0]["starts_at"] == told["begins_at"]
    late = {row["request"] for row in told["each"] if row["ends_at"] > told["closes_at"]}
    assert set(told["unfinished"]) == late
    assert told["fits"] is (not late)
    assert told["pace"] == {"factor": 1.0, "measured_backups": 0}
    assert simulate("--requests", "100", "--seed", "3")["each"] == told["each"]
    assert simulate("--requests", "100", "--seed", "4")["each"] != told["each"]


@pytest.mark.django_db
def test_the_paper_touches_no_request_and_no_night():
    simulate("--requests", "5")
    assert not BackupRequest.objects.exists()
    with pytest.raises(CommandError, match="al menos una"):
        simulate("--requests", "0")


def test_no_institution_has_more_than_its_share_of_a_night_on_paper_while_others_wait():
    capacity, first = Load(300, 1_000_000, 200_000 * MB), date(2022, 12, 27)
    invented = rehearsal.invent(500, seed=1, now=BEGINS)
    planned = rehearsal.plan(invented, first=first, capacity=capacity, share=0.3, promise=date(2023, 1, 10))
    for night_date in {one.night for one in planned}:
        mine = [one.waiting for one in planned if one.night == night_date]
        assert sum((one.load for one in mine), schedule.NOTHING).fits(capacity)
    tonight = [one.waiting for one in planned if one.night == first]
    bytes_of = {place: sum(one.load.bytes for one in tonight if one.institution == place) for place in range(1, 13)}
    assert max(bytes_of.values()) <= 0.3 * capacity.bytes


def test_f_31_a_peak_of_three_nights_in_one_day_keeps_its_promise_and_its_shares():
    """Nine hundred requests for nights of three hundred: nobody waits six working days."""
    capacity, first, promise = Load(300, 1_000_000, 65_000 * MB), date(2022, 12, 12), date(2022, 12, 20)
    invented = rehearsal.invent(900, seed=7, now=BEGINS)
    planned = rehearsal.plan(invented, first=first, capacity=capacity, share=0.3, promise=promise)
    waits = sorted((one.night - first).days for one in planned)
    kept = [days for days in waits if first + timedelta(days=days) < promise]
    assert len(kept) >= 0.995 * len(planned), waits[-20:]
    for night_date in {one.night for one in planned if one.night + timedelta(days=1) < promise}:
        mine = [one.waiting for one in planned if one.night == night_date]
        later = {one.waiting.institution for one in planned if one.night > night_date}
        for place in {one.institution for one in mine}:
            taken = sum(one.load.bytes for one in mine if one.institution == place)
            assert taken <= 0.3 * capacity.bytes or later <= {place}


WAITING = st.builds(
    Waiting, key=st.integers(1, 10_000), institution=st.integers(1, 5), is_due=st.booleans(), run_now=st.booleans(),
    is_training=st.booleans(), leaves_soon=st.booleans(),
    approved_at=st.integers(0, 500).map(lambda minute: BEGINS + timedelta(minutes=minute)),
    load=st.integers(1, 900).map(lambda size: Load(1, 1, size)))  # fmt: skip


@given(
    st.lists(WAITING, max_size=25, unique_by=lambda row: row.key),
    st.dictionaries(st.integers(1, 5), st.integers(0, 900)),
)
def test_the_whole_order_is_that_of_one_turn_after_another(rows, served):
    expected, left, taken = [], list(rows), dict(served)
    while left:
        first = in_turn(left, taken)[0]
        left.remove(first)
        expected.append(first)
        taken[first.institution] = taken.get(first.institution, 0) + first.load.bytes
    assert whole_order(rows, served) == expected


# Pace ---------------------------------------------------------------------------------------------------


def at(seconds: float) -> datetime:
    return BEGINS + timedelta(seconds=seconds)


def test_the_pace_is_the_time_in_which_anything_was_under_way_over_its_work():
    one = pace.reference_seconds(Load(1, 100, MB))
    builds = [(at(0), at(2 * one), 100, MB), (at(one), at(4 * one), 100, MB), (at(900), at(900 + 2 * one), 100, MB)]
    measured = pace.of_builds(builds)
    assert measured.sample == 3
    assert measured.factor == pytest.approx(2.0)
    assert measured.seconds(Load(3, 300, 3 * MB)) == pytest.approx(6 * one)


def test_a_build_that_rested_by_day_says_nothing_of_the_pace():
    assert pace.of_builds([(at(0), at(17 * 3600), 100, MB)]) == pace.Pace()


@pytest.mark.django_db
def test_the_pace_of_this_place_comes_from_finished_backups(ana, bruno):
    backup = making.build(making.approved(ana, bruno))
    spent = (backup.finished_at - backup.started_at).total_seconds()
    wanted = spent / pace.reference_seconds(Load(1, backup.documents_planned, backup.bytes_total))
    assert pace.measured() == pace.Pace(pytest.approx(wanted), 1)
    assert pace.measured(since=clock.now()) == pace.Pace()
    assert nights.forecast(clock.today()).ends_at is None


# Position and progress ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_position_is_the_place_in_the_order_in_which_the_night_starts(institution, other_institution):
    with clock.frozen_at(NOON):
        first, second, third = queue(3, institution, approved_at=NOON - timedelta(hours=2))
        (other,) = queue(1, other_institution, approved_at=NOON - timedelta(hours=1))
        scheduling.schedule_requests()
        told = {}
        for request in BackupRequest.objects.select_related("backup"):
            facts = facts_of(request)
            told[request.pk] = facts.position
            assert (facts.reserved, facts.capacity) == (80 * MB, 200_000 * MB)
    assert [told[request.pk] for request in (first, other, second, third)] == [1, 2, 3, 4]


@pytest.mark.django_db
def test_a_build_whose_hours_ended_says_in_which_night_it_goes_on(ana, bruno):
    with clock.frozen_at(NOON):
        request = making.approved(ana, bruno)
    with clock.frozen_at(NOON + timedelta(hours=11)):
        [pk] = running.dispatch_due()
        running.prepare(pk)
    with clock.frozen_at(NOON + timedelta(hours=19)):
        running.dispatch_due()
        text = describe(facts_of(BackupRequest.objects.select_related("backup").get(pk=request.pk))).text
    assert text == "0 de 21 documentos (0 %), parte 1 de 1. Continúa la noche del 28 de diciembre."
    assert Backup.objects.get(pk=pk).state == "running"


# One twentieth ------------------------------------------------------------------------------------------


@pytest.mark.long
def test_a_small_night_is_built_with_real_bytes_and_nothing_is_lost(tmp_path):
    told = night.measure(night.SCALES["small"], 1, tmp_path, lambda words: None)
    assert (told["requests"], told["lost"], told["starved"]) == (6, 0, 0)
    assert told["forecast"] > 0
    assert told["bytes"] > 100_000 * told["documents"] * 0.5
    names = {line.name for line in night.lines(told, is_full=False)}
    assert {"night.lost", "night.starved", "night.seconds", "night.forecast", "night.scaled_up"} <= names


def test_an_institution_that_waits_while_another_takes_the_night_is_starved():
    assert night_run.starved([(1, 40), (1, 40), (2, 20)]) == 1
    assert night_run.starved([(1, 40), (2, 20), (1, 40)]) == 0


def test_a_night_is_sound_only_with_nothing_lost_and_the_forecast_near():
    sound = {"lost": 0, "starved": 0, "seconds": 110, "forecast": 100}
    assert night.is_sound(sound)
    for fault in ({"lost": 1}, {"starved": 1}, {"seconds": 121}, {"seconds": 79}):
        assert not night.is_sound(sound | fault)
