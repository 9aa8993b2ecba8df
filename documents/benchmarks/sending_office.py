"""An office whose Jefe writes circulars to everybody, for `bench sending`."""

from datetime import date

from accounts.models import User
from documents.models import Copy, Document, DocumentType, Sending
from documents.services import Draft, request_sending, signature_accepted, write
from documents.services.sending import run_to_the_end
from documents.states import CopyRole, CopyState
from institutions import services as institutions
from institutions.actors import Actor
from institutions.models import Appointment, Grant
from institutions.states import Environment
from quipux import clock
from quipux.history.recorder import SYSTEM
from quipux.outbox.models import Mail

FIRST = date(2016, 1, 4)


class Office:
    """One signer and as many other servants as asked for."""

    def __init__(self, people: int):
        self.institution = institutions.create_institution(name="Ministerio de Ejemplo", sigla="MINEJ", ruc="1768100000001",
                                                           environment=Environment.PRODUCTION)  # fmt: skip
        self.area = self.institution.areas.select_related("institution").get()
        self.signer = self._servant(0)
        Grant.objects.bulk_create(Grant(appointment=self.signer.appointment, permission=slug)
                                  for slug in ("create_outgoing", "sign_electronically"))  # fmt: skip
        self.people = [self._servant(number + 1).appointment for number in range(people)]
        values = {"label": "Circular", "abbreviation": "C", "layout": "oficio"}
        self.type, _ = DocumentType.objects.get_or_create(slug="circular", defaults=values)

    def _servant(self, number) -> Actor:
        person = User.objects.create(identity_number=f"{number:010d}", given_names=f"Persona {number}", surnames="Torres",
                                     email=f"persona{number}@ejemplo.example", email_verified_at=clock.now())  # fmt: skip
        post = institutions.appoint(person, self.area, title=f"Especialista {number}", starts_on=FIRST, actor=SYSTEM)
        return Actor(person, Appointment.objects.with_names().get(pk=post.pk))

    def draft(self) -> Copy:
        """A circular to everybody, its preview seen."""
        original = write(Draft(type=self.type, subject="Horario de atención", body="<p>Comunico el nuevo horario.</p>",
                               to=self.people), actor=self.signer)  # fmt: skip
        Document.objects.filter(pk=original.document_id).update(previewed_revision=original.document.revision)
        return original

    def request(self, original: Copy) -> Sending:
        """What the signer waits for."""
        return request_sending(original, actor=self.signer, electronically=True)

    def accept(self, sending: Sending) -> None:
        signature_accepted(sending.document)

    def work(self, sending: Sending) -> None:
        """What the worker does until it has to wait or ends."""
        run_to_the_end(sending.pk)

    def wrong(self, sending: Sending) -> int:
        """Copies that were not delivered, and mails too few or too many."""
        copies = sending.document.copies.exclude(role=CopyRole.ORIGINAL)
        keys = [f"entrega-{uuid}" for uuid in copies.values_list("uuid", flat=True)]
        undelivered = copies.exclude(state=CopyState.IN_PROCESS).count()
        return undelivered + abs(len(keys) - Mail.objects.filter(key__in=keys).count())
