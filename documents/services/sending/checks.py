"""What is checked before a document gets a number (documents §10.1); the first that fails is told."""

from django.conf import settings
from django.db.models import Q
from django.utils.html import strip_tags

from documents import permissions
from documents.composing.rules import may_make
from documents.models import Copy, Document
from documents.states import DocumentKind, Medium, PartyRole, ScanState
from institutions.departures.saying import leaving_message
from institutions.models import Appointment
from institutions.states import AppointmentState, InstitutionState
from quipux.errors import Forbidden, Invalid

NAMED = 3  # people or files a sentence names; the others are counted
NOT_SIGNER = "Solo puede firmar quien consta como único remitente (De) y tiene el documento."


def check_sending(original: Copy, actor) -> None:
    """Refuse a document that may not be signed and sent now; nothing was used yet.

    Args:
        original: locked, in state En Edición, with its document and type.

    Raises:
        Forbidden: the actor is not the only De who holds it, or may not make its type.
        Invalid: something has to be corrected first.
    """
    document = original.document
    if not permissions.is_signer(original, actor):
        raise Forbidden(NOT_SIGNER)
    if document.kind == DocumentKind.OUTGOING and not may_make(actor, document.type):
        raise Forbidden(f"Usted no puede firmar documentos de tipo {document.type.label}.")
    if not strip_tags(document.body).replace("&nbsp;", " ").replace("\xa0", " ").strip():
        raise Invalid("El documento no tiene texto.")
    _check_people(document)
    check_attachments(document)
    if document.previewed_revision != document.revision:
        raise Invalid("El documento cambió después de su vista previa. Ábrala otra vez antes de firmar.")


def _check_people(document):
    addressed = document.parties.exclude(role=PartyRole.FROM)
    count = addressed.count()
    if not addressed.filter(role=PartyRole.TO).exists():
        raise Invalid("Elija al menos un destinatario en Para.")
    if count > settings.QUIPUX_RECIPIENTS_MAX:
        raise Invalid(f"El documento tiene {count} destinatarios; el máximo es {settings.QUIPUX_RECIPIENTS_MAX}.")
    able = Q(appointment__state__in=AppointmentState.working(), appointment__institution__state=InstitutionState.ACTIVE,
             appointment__institution__environment=document.institution.environment)  # fmt: skip
    unable = addressed.exclude(able | Q(person__is_active=True)).select_related("appointment__person", "person")
    names = [(party.person or party.appointment.person).full_name for party in unable]
    if names:
        raise Invalid(f"No se puede enviar a {_some(names)}: ya no recibe documentos. Edite los destinatarios.")
    closed = addressed.filter(appointment__isnull=False).exclude(appointment__in=Appointment.objects.addressable())
    if (party := closed.select_related("appointment__person").first()) is not None:
        raise Invalid(leaving_message(party.appointment))


def check_attachments(document: Document) -> None:
    """Raises Invalid while an anexo was not revised."""
    dirty = document.attachments.filter(removed_at=None, medium=Medium.ELECTRONIC).exclude(scan_state=ScanState.CLEAN)
    names = [f"«{name}»" for name in dirty.values_list("name", flat=True)]
    if names:
        raise Invalid(f"Todavía no se puede enviar: {_some(names)} no ha pasado la revisión de virus.")


def _some(names):
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" y {more} más" if more > 0 else "")
