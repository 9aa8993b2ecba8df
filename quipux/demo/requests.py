"""Requests in every state, and a finished backup in several parts (contract §5)."""

import uuid
from datetime import timedelta

from backups.models import BackupRequest
from backups.services import expiring, operating, requests, running, scheduling
from backups.services.requests import Wish
from quipux import clock
from quipux.demo.people import FIRST_DAY, Cast


def create(cast: Cast) -> None:
    """Ana's expired and finished requests, Elsa's paused one, Bruno's draft."""
    today = clock.today()
    _finished(cast.ana, FIRST_DAY + (today - FIRST_DAY) / 2, at=clock.now() - timedelta(days=40))
    with clock.frozen_at(clock.now() - timedelta(days=30)):
        expiring.expire_due()
    _finished(cast.ana, today, at=clock.now() - timedelta(hours=30))
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


def _finished(actor, until, *, at) -> BackupRequest:
    with clock.frozen_at(at):
        request = _send(actor, until)
        scheduling.schedule_requests()
    with clock.frozen_at(at + timedelta(hours=8)):
        pk = running.claim_next(any_night=True, number=request.number)
        if not running.work_through(pk):
            raise RuntimeError("El respaldo de la demostración no se pudo generar.")
    return request
