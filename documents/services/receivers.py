"""Whom an entry of the Recorrido names under «Para»."""

from dataclasses import dataclass

from institutions.models import Appointment
from quipux.history.recorder import Identity


@dataclass(frozen=True)
class Receiver:
    """An appointment as the receiver of an act."""

    appointment: Appointment

    def identity(self) -> Identity:
        post = self.appointment
        return Identity(post.person_id, str(post.uuid), post.person.full_name, post.title, post.area.name)
