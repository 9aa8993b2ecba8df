"""An office with one servant who wrote many documents, for `bench request`."""

import uuid
from datetime import date, timedelta

from accounts.models import User
from backups.benchmarks import corpus
from backups.models import BackupRequest
from backups.services import requests, scheduling
from documents.cloning import clone_documents
from documents.models import Attachment, Document, DocumentType
from documents.services import Draft, deliver, number_and_freeze, write
from institutions import services as institutions
from institutions.actors import Actor
from institutions.models import Appointment
from institutions.states import Environment
from quipux import clock
from quipux.files import store
from quipux.history.recorder import SYSTEM

FIRST = date(2016, 1, 4)
AT_ONCE = 500  # documents cloned together
ONE_IN = 10  # documents with an annex


def make_request(scale, chance) -> BackupRequest:
    """An approved request over `scale.documents` documents whose bytes are in the store.

    Args:
        scale: of `request.SCALES`.
        chance: `random.Random`; the same seed gives the same bytes.
    """
    author, reader = _servant("1710034065", "Ana", "Torres"), _servant("0602922924", "Bruno", "Cevallos")
    model = _first_document(author, reader, corpus.pdf(chance, scale.memo[0]))
    for start in range(1, scale.documents, AT_ONCE):
        count = min(AT_ONCE, scale.documents - start)
        wanted = [(model.document_date + timedelta(minutes=start + n), f"Informe {start + n}") for n in range(count)]
        clone_documents(model, wanted)
    for number, document in enumerate(Document.objects.order_by("pk")):
        _give_bytes(document, number, scale, chance)
    period = requests.Wish(FIRST, clock.today())
    request = requests.send(period, actor=author, declared=True, key=uuid.uuid4())
    scheduling.schedule_requests()
    return BackupRequest.objects.get(pk=request.pk)


def _servant(cedula, given, surnames) -> Actor:
    institution = institutions.create_institution(name=f"Institución de {given}", sigla=given, ruc=f"{cedula}001",
                                                  environment=Environment.PRODUCTION)  # fmt: skip
    person = User.objects.create(identity_number=cedula, given_names=given, surnames=surnames,
                                 email=f"{given}@ejemplo.example", email_verified_at=clock.now())  # fmt: skip
    post = institutions.appoint(person, institution.areas.get(), title="Especialista", starts_on=FIRST, actor=SYSTEM)
    return Actor(person, Appointment.objects.with_names().get(pk=post.pk))


def _first_document(author, reader, pdf) -> Document:
    kind, _ = DocumentType.objects.get_or_create(slug="memorando", defaults={"label": "Memorando", "abbreviation": "M",
                                                                             "layout": "memorando"})  # fmt: skip
    with clock.frozen_at(clock.day_start(date(2017, 2, 8))):
        draft = Draft(type=kind, subject="Informe 0", body="<p>Remito el informe.</p>", to=[reader.appointment], cc=[])
        original = write(draft, actor=author)
        original = number_and_freeze(original, actor=author)
        pdf = store.save(pdf, media_type="application/pdf")
        Document.objects.filter(pk=original.document_id).update(official_pdf=pdf)
        return deliver(original).document


def _give_bytes(document, number, scale, chance):
    memo = corpus.pdf(chance, chance.randint(*scale.memo))
    document.official_pdf = store.save(memo, media_type="application/pdf")
    document.save(update_fields=["official_pdf"])
    if number % ONE_IN == 0:
        annex = store.save(corpus.pdf(chance, chance.randint(*scale.annex)), media_type="application/pdf")
        Attachment.objects.create(document=document, name=f"anexo {number}.pdf", file=annex, added_by="Ana Torres",
                                  added_at=document.document_date)  # fmt: skip
