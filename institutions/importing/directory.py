"""The directory as it is while a file is judged, in a handful of queries, and its fingerprint (institutions §10.1)."""

import hashlib
import json
from dataclasses import dataclass, field

from accounts.finding import key_of
from accounts.models import CatalogueKind, User
from accounts.suggestions import spellings
from institutions.models import Appointment, Area
from institutions.states import AppointmentState

CHUNK = 500


@dataclass(frozen=True)
class Directory:
    """What rows are compared with.

    Attributes:
        areas: active áreas the importer administers, by sigla.
        every_sigla, every_name: siglas and folded names of all active áreas of the institution.
        people: by identity, as ``key_of`` writes it, those of the file that exist.
        alive: person, área and title of every post in force.
        chiefs: keys of the áreas that have a Jefe.
        cities, titles: how the global catalogues write their names.
    """

    areas: dict[str, Area]
    every_sigla: dict[str, Area]
    people: dict[str, User]
    alive: set[tuple[int, int, str]]
    chiefs: set[int]
    fingerprint: str
    cities: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)


def read(actor, numbers: set[str]) -> Directory:
    """The directory of the actor's institution, and who has one of these identity numbers."""
    areas = Area.objects.filter(institution=actor.institution, is_active=True).order_by("pk")
    reached = set(Area.objects.administered_by(actor).filter(is_active=True).values_list("pk", flat=True))
    every = {area.sigla: area for area in areas}
    posts = Appointment.objects.filter(institution=actor.institution).exclude(state=AppointmentState.INACTIVE)
    rows = list(posts.order_by("pk").values_list("pk", "person", "area", "title", "profile"))
    people = {key_of(user.identity_number, user.passport_country): user for user in _people(sorted(numbers))}
    facts = [[a.pk, a.sigla, a.name, a.parent_id, a.pk in reached] for a in every.values()]
    mark = json.dumps([facts, rows, sorted((n, u.pk) for n, u in people.items())], ensure_ascii=False)
    return Directory(
        areas={sigla: area for sigla, area in every.items() if area.pk in reached}, every_sigla=every, people=people,
        alive={(person, area, title) for _, person, area, title, _ in rows},
        chiefs={area for _, _, area, _, profile in rows if profile == Appointment.Profile.CHIEF},
        fingerprint=hashlib.sha256(mark.encode()).hexdigest(), cities=spellings(CatalogueKind.CITY),
        titles=spellings(CatalogueKind.TITLE))  # fmt: skip


def _people(numbers):
    for start in range(0, len(numbers), CHUNK):
        yield from User.objects.filter(identity_number__in=numbers[start : start + CHUNK])
