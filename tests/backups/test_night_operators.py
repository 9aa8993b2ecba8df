"""What an operator does with nights, and who may (backups §2.5, §3.11; T6)."""

from datetime import date, datetime, time, timedelta

import pytest

from backups.models import Backup, Night
from backups.services import nights, operating, scheduling
from quipux import clock
from quipux.calendar.models import DayOff
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow
from quipux.history.models import Entry
from tests.backups.queueing import MB, nights_of, queue, scheduled
from tests.cast import Person
from tests.factories import make_user

pytestmark = pytest.mark.django_db
TUESDAY, WEDNESDAY, THURSDAY = date(2016, 12, 27), date(2016, 12, 28), date(2016, 12, 29)
NOON = datetime(2016, 12, 27, 12, tzinfo=clock.GUAYAQUIL)


@pytest.fixture(autouse=True)
def _at_noon():
    with clock.frozen_at(NOON):
        yield


@pytest.fixture
def tomas(sofia):
    """Another SGE operator."""
    user = make_user("Tomás Vera", is_staff=True, is_superuser=True)
    return Person(user, None, type(sofia.actor)(user))


def comments(request) -> list[str]:
    return list(Entry.objects.of(request).filter(action="scheduled").values_list("comment", flat=True))


def moves_of(shifts) -> list[tuple]:
    return [(shift.request.pk, shift.night_from, shift.night_to) for shift in shifts]


# Calendarizar -------------------------------------------------------------------------------------------


def test_b_28_three_requests_move_each_with_the_exact_comment(institution, sofia):
    requests = scheduled(3, institution)
    result = scheduling.calendarizar(requests, WEDNESDAY, actor=sofia.actor)
    assert (result.moved, result.refused) == (requests, [])
    assert nights_of(requests) == [WEDNESDAY] * 3
    for request in requests:
        assert comments(request)[0] == "Se cambia fecha de ejecución de respaldo a: 2016-12-28"
        entry = Entry.objects.of(request)[0]
        assert (entry.actor_name, entry.state, entry.second_state) == ("Sofía Andrade", "Aprobada", "Por Generar")
    assert scheduling.moved_by_operator(requests) == {request.pk for request in requests}


def test_b_28_the_reason_follows_the_fixed_comment(institution, sofia):
    [request] = scheduled(1, institution)
    scheduling.calendarizar([request], WEDNESDAY, actor=sofia.actor, reason="  Mantenimiento ")
    assert comments(request)[0] == "Se cambia fecha de ejecución de respaldo a: 2016-12-28. Motivo: Mantenimiento"
    scheduling.calendarizar([request], WEDNESDAY, actor=sofia.actor, reason="Mantenimiento")
    assert len(comments(request)) == 2, "repeating it records nothing"


def test_b_28_one_deleted_meanwhile_is_reported_by_number_and_the_others_move(institution, sofia):
    first, second, third = scheduled(3, institution)
    operating.remove(second, actor=sofia.actor, reason="Pedido de la institución")
    result = scheduling.calendarizar([first, second, third], WEDNESDAY, actor=sofia.actor)
    assert result.moved == [first, third]
    assert result.refused == [(second.number, f"La solicitud No. {second.number} ya no está Aprobada")]
    assert nights_of([first, third]) == [WEDNESDAY] * 2


def test_b_28_nothing_chosen_no_date_and_a_past_date_have_their_messages(institution, sofia):
    requests = scheduled(1, institution)
    for chosen, night, message in (
        ([], WEDNESDAY, "Debe seleccionar las solicitudes que requiere calendarizar."),
        (requests, None, "Debe ingresar una fecha válida."),
        (requests, date(2016, 12, 26), "La fecha a ejecutar debe ser igual o posterior a hoy."),
    ):
        with pytest.raises(Invalid) as refusal:
            scheduling.calendarizar(chosen, night, actor=sofia.actor)
        assert refusal.value.message == message
    assert nights_of(requests) == [TUESDAY]


def test_calendarizar_into_a_full_night_warns_first_and_moves_when_confirmed(institution, sofia, settings):
    settings.QUIPUX_NIGHT_REQUESTS = 2
    requests = scheduled(4, institution)
    with pytest.raises(scheduling.CapacityWarning, match="quedaría con 4 de 2 solicitudes"):
        scheduling.calendarizar(requests, TUESDAY, actor=sofia.actor)
    assert nights_of(requests) == [TUESDAY, TUESDAY, WEDNESDAY, WEDNESDAY]
    scheduling.calendarizar(requests, TUESDAY, actor=sofia.actor, confirmed=True)
    assert set(nights_of(requests)) == {TUESDAY}


def test_calendarizar_refuses_a_paused_night_and_what_already_runs(institution, sofia):
    from backups.services import running

    first, second = scheduled(2, institution)
    nights.pause_night(WEDNESDAY, actor=sofia.actor, reason="Cambio de discos")
    with pytest.raises(Invalid, match="Cambio de discos"):
        scheduling.calendarizar([first], WEDNESDAY, actor=sofia.actor)
    assert running.claim_next(any_night=True, number=first.number)
    result = scheduling.calendarizar([first, second], THURSDAY, actor=sofia.actor)
    assert result.moved == [second]
    assert result.refused == [
        (first.number, f"El respaldo de la solicitud No. {first.number} está en estado En Ejecución")
    ]


def test_a_request_that_the_system_moved_back_is_no_longer_moved_by_an_operator(institution, sofia):
    requests = scheduled(2, institution)
    scheduling.calendarizar(requests[:1], WEDNESDAY, actor=sofia.actor)
    assert scheduling.moved_by_operator(requests) == {requests[0].pk}
    nights.pause_night(WEDNESDAY, actor=sofia.actor, reason="Mantenimiento")
    assert scheduling.moved_by_operator(requests) == set()


# Pausing and capacity -----------------------------------------------------------------------------------


def test_b_26_pausing_tonight_shows_the_effect_first_and_then_moves_in_approval_order(institution, sofia, settings):
    settings.QUIPUX_NIGHT_REQUESTS = 3
    requests = scheduled(5, institution)
    assert nights_of(requests) == [TUESDAY] * 3 + [WEDNESDAY] * 2
    before = {request.pk: comments(request) for request in requests}
    seen = nights.preview_pause(TUESDAY)
    assert nights_of(requests) == [TUESDAY] * 3 + [WEDNESDAY] * 2, "a preview moves nothing"
    assert not Night.objects.filter(is_paused=True).exists()
    assert moves_of(seen.moves) == [(requests[0].pk, TUESDAY, WEDNESDAY), (requests[1].pk, TUESDAY, THURSDAY),
                                    (requests[2].pk, TUESDAY, THURSDAY)]  # fmt: skip
    done = nights.pause_night(TUESDAY, actor=sofia.actor, reason="Mantenimiento del almacenamiento")
    assert moves_of(done) == moves_of(seen.moves)
    assert nights_of(requests) == [WEDNESDAY, THURSDAY, THURSDAY, WEDNESDAY, WEDNESDAY]
    for request in requests[:3]:
        assert len(comments(request)) == len(before[request.pk]) + 1
        assert Entry.objects.of(request)[0].actor_name == "Sistema"
    assert [comments(request) for request in requests[3:]] == [before[request.pk] for request in requests[3:]]
    night = Night.objects.get(date=TUESDAY)
    assert (night.is_paused, night.reason) == (True, "Mantenimiento del almacenamiento")
    assert nights.pause_night(TUESDAY, actor=sofia.actor, reason="otra vez") == []
    nights.resume_night(TUESDAY, actor=sofia.actor)
    assert nights_of(scheduled(1, institution)) == [TUESDAY]


def test_lowering_the_capacity_moves_the_youngest_approvals(institution, sofia):
    requests = scheduled(4, institution, bytes=100 * MB)
    seen = nights.preview_capacity(TUESDAY, requests=300, documents=1_000_000, bytes=250 * MB)
    assert (moves_of(seen.moves), seen.stays) == ([(r.pk, TUESDAY, WEDNESDAY) for r in requests[2:]], 2)
    assert seen.ends_at > datetime(2016, 12, 27, 22, tzinfo=clock.GUAYAQUIL)
    assert seen.fits
    done = nights.change_capacity(TUESDAY, requests=300, documents=1_000_000, bytes=250 * MB, actor=sofia.actor,
                                  reason="Disco lento")  # fmt: skip
    assert moves_of(done) == moves_of(seen.moves)
    assert nights_of(requests) == [TUESDAY, TUESDAY, WEDNESDAY, WEDNESDAY]


def test_more_than_half_again_of_the_usual_capacity_needs_a_second_operator(institution, sofia, tomas, ana, settings):
    wanted = {"requests": 451, "documents": 1_000_000, "bytes": 200_000_000_000}
    assert nights.preview_capacity(TUESDAY, **wanted).over_limit
    for second in (None, sofia.actor, ana.actor):
        with pytest.raises(Conflict, match="segundo operador"):
            nights.change_capacity(TUESDAY, **wanted, actor=sofia.actor, reason="Diciembre", second=second)
    assert not Night.objects.filter(requests=451).exists()
    nights.change_capacity(TUESDAY, **wanted, actor=sofia.actor, reason="Diciembre", second=tomas.actor)
    assert Night.objects.get(date=TUESDAY).requests == 451
    nights.change_capacity(WEDNESDAY, **wanted | {"requests": 450}, actor=sofia.actor, reason="Diciembre")
    settings.QUIPUX_TWO_OPERATORS = False
    nights.change_capacity(THURSDAY, **wanted, actor=sofia.actor, reason="Diciembre")


def test_the_forecast_grows_with_what_is_approved(institution):
    scheduled(2, institution, documents=3000, bytes=600 * MB)
    more = queue(3, institution, documents=3000, bytes=600 * MB)
    without, with_more = nights.forecast(TUESDAY), nights.forecast(TUESDAY, extra=more)
    assert (without.stays, with_more.stays) == (2, 5)
    opens = datetime(2016, 12, 27, 22, tzinfo=clock.GUAYAQUIL)
    assert with_more.ends_at - opens == (without.ends_at - opens) / 2 * 5
    assert nights.forecast(THURSDAY).ends_at is None
    scheduling.schedule_requests()
    assert nights.forecast(TUESDAY, extra=more) == with_more, "who has the night already counts once"


# Hours, notice, days off --------------------------------------------------------------------------------


def test_a_daytime_window_has_its_hours_in_order_and_can_be_closed(sofia):
    with pytest.raises(Invalid, match="menor que la hora de fin"):
        nights.set_day_window(TUESDAY, start=time(12), end=time(9), actor=sofia.actor, reason="Pico")
    with pytest.raises(Invalid):
        nights.set_day_window(TUESDAY, start=time(9), end=None, actor=sofia.actor, reason="Pico")
    nights.set_day_window(TUESDAY, start=time(9), end=time(12), actor=sofia.actor, reason="Pico")
    assert (Night.objects.get(date=TUESDAY).day_from, Night.objects.get(date=TUESDAY).day_to) == (time(9), time(12))
    nights.set_day_window(TUESDAY, start=None, end=None, actor=sofia.actor, reason="Ya no")
    assert Night.objects.get(date=TUESDAY).day_from is None


def test_the_notice_of_a_night_is_kept_and_limited(sofia):
    nights.set_notice(TUESDAY, notice=" Esta noche no se generan respaldos. ", actor=sofia.actor)
    assert Night.objects.get(date=TUESDAY).notice == "Esta noche no se generan respaldos."
    with pytest.raises(Invalid, match="250"):
        nights.set_notice(TUESDAY, notice="a" * 251, actor=sofia.actor)


def test_a_day_off_says_who_added_it_and_is_added_once(sofia):
    added = nights.add_day_off(date(2016, 12, 30), name="Decreto Ejecutivo 1234", actor=sofia.actor)
    assert (added.added_by, added.added_at) == (sofia.user, NOON)
    for day in (date(2016, 12, 30), date(2016, 12, 31), date(2017, 2, 28)):
        with pytest.raises(Invalid, match="ya es un día no laborable"):
            nights.add_day_off(day, name="Otra vez", actor=sofia.actor)
    with pytest.raises(Invalid, match="motivo"):
        nights.add_day_off(date(2016, 12, 29), name=" ", actor=sofia.actor)
    nights.remove_day_off(date(2016, 12, 30), actor=sofia.actor)
    nights.remove_day_off(date(2016, 12, 30), actor=sofia.actor)
    assert not DayOff.objects.exists()


# Who ----------------------------------------------------------------------------------------------------


ACTS = {
    "calendarizar": lambda who, rows: scheduling.calendarizar(rows, WEDNESDAY, actor=who),
    "run_now": lambda who, rows: scheduling.run_now(rows[0], actor=who),
    "pause": lambda who, rows: nights.pause_night(TUESDAY, actor=who, reason="x"),
    "resume": lambda who, rows: nights.resume_night(TUESDAY, actor=who),
    "capacity": lambda who, rows: nights.change_capacity(TUESDAY, requests=1, documents=1, bytes=1, actor=who, reason="x"),
    "day_window": lambda who, rows: nights.set_day_window(TUESDAY, start=time(9), end=time(10), actor=who, reason="x"),
    "notice": lambda who, rows: nights.set_notice(TUESDAY, notice="x", actor=who),
    "add_day_off": lambda who, rows: nights.add_day_off(THURSDAY, name="x", actor=who),
    "remove_day_off": lambda who, rows: nights.remove_day_off(THURSDAY, actor=who),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_only_operators_touch_the_night(act, institution, ana, diego):
    requests = scheduled(1, institution)
    before = list(Night.objects.values())
    for person in (ana, diego):
        with pytest.raises(Forbidden):
            act(person.actor, requests)
    assert (nights_of(requests), list(Night.objects.values())) == ([TUESDAY], before)
    assert not DayOff.objects.exists()


def test_acts_on_a_night_need_a_reason_and_a_night_that_is_not_over(sofia):
    with pytest.raises(Invalid, match="motivo"):
        nights.pause_night(TUESDAY, actor=sofia.actor, reason=" ")
    with pytest.raises(NotAllowedNow, match="ya pasó"):
        nights.pause_night(TUESDAY - timedelta(days=1), actor=sofia.actor, reason="Tarde")
    assert not Backup.objects.exists()
