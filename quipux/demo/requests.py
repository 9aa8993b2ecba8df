"""Requests in every state, and a finished backup in several parts (contract §5)."""

import uuid
from datetime import timedelta

from backups.models import BackupRequest
from backups.services import expiring, operating, requests, running, scheduling
from backups.services.requests import InstitutionalWish, Wish
from documents.models import Copy
from documents.states import CopyRole
from institutions.models import Appointment
from quipux import clock
from quipux.demo.people import FIRST_DAY, Cast


def create(cast: Cast) -> None:
    """Ana's expired and finished requests, Elsa's paused one, Bruno's draft; Diego's two about Luis, who left."""
    today = clock.today()
    _finished(cast.ana, FIRST_DAY + (today - FIRST_DAY) / 2, at=clock.now() - timedelta(days=40))
    with clock.frozen_at(clock.now() - timedelta(days=30)):
        expiring.expire_due()
    _finished(cast.ana, today, at=clock.now() - timedelta(hours=30))
    _institutional(cast)
    with clock.frozen_at(clock.now() - timedelta(hours=20)):
        paused = _send(cast.elsa, today)
        scheduling.schedule_requests()
        operating.pause(paused, actor=cast.sofia, reason="Mantenimiento del almacenamiento programado para esta noche.")
        requests.save_draft(
            Wish(FIRST_DAY, clock.today(), "Pendiente de confirmar la fecha de salida."), actor=cast.bruno
        )


def _send(actor, until, comment="Me desvinculo de la institución y requiero mi respaldo."):
    return requests.send(
        Wish(FIRST_DAY, min(until, clock.today()), comment), actor=actor, declared=True, key=uuid.uuid4()
    )


def _institutional(cast) -> None:
    """What the AIQ asked for: a backup ready to be handed over, and a request that still lacks its petition."""
    post = Appointment.objects.with_names().get(pk=cast.luis.appointment.pk)  # ended since the cast was made
    received = Copy.objects.filter(holder=cast.diego.appointment, role=CopyRole.TO, document__author=post)
    petition = received.select_related("document").order_by("-sort_at", "-pk").first()
    at, today = clock.now() - timedelta(hours=26), clock.today()
    with clock.frozen_at(at):
        wish = InstitutionalWish(FIRST_DAY, at.date(), "Pedido por escrito.", subject=post, petition=petition)
        request = requests.send(wish, actor=cast.diego, key=uuid.uuid4())
        scheduling.schedule_requests()
    _build(request, at)
    wish = InstitutionalWish(FIRST_DAY, today, "Falta el oficio del ciudadano.", subject=post)
    requests.save_draft(wish, actor=cast.diego)


def _finished(actor, until, *, at) -> BackupRequest:
    with clock.frozen_at(at):
        request = _send(actor, until)
        scheduling.schedule_requests()
    return _build(request, at)


def _build(request, at) -> BackupRequest:
    with clock.frozen_at(at + timedelta(hours=8)):
        pk = running.claim_next(any_night=True, number=request.number)
        if not running.work_through(pk):
            raise RuntimeError("El respaldo de la demostración no se pudo generar.")
    return request
