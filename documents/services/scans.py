"""Digitalización: the image of a registered paper, and anexos that come later (documents §4.2, §11)."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from documents import history
from documents.attaching.permissions import can_scan
from documents.attaching.services import Result, attach
from documents.models import Copy
from documents.states import CopyRole, CopyState, Medium
from quipux.errors import Forbidden, NotAllowedNow
from quipux.history import recorder

SHELVED = "El documento está archivado; debe restaurarlo."
SIGNED = "El documento está firmado electrónicamente: ya tiene su imagen y no se cambia."


@transaction.atomic
def digitise(original: Copy, uploads: Sequence[UploadedFile], *, actor, description: str = "") -> Result:
    """Load scans as «imagen del documento», also after it was sent; everybody who has the document has them.

    Raises:
        Forbidden: the actor does not digitise in that institution, or it did not come from outside.
        NotAllowedNow: it is archived, or electronically signed.
        Invalid: no file was given.
    """
    original = _locked(original, actor)
    copies = list(original.document.copies.exclude(pk=original.pk).order_by("pk"))
    if original.state == CopyState.SHELVED or (copies and all(copy.state == CopyState.SHELVED for copy in copies)):
        raise NotAllowedNow(SHELVED)
    if original.document.is_signed:
        raise NotAllowedNow(SIGNED)
    result = attach(uploads, actor=actor, copy=original, description=description, is_image=True, for_everybody=True)
    for row in result.kept:
        for copy in copies:
            recorder.record(
                copy, history.DIGITISE, actor=actor, comment=row.name, details={"attachment": str(row.uuid)}
            )
    return result


@transaction.atomic
def add_later(original: Copy, uploads: Sequence[UploadedFile], *, actor, name: str = "", description: str = "",
              medium: str = Medium.ELECTRONIC) -> Result:  # fmt: skip
    """Cargar Anexos al Doc.: what came after the paper, for everybody who has the document.

    Raises:
        Forbidden: as ``digitise``.
        Invalid: nothing was given.
    """
    original = _locked(original, actor)
    return attach(uploads, actor=actor, copy=original, name=name, description=description, medium=medium,
                  for_everybody=True)  # fmt: skip


def _locked(original, actor):
    original = Copy.objects.locked(original.pk, "document")
    if original.role != CopyRole.ORIGINAL or not can_scan(original, actor):
        raise Forbidden("No tiene permiso para digitalizar este documento.")
    return original
