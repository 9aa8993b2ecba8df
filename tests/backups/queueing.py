"""Queues of hundreds of approved requests, written by sets: what the scheduler sees, without the documents behind."""

from datetime import date, datetime, timedelta
from itertools import count

from accounts.models import User
from backups.models import Backup, BackupRequest
from backups.services import scheduling
from backups.states import BackupState, Kind, RequestState
from institutions.models import Appointment, Institution
from institutions.states import AppointmentState
from quipux import clock
from tests.factories import cedula

MB = 1_000_000
_serials = count(200_000)
_numbers = count(900_000)


def queue(size: int, institution: Institution, *, documents: int = 30, bytes: int = 20 * MB, kind: str = Kind.PERSONAL,
          approved_at: datetime | None = None, ends_on: date | None = None) -> list[BackupRequest]:  # fmt: skip
    """``size`` approved requests of one institution without a night, each of another person.

    Args:
        documents, bytes: pre-flight figures of each.
        approved_at: of the first; each of the next is approved one second later.
        ends_on: last day of the people's appointments.
    """
    start = approved_at or clock.now()
    people = User.objects.bulk_create(_person(next(_serials)) for _ in range(size))
    area = institution.areas.get(parent=None)
    posts = Appointment.objects.bulk_create(
        Appointment(person=person, institution=institution, area=area, title="Especialista", heading_title="Especialista",
                    starts_on=date(2015, 1, 5), ends_on=ends_on, state=AppointmentState.ACTIVE)
        for person in people)  # fmt: skip
    requests = BackupRequest.objects.bulk_create(
        BackupRequest(number=next(_numbers), kind=kind, appointment=post, person=post.person, institution=institution,
                      area=area, created_by=post, sent_by=post, date_from=date(2016, 1, 4), date_to=date(2016, 12, 1),
                      requested_at=start, sent_at=start, approved_at=start + timedelta(seconds=place),
                      state=RequestState.APPROVED, preflight_documents=documents, preflight_bytes=bytes,
                      preflight_withheld=0, preflight_parts=1)
        for place, post in enumerate(posts))  # fmt: skip
    Backup.objects.bulk_create(Backup(request=request, state=BackupState.PENDING) for request in requests)
    return requests


def _person(serial):
    return User(identity_number=cedula(serial), given_names="Persona", surnames=f"Número {serial}", password="!",
                email=f"cola{serial}@ejemplo.gob.ec", email_verified_at=clock.now())  # fmt: skip


def nights_of(requests) -> list[date]:
    """The night of each request, in their order."""
    nights = dict(Backup.objects.filter(request__in=requests).values_list("request_id", "scheduled_for"))
    return [nights[request.pk] for request in requests]


def scheduled(size: int, institution: Institution, **fields) -> list[BackupRequest]:
    """The same, each with the night that the scheduler gave it."""
    requests = queue(size, institution, **fields)
    scheduling.schedule_requests()
    return requests
