"""What happens to a build when the hours of work end, and how it goes on (backups §9.3; T9, T10, T11)."""

from datetime import date, datetime, time, timedelta
from itertools import count

import pytest

from backups import builder, hours
from backups.models import Backup, BackupPart
from backups.services import nights, operating, running, scheduling
from quipux import clock
from quipux.history.models import Entry
from tests.backups import making

TUESDAY, WEDNESDAY = date(2022, 12, 27), date(2022, 12, 28)
SIZES = [90_000] * 24  # with parts of 1 MB, three parts of documents


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return clock.day_start(day) + timedelta(hours=hour, minutes=minute)


@pytest.fixture
def request_of_three_parts(ana, bruno, settings):
    settings.QUIPUX_PART_SIZE = 1_000_000
    making.documents_of_size(ana, bruno, SIZES)
    with clock.frozen_at(at(TUESDAY, 12)):
        request = making.send_request(ana)
        scheduling.schedule_requests()
    return request


def labels(request) -> list[str]:
    return [entry.label for entry in Entry.objects.of(request)]


def parts(backup) -> dict[int, tuple]:
    rows = BackupPart.objects.filter(backup=backup).exclude(finished_at=None)
    return {part.number: (part.sha256, part.finished_at) for part in rows}


@pytest.mark.django_db
def test_b_31_at_six_the_work_stops_keeps_its_parts_and_goes_on_the_next_night(request_of_three_parts, settings):
    request = request_of_three_parts
    with clock.frozen_at(at(TUESDAY, 22)):
        [pk] = running.dispatch_due()
        assert running.prepare(pk)
        first, second, third, _ = BackupPart.objects.filter(backup=pk).values_list("pk", flat=True)
        assert running.build_part(first)
    kept = parts(pk)
    with clock.frozen_at(at(WEDNESDAY, 6)):
        assert running.build_part(second) is False
        running.dispatch_due()
        running.sweep_leases()
        assert running.prepare(pk) is False
        assert running.close(pk) is False
    backup = Backup.objects.get(pk=pk)
    assert (backup.state, backup.scheduled_for, backup.attempts) == ("running", WEDNESDAY, 0)
    moves = Entry.objects.of(request).filter(action="scheduled").values_list("comment", flat=True)
    assert moves[0] == "Se cambia fecha de ejecución de respaldo a: 2022-12-28"
    assert len(moves) == 2, "once, however many bells rang"
    leases = BackupPart.objects.filter(backup=pk).exclude(lease_token=None)
    assert not leases.exists()
    assert backup.lease_token is None
    with clock.frozen_at(at(WEDNESDAY, 22)):
        assert running.dispatch_due() == [], "it is continued, not claimed again"
        assert all(running.build_part(part) for part in (second, third))
        assert running.close(pk)
    after = parts(pk)
    assert {number: after[number] for number in kept} == kept, "finished parts were not made again"
    assert labels(request).count("Respaldo en ejecución") == labels(request).count("Respaldo generado") == 1


@pytest.mark.django_db
def test_b_31_a_part_half_written_at_six_stops_between_two_documents(request_of_three_parts, monkeypatch):
    """Nothing of it stays, no attempt is counted, and it is made whole the next night."""
    monkeypatch.setattr(builder, "PROGRESS_EVERY", 0.0)
    with clock.frozen_at(at(TUESDAY, 22)):
        [pk] = running.dispatch_due()
        assert running.prepare(pk)
    part = BackupPart.objects.filter(backup=pk).order_by("number").first()
    with monkeypatch.context() as patch:
        minutes = count(1)
        patch.setattr(clock, "database_now", lambda: at(WEDNESDAY, 5, 56) + timedelta(minutes=next(minutes)))
        assert running.build_part(part.pk) is False
        assert 4 <= next(minutes) <= 8, "it asked at each of a few documents, and stopped"
    part.refresh_from_db()
    assert (part.finished_at, part.lease_token, part.documents_done) == (None, None, 0)
    backup = Backup.objects.get(pk=pk)
    assert (backup.state, backup.attempts, backup.scheduled_for) == ("running", 0, WEDNESDAY)
    with clock.frozen_at(at(WEDNESDAY, 23)):
        assert running.work_through(pk)


@pytest.mark.django_db
def test_b_31_a_backup_of_one_part_stops_at_a_border_too(ana, bruno, monkeypatch):
    monkeypatch.setattr(builder, "PROGRESS_EVERY", 0.0)
    with clock.frozen_at(at(TUESDAY, 12)):
        making.documents_of_size(ana, bruno, [2_000] * 24)
        making.send_request(ana)
        scheduling.schedule_requests()
    with clock.frozen_at(at(TUESDAY, 22)):
        [pk] = running.dispatch_due()
        assert running.prepare(pk)
    with monkeypatch.context() as patch:
        minutes = count(1)
        patch.setattr(clock, "database_now", lambda: at(WEDNESDAY, 5, 50) + timedelta(minutes=next(minutes)))
        assert running.close(pk) is False
        assert next(minutes) < 20
    assert Backup.objects.get(pk=pk).scheduled_for == WEDNESDAY
    with clock.frozen_at(at(WEDNESDAY, 23)):
        assert running.work_through(pk)


@pytest.mark.django_db
def test_b_30_paused_at_sixty_percent_and_resumed_the_archive_is_that_of_an_uninterrupted_build(
    sofia, request_of_three_parts
):
    request = request_of_three_parts
    backup = making.claim(request)
    running.prepare(backup.pk)
    frozen = list(backup.items.order_by("position").values_list("document", "folder"))
    documents = BackupPart.objects.filter(backup=backup).of_documents().order_by("number")
    for part in documents[:2]:
        assert running.build_part(part.pk)
    done = sum(documents.exclude(finished_at=None).values_list("documents_done", flat=True))
    assert done / len(frozen) > 0.6
    kept = parts(backup)
    operating.pause(making.fresh(backup).request, actor=sofia.actor, reason="Mantenimiento")
    assert running.build_part(documents[2].pk) is False
    assert running.close(backup.pk) is False
    assert parts(backup) == kept, "nothing is written while it is stopped"
    [entry] = Entry.objects.of(request).filter(action="paused")
    assert (entry.comment, entry.second_state) == ("Mantenimiento", "Detenido")
    operating.resume(making.fresh(backup).request, actor=sofia.actor, reason="Listo")
    scheduling.schedule_requests()
    again = making.build(request)
    assert list(again.items.order_by("position").values_list("document", "folder")) == frozen
    after = parts(again)
    assert {number: after[number] for number in kept} == kept
    assert labels(request).count("Respaldo en ejecución") == 1
    for part in BackupPart.objects.filter(backup=again).of_documents():
        builder.rebuild_part(part, lambda *_: None)  # refuses any other bytes than those of the part


@pytest.mark.django_db
def test_a_paused_night_sends_what_runs_to_the_next_one(request_of_three_parts, sofia):
    with clock.frozen_at(at(TUESDAY, 23)):
        [pk] = running.dispatch_due()
        [seen] = nights.preview_pause(TUESDAY).moves
        [moved] = nights.pause_night(TUESDAY, actor=sofia.actor, reason="Mantenimiento")
        assert (seen.request.pk, seen.night_to) == (moved.request.pk, WEDNESDAY)
        assert running.prepare(pk) is False
    backup = Backup.objects.get(pk=pk)
    assert (backup.state, backup.scheduled_for) == ("running", WEDNESDAY)


@pytest.mark.django_db
def test_work_left_over_takes_of_the_next_night_only_what_is_left(request_of_three_parts):
    from backups import reservations

    with clock.frozen_at(at(TUESDAY, 22)):
        [pk] = running.dispatch_due()
        running.prepare(pk)
        assert running.build_part(BackupPart.objects.filter(backup=pk).order_by("number").first().pk)
    whole = Backup.objects.get(pk=pk).request.preflight_bytes
    with clock.frozen_at(at(WEDNESDAY, 7)):
        running.dispatch_due()
        left = reservations.reserved_of(WEDNESDAY).bytes
    done = BackupPart.objects.get(backup=pk, number=1).bytes
    assert left == whole - done


def test_the_hours_of_a_window_that_passes_midnight_belong_to_its_first_day(settings):
    settings.QUIPUX_NIGHT_WINDOW = (time(22), time(6))
    assert hours.night_at(datetime(2022, 12, 28, 5, 59)) == TUESDAY
    assert hours.night_at(datetime(2022, 12, 28, 6)) == WEDNESDAY
