"""Who may make documents of which type, and what is asked before a type is kept (documents §3, §6.1)."""

from collections.abc import Iterable

from django.db.models import Q

from documents import permissions
from documents.models import DocumentType, InstitutionType
from documents.states import DocumentKind, Makers
from institutions.models import Appointment
from quipux.errors import Forbidden

TO_MEMORANDO = "Todos los destinatarios son de su institución. ¿Desea cambiar el tipo de documento a Memorando?"
TO_OFICIO = "Hay destinatarios externos. ¿Desea cambiar el tipo de documento a Oficio?"


def choices_of(institution) -> dict[int, InstitutionType]:
    """What an institution decided of the catalogue, by primary key of the type."""
    return {row.type_id: row for row in InstitutionType.objects.filter(institution=institution)}


def types_for(actor) -> list[DocumentType]:
    """The types of Salida that the actor may make now, in the order of their names."""
    if not permissions.can_create(actor):
        return []
    own = Q(institution=None) | Q(institution=actor.institution)
    catalogue = DocumentType.objects.filter(own, kind=DocumentKind.OUTGOING)
    chosen = choices_of(actor.institution)
    return [kind for kind in catalogue.order_by("label")
            if is_active(kind, chosen.get(kind.pk)) and _admits(actor, chosen.get(kind.pk))]  # fmt: skip


def is_active(kind: DocumentType, choice: InstitutionType | None) -> bool:
    """Whether new documents of a type may begin: as the institution decided, else as the catalogue says."""
    return choice.is_active if choice else kind.is_active


def _admits(actor, choice):
    if choice is None or choice.makers == Makers.ANYONE:
        return True
    if choice.makers == Makers.CHIEFS:
        return actor.appointment.profile == Appointment.Profile.CHIEF
    return choice.listed.filter(pk=actor.appointment.pk).exists()


def may_make(actor, kind: DocumentType) -> bool:
    """Whether the actor may save and sign documents of a type; its being active is another matter."""
    if kind.kind == DocumentKind.INCOMING:
        return permissions.can_register(actor)
    if kind.kind != DocumentKind.OUTGOING or kind.institution_id not in (None, actor.appointment.institution_id):
        return False
    choice = InstitutionType.objects.filter(institution=actor.institution, type=kind).first()
    return permissions.can_create(actor) and _admits(actor, choice)


def require_maker(actor, kind: DocumentType) -> None:
    """Refuse who may not make documents of a type, or of one that is not active any more.

    Raises:
        Forbidden: before anything is written, so that no number is used (D-04).
    """
    choice = InstitutionType.objects.filter(institution_id=actor.appointment.institution_id, type=kind).first()
    if not (may_make(actor, kind) and is_active(kind, choice)):
        raise Forbidden("No tiene permiso para elaborar este tipo de documento.")


def initial_html(kind: DocumentType, institution) -> str:
    """The text a new document of a type begins with: the institution's own, else the catalogue's."""
    choice = InstitutionType.objects.filter(institution=institution, type=kind).first()
    return (choice.initial_html if choice else "") or kind.initial_html


def type_question(kind: DocumentType, people: Iterable, institution) -> tuple[str, str] | None:
    """What is asked about the type for these recipients, and the slug it offers; never done by itself (§6.1).

    Args:
        people: Para and Copia; whoever is no appointment is a citizen, who is outside.
    """
    people = list(people)
    if not people:
        return None
    outside = any(getattr(p, "institution_id", None) != institution.pk for p in people)
    if kind.slug == "oficio" and not outside:
        return TO_MEMORANDO, "memorando"
    if (kind.slug == "memorando" or kind.internal_only) and outside:
        return TO_OFICIO, "oficio"
    return None
