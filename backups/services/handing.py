"""The AIQ notes that the citizen has the archive, with the signed receipt (backups §9.5)."""

from datetime import date
from typing import BinaryIO

from django.db import transaction

from backups import history, permissions
from backups.models import BackupRequest, HandOver
from quipux import clock
from quipux.errors import Conflict, Invalid, NotAllowedNow
from quipux.files import store
from quipux.files.kinds import is_pdf
from quipux.history import recorder

RECEIPT_LIMIT = 10_000_000  # bytes: one signed sheet, scanned
NOT_FUTURE = "La Fecha de entrega debe ser menor o igual que la Fecha Actual."
TOO_LARGE = "El acta no puede superar 10 MB."
NO_PDF = "El archivo no es un PDF. Elija el acta firmada en PDF."
CHUNK = 1 << 20


def hand_over(request: BackupRequest, *, actor, receiver: str, day: date, receipt: BinaryIO) -> HandOver:
    """Record to whom and when an institutional archive was given.

    Args:
        receiver: who signed the receipt, not always the servant.
        day: not before the archive existed, not in the future.
        receipt: open file with the signed PDF, at most ``RECEIPT_LIMIT`` bytes.

    Raises:
        NotAllowedNow: there is no archive to hand over, or it is not the actor's to do.
        Invalid: the day or the receipt.
        Conflict: it was recorded before.
    """
    if not permissions.can_hand_over(request, actor):
        raise NotAllowedNow(request.refusal_message())
    _check_day(day, request.backup)
    check_receipt(receipt)
    stored = store.save(iter(lambda: receipt.read(CHUNK), b""), media_type="application/pdf")
    return _record(request, actor, receiver.strip(), day, stored)


def _check_day(day, backup):
    if day > clock.today():
        raise Invalid(NOT_FUTURE, handed_on=NOT_FUTURE)
    built = clock.local(backup.finished_at).date()
    if day < built:
        message = f"La Fecha de entrega no puede ser anterior al {built.isoformat()}, cuando se generó el respaldo."
        raise Invalid(message, handed_on=message)


def check_receipt(receipt: BinaryIO) -> None:
    """Raise Invalid unless the file is a PDF of acceptable size; it is left at its start."""
    size = receipt.seek(0, 2)
    receipt.seek(0)
    if size > RECEIPT_LIMIT:
        raise Invalid(TOO_LARGE, receipt=TOO_LARGE)
    if not is_pdf(receipt):
        raise Invalid(NO_PDF, receipt=NO_PDF)


@transaction.atomic
def _record(request, actor, receiver, day, stored):
    # The lock makes the second of two windows see what the first one wrote.
    BackupRequest.objects.select_for_update().get(pk=request.pk)
    if HandOver.objects.filter(request=request).exists():
        raise Conflict(f"La entrega de la solicitud No. {request.number} ya está registrada.")
    row = HandOver.objects.create(request=request, receiver_name=receiver, handed_on=day, receipt=stored,
                                  recorded_by=actor.appointment, recorded_at=clock.now())  # fmt: skip
    recorder.record(request, history.HANDED_OVER, actor=actor, comment=history.handed_over_comment(receiver, day),
                    details={"receipt": stored.sha256})  # fmt: skip
    return row
