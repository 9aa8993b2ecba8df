"""Where an anexo hangs: an unsaved text, a document being written, or one copy after signing (documents §6.4)."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from documents.attaching import permissions
from documents.attaching.rules import Totals, allowed_types
from documents.models import Attachment, ComposeSession, Copy, Document, InstitutionSettings
from documents.permissions import is_holder
from documents.states import CopyRole
from quipux.errors import Forbidden, NotAllowedNow, NotFound

SIGNED = "El documento ya está firmado: sus anexos no se cambian ni se borran."


@dataclass
class Place:
    """What somebody attaches to. ``session`` is an unsaved text; otherwise ``subject`` is the copy in hand.

    With ``for_everybody`` it comes to all who have the document, whoever holds the copy in hand.
    """

    actor: object
    session: ComposeSession | None = None
    subject: Copy | None = None
    for_everybody: bool = False

    @classmethod
    def of(cls, *, actor, session=None, document: Document | None = None, copy=None) -> "Place":
        """The place of exactly one of the three."""
        if sum(thing is not None for thing in (session, document, copy)) != 1:
            raise ValueError("one of session, document and copy")
        if document is not None:
            copy = document.copies.get(role=CopyRole.ORIGINAL)
        return cls(actor, session, copy)

    @classmethod
    def of_attachment(cls, attachment: Attachment, *, actor) -> "Place":
        """Where it hangs now."""
        if attachment.document_id is None:
            return cls(actor, attachment.session)
        return cls.of(actor=actor, **({"copy": attachment.copy} if attachment.copy_id else
                                      {"document": attachment.document}))  # fmt: skip

    def lock(self) -> None:
        """Wait for whoever signs, saves or attaches here, until the end of the transaction."""
        if self.session is not None:
            self.session = ComposeSession.objects.select_for_update(of=("self",)).get(pk=self.session.pk)
        else:
            self.subject = Copy.objects.select_for_update(of=("self",)).get(pk=self.subject.pk)

    def check_attach(self) -> None:
        """Raises NotFound, Forbidden."""
        if self.session is not None:
            self._check_session()
        elif not permissions.can_attach(self.subject, self.actor):
            raise Forbidden("No tiene permiso para adjuntar archivos a este documento.")

    def check_change(self) -> None:
        """Raises NotFound, Forbidden, NotAllowedNow."""
        if self.session is not None:
            self._check_session()
        elif not is_holder(self.subject, self.actor):
            raise Forbidden("No tiene permiso para cambiar los anexos de este documento.")
        elif not permissions.is_draft(self.subject):
            raise NotAllowedNow(SIGNED)

    def _check_session(self):
        own = self.session.user_id == self.actor.user.pk and self.session.appointment_id == self.actor.appointment.pk
        if not own or self.session.closed_at is not None:
            raise NotFound("No encontramos ese texto sin guardar.")

    def values(self) -> dict:
        """The relations of a new row: of the document while it is written, of the holder's own copy afterwards."""
        if self.session is not None:
            return {"session": self.session}
        later = not self.for_everybody and not permissions.is_draft(self.subject)
        own = later and is_holder(self.subject, self.actor)
        return {"document_id": self.subject.document_id, "copy": self.subject if own else None}

    def attachments(self) -> QuerySet:
        """What the document has already, as this place sees it."""
        if self.session is None:
            found = Q(document=self.subject.document_id) & (Q(copy=None) | Q(copy=self.subject))
        else:
            found = Q(session=self.session)
            if self.session.document_id:
                found |= Q(document=self.session.document_id, copy=None)
        return Attachment.objects.filter(found, removed_at=None)

    def totals(self) -> Totals:
        """Of the limits per document."""
        found = self.attachments().aggregate(files=Count("pk"), size=Sum("file__size", default=0))
        return Totals(found["files"], found["size"])

    def allowed(self) -> list[str]:
        """The types of the installation, narrowed by the institution of who attaches; a citizen has none."""
        post = self.actor.appointment
        institution = post.institution_id if post else self.subject.document.institution_id
        chosen = InstitutionSettings.objects.filter(institution=institution).values_list("attachment_types", flat=True)
        own = chosen.first()
        return [name for name in allowed_types() if not own or name in own]
