"""Keeping, removing and printing the image of a signature; the only writers of it."""

import base64
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from documents import history
from documents.attaching.services import AN_HOUR
from documents.models import Document, PaperPrint, Party, SignatureImage
from documents.states import PartyRole
from institutions.models import Appointment, Delegation
from quipux import clock
from quipux.errors import Forbidden, Invalid
from quipux.extraction.reading import redraw
from quipux.files import store
from quipux.files.models import StoredFile
from quipux.history import recorder
from quipux.limits import services as limits

LARGEST = 1024**2  # bytes as it is brought
MOST_PIXELS = 8_000_000
REFUSED = "La imagen de la firma debe ser PNG, de hasta 1 MB y 8 megapíxeles."
TOO_MANY = "En esta hora ya subió demasiados archivos. Intente más tarde."
NOT_OWN = "La imagen de la firma la guarda cada persona en su propio puesto, no quien lo subroga."


def may_keep(actor) -> bool:
    """Whoever writes documents from a post of her own."""
    return not (actor.is_leaver or actor.is_delegate) and actor.holds("create_outgoing")


def of(post: Appointment) -> SignatureImage | None:
    return SignatureImage.objects.select_related("picture").filter(appointment=post).first()


def data_uri(image: StoredFile) -> str:
    """For a page or the renderer, which read no file and ask no server."""
    return f"data:image/png;base64,{base64.b64encode(store.read(image)).decode()}"


def keep(upload: UploadedFile, *, actor) -> SignatureImage:
    """Draw a PNG anew in the limited child and keep that for the own post.

    Raises:
        Forbidden: the post is subrogated by the actor, or writes no documents.
        Invalid: it is no PNG, or passes a limit.
        ExtractionUnavailable: it cannot be looked at now.
    """
    _require(actor)
    if upload.size > LARGEST:
        raise Invalid(REFUSED, imagen=REFUSED)
    if limits.take("upload", actor.user.pk, limit=AN_HOUR, period=timedelta(hours=1)):
        raise Invalid(TOO_MANY, imagen=TOO_MANY)
    drawn = redraw(upload.read(), MOST_PIXELS)
    if drawn is None or not drawn.content or drawn.kind != "png":
        raise Invalid(REFUSED, imagen=REFUSED)
    return _kept(drawn.content, actor)


def _require(actor):
    if actor.is_delegate:
        raise Forbidden(NOT_OWN)
    if not may_keep(actor):
        raise Forbidden("No tiene permiso para elaborar documentos.")


@transaction.atomic
def _kept(picture, actor):
    stored = store.save(picture, media_type="image/png")
    found, _ = SignatureImage.objects.update_or_create(
        appointment=actor.appointment, defaults={"picture": stored, "kept_at": clock.now()}
    )
    recorder.record(actor.appointment, history.SIGNATURE_IMAGE_KEPT, actor=actor)
    return found


@transaction.atomic
def remove(*, actor) -> None:
    """Paper has the space for a signature by hand from now on; what was printed keeps what it has.

    Raises:
        Forbidden: as `keep`.
    """
    _require(actor)
    forget(actor.appointment, actor=actor)


def forget(post: Appointment, *, actor) -> None:
    """Take the image from a post; one without it stays as it is."""
    if SignatureImage.objects.filter(appointment=post).delete()[0]:
        recorder.record(post, history.SIGNATURE_IMAGE_REMOVED, actor=actor)


# On paper -----------------------------------------------------------------------------------------------------


def of_signer(document: Document) -> SignatureImage | None:
    """The image of who signs a frozen document: of a subrogante her own, never that of the titular.

    None in a training tenant, whose papers say «FIRMA DE PRUEBA».
    """
    if document.institution.is_training:
        return None
    signer = Party.objects.filter(document=document, role=PartyRole.FROM).select_related("appointment__person").first()
    if signer is None or signer.appointment is None:
        return None
    post = signer.appointment
    if signer.identity_number == post.person.identity_number:
        return of(post)
    held = Delegation.objects.filter(titular=post, starts_at__lte=document.frozen_at, stops_at__gt=document.frozen_at,
                                     acting__person__identity_number=signer.identity_number)  # fmt: skip
    delegation = held.select_related("acting").first()
    return of(delegation.acting) if delegation else None


def is_printed_for(actor) -> bool:
    """Whether what the actor signs now on paper would bear an image."""
    if actor.is_training:
        return False
    if not actor.is_delegate:
        return of(actor.appointment) is not None
    acting = Delegation.objects.in_force().filter(titular=actor.appointment, acting__person=actor.user).values("acting")
    return SignatureImage.objects.filter(appointment__in=acting).exists()


def keep_print(document: Document, printed: StoredFile | None) -> None:
    """What Imprimir gives of a document; None when it is its official PDF."""
    if printed:
        PaperPrint.objects.update_or_create(document=document, defaults={"file": printed})
    else:
        PaperPrint.objects.filter(document=document).delete()


def sheet_of(document: Document) -> StoredFile:
    """What is put on paper: the one with the signature, or the official PDF."""
    return document.paper_print.file if hasattr(document, "paper_print") else document.official_pdf
