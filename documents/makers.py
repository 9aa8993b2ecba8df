"""Who may make documents of a type in an institution (documents §3); the same for who saves and who signs."""

from documents.models import DocumentType, InstitutionType
from documents.states import Makers
from institutions.models import Appointment


def may_make(actor, type: DocumentType) -> bool:
    """Whether the institution's limit on the makers of a type lets this person through.

    The permission Creación de documentos de Salida is another question.
    """
    row = InstitutionType.objects.filter(institution=actor.institution, type=type).first()
    if row is None or row.makers == Makers.ANYONE:
        return True
    if row.makers == Makers.CHIEFS:
        return actor.appointment.profile == Appointment.Profile.CHIEF
    return row.listed.filter(pk=actor.appointment.pk).exists()
