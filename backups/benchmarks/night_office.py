"""Institutions whose servants ask for their backups, with documents that have real bytes, for `bench night`."""

import random
import uuid
from datetime import timedelta
from itertools import count

from django.db.models import F
from django.db.models.functions import Mod

from accounts.models import User
from backups import rehearsal
from backups.benchmarks import corpus
from backups.models import BackupRequest
from backups.services import nights, requests, scheduling
from documents.cloning import clone_documents
from documents.models import Document, DocumentType
from documents.services import Draft, deliver, number_and_freeze, write
from institutions import services as institutions
from institutions.actors import Actor, Operator
from institutions.models import Appointment
from institutions.states import Environment
from quipux import clock
from quipux.files import store
from quipux.history.recorder import SYSTEM

from .request_office import FIRST

POOL = 40  # different files; every archive carries its own copy of their bytes
AT_ONCE = 500  # documents cloned together


class Office:
    """What the night is made of; the same seed gives the same requests and bytes."""

    def __init__(self, seed: int):
        self.seed, self._serials, self._chance = seed, count(1), random.Random(f"{seed}/oficina")
        self._areas = [self._institution(number) for number in range(1, rehearsal.INSTITUTIONS + 1)]
        self._operator = Operator(User.objects.create(identity_number="E0", identity_kind="passport", given_names="Sofía",
                                                      surnames="Andrade", is_staff=True, is_superuser=True))  # fmt: skip
        self._reader = self._servant(self._areas[0])
        self._type, _ = DocumentType.objects.get_or_create(slug="memorando", defaults={
            "label": "Memorando", "abbreviation": "M", "layout": "memorando"})  # fmt: skip
        sizes = [self._chance.randint(*rehearsal.DOCUMENT_BYTES) for _ in range(POOL)]
        self._files = [store.save(corpus.pdf(self._chance, size), media_type="application/pdf") for size in sizes]

    def approve(self, number: int, mean: float, *, hours_ago: float) -> list[BackupRequest]:
        """So many approved requests, all of them for today, of ``mean`` documents on average.

        The night stays paused while they are written, so that no worker begins before the last is there.
        """
        today, until = clock.today(), clock.now() - timedelta(hours=hours_ago)
        nights.pause_night(today, actor=self._operator, reason="Se escriben los documentos del ensayo")
        invented = rehearsal.invent(number, seed=self.seed, now=until, mean=mean, fewest=1)
        made = [self._ask(one) for one in invented]
        nights.resume_night(today, actor=self._operator)
        # One may have begun already, as the first of a later night: it is refused here, and belongs to the night too.
        scheduling.calendarizar(made, today, actor=self._operator, confirmed=True)
        return list(BackupRequest.objects.filter(pk__in=[request.pk for request in made]))

    def _institution(self, number):
        return institutions.create_institution(
            name=f"Institución {number}", sigla=f"I{number}", ruc=f"17{number:08d}001",
            environment=Environment.PRODUCTION).areas.get()  # fmt: skip

    def _servant(self, area) -> Actor:
        serial = next(self._serials)
        person = User.objects.create(identity_number=f"E{serial:09d}", identity_kind="passport", given_names="Persona",
                                     surnames=f"Número {serial}", email=f"p{serial}@ejemplo.example",
                                     email_verified_at=clock.now())  # fmt: skip
        post = institutions.appoint(person, area, title=f"Especialista {serial}", starts_on=FIRST, actor=SYSTEM)
        return Actor(person, Appointment.objects.with_names().get(pk=post.pk))

    def _ask(self, one) -> BackupRequest:
        author = self._servant(self._areas[one.institution - 1])
        with clock.frozen_at(clock.day_start(FIRST + timedelta(days=400))):
            self._write_documents(author, one.load.documents)
        with clock.frozen_at(one.approved_at):
            period = requests.Wish(FIRST, clock.today())
            return requests.send(period, actor=author, declared=True, key=uuid.uuid4())

    def _write_documents(self, author, wanted):
        draft = Draft(type=self._type, subject="Informe 0", body="<p>Remito el informe.</p>",
                      to=[self._reader.appointment], cc=[])  # fmt: skip
        original = number_and_freeze(write(draft, actor=author), actor=author)
        Document.objects.filter(pk=original.document_id).update(official_pdf=self._files[0])
        model = deliver(original).document
        for start in range(1, wanted, AT_ONCE):
            rows = range(start, min(start + AT_ONCE, wanted))
            clone_documents(model, [(model.document_date + timedelta(minutes=n), f"Informe {n}") for n in rows])
        mine = Document.objects.filter(author=author.appointment)
        for place, file in enumerate(self._files):
            mine.annotate(place=Mod(F("pk"), POOL)).filter(place=place).update(official_pdf=file)
