"""What the tests of composing share: people who may write, and drafts as they type them."""

from documents.models import DocumentType
from documents.services import Draft
from institutions.models import Grant
from tests import factories


def let_write(*people):
    """Give «Creación de documentos de Salida»; each actor reads its rights anew."""
    for person in people:
        Grant.objects.get_or_create(appointment=person.appointment, permission="create_outgoing")
        vars(person.actor).pop("permissions", None)


def kind(slug: str = "memorando") -> DocumentType:
    return factories.document_type(slug)


def draft(
    *to, type: str = "memorando", subject: str = "Informe de viaje", body: str = "<p>Uno.</p>", **fields
) -> Draft:
    """A draft for members of the cast."""
    people = [person.appointment for person in to]
    return Draft(type=kind(type), subject=subject, body=body, to=people, **fields)
