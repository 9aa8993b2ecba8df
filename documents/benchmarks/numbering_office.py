"""An office with one área whose people number at the same time, for `bench numbering`."""

from collections.abc import Callable
from datetime import date
from functools import partial

from django.db import connection, transaction
from django.db.models import Count

from accounts.models import User
from documents import numbering
from documents.models import Document, DocumentType, IssuedNumber
from documents.services import Draft, number_and_freeze, write
from institutions import services as institutions
from institutions.actors import Actor
from institutions.models import Appointment
from institutions.states import Environment
from quipux import clock
from quipux.history.recorder import SYSTEM

FIRST = date(2016, 1, 4)
# The least a database can do: a counter, a row that must be unique, and a commit.
_BARE_TABLES = """
    CREATE TABLE bare_counter (id integer PRIMARY KEY, last integer NOT NULL);
    CREATE TABLE bare_number (value integer PRIMARY KEY);
    INSERT INTO bare_counter VALUES (1, 0);
"""
_BARE = """
    WITH taken AS (UPDATE bare_counter SET last = last + 1 WHERE id = 1 RETURNING last)
    INSERT INTO bare_number SELECT last FROM taken
"""


class Office:
    """Two servants of one área; every draft is of the first one."""

    def __init__(self):
        self.institution = institutions.create_institution(name="Ministerio de Ejemplo", sigla="MINEJ", ruc="1768100000001",
                                                           environment=Environment.PRODUCTION)  # fmt: skip
        self.area = self.institution.areas.select_related("institution").get()
        self.author, self.reader = self._servant("1710034065", "Ana"), self._servant("0602922924", "Bruno")
        values = {"label": "Memorando", "abbreviation": "M", "layout": "memorando"}
        self.type, _ = DocumentType.objects.get_or_create(slug="memorando", defaults=values)
        with connection.cursor() as cursor:
            cursor.execute(_BARE_TABLES)

    def _servant(self, cedula, given) -> Actor:
        person = User.objects.create(identity_number=cedula, given_names=given, surnames="Torres",
                                     email=f"{given}@ejemplo.example", email_verified_at=clock.now())  # fmt: skip
        post = institutions.appoint(person, self.area, title=f"Especialista {given}", starts_on=FIRST, actor=SYSTEM)
        return Actor(person, Appointment.objects.with_names().get(pk=post.pk))

    def bare(self) -> None:
        """One number of the reference."""
        with connection.cursor() as cursor:
            cursor.execute(_BARE)

    def issues(self, count: int) -> list[Callable]:
        """Calls that number one document each, in a transaction of its own."""
        post, now = self.author.appointment, clock.now()
        rows = Document.objects.bulk_create(
            Document(type=self.type, institution=self.institution, area=self.area, author=post, registered_at=now,
                     subject=f"Informe {number}")
            for number in range(count)
        )  # fmt: skip
        return [partial(self._issue, row) for row in rows]

    def _issue(self, document):
        with transaction.atomic():
            numbering.issue(document, area=self.area, type=self.type, actor=self.author)

    def signings(self, count: int) -> list[Callable]:
        """Calls that number and freeze one whole document each, as Firmar y Enviar does."""
        drafts = [Draft(type=self.type, subject=f"Informe {number}", body="<p>Remito el informe.</p>",
                        to=[self.reader.appointment]) for number in range(count)]  # fmt: skip
        originals = [write(draft, actor=self.author) for draft in drafts]
        return [partial(number_and_freeze, original, actor=self.author) for original in originals]

    def verdict(self) -> dict[str, int]:
        """What the product's own proof says at the end."""
        texts = IssuedNumber.objects.values("institution", "text").annotate(times=Count("pk")).filter(times__gt=1)
        found = numbering.verify()
        return {"given": found.numbers, "gaps": len(found.faults), "duplicates": texts.count()}
