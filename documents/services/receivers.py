"""Whom an entry of the Recorrido names under «Para»."""

from dataclasses import dataclass

from accounts.models import User
from documents.models import Party
from institutions.models import Appointment
from quipux.history.recorder import Identity


@dataclass(frozen=True)
class Receiver:
    """An appointment as the receiver of an act."""

    appointment: Appointment

    def identity(self) -> Identity:
        post = self.appointment
        return Identity(post.person_id, str(post.uuid), post.person.full_name, post.title, post.area.name)


@dataclass(frozen=True)
class CitizenReceiver:
    """A citizen as the receiver of an act."""

    person: User

    def identity(self) -> Identity:
        return Identity(self.person.pk, "", self.person.full_name, "Ciudadano", "")


def receiver_of(party: Party) -> Receiver | CitizenReceiver:
    """Whoever a party names; its appointment or person must be loaded with names."""
    return Receiver(party.appointment) if party.appointment_id else CitizenReceiver(party.person)
