"""Objects in a given state, reached by walking the product's own services (design §8).

Everybody is invented; every cédula passes its check digit.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count

from accounts.models import User
from documents.cloning import clone_documents
from documents.models import BodyVersion, Copy, Document, DocumentType, Informed
from documents.services import Draft, NewAttachment, deliver, number_and_freeze, request_sending, write
from documents.services import inform as inform_service
from documents.services import reassign as reassign_service
from documents.services.sending import run_to_the_end
from documents.states import Confidentiality, CopyRole, DocumentKind
from institutions import services as institutions
from institutions.actors import Actor
from institutions.models import Appointment, Area, Grant, Institution
from institutions.states import Environment
from quipux import clock
from quipux.files import store
from quipux.history.recorder import SYSTEM

_numbers = count(1)
START = date(2015, 1, 5)


def cedula(serial: int, province: int = 17) -> str:
    """A valid cédula, different for each ``serial`` (0 to 999 999 of one province)."""
    return with_check_digit(f"{province:02d}{serial // 100_000 % 6}{serial % 100_000:05d}{serial // 600_000 % 10}")


def with_check_digit(nine: str) -> str:
    """``nine`` digits and the tenth that makes them a cédula (accounts-portal §3)."""
    products = [int(digit) * (2 - position % 2) for position, digit in enumerate(nine)]
    total = sum(product - 9 if product > 9 else product for product in products)
    return f"{nine}{-total % 10}"


# People and places ----------------------------------------------------------------------------------


def make_user(name: str = "", *, password: str | None = None, **fields) -> User:
    """A person «Nombres Apellidos» with a confirmed address; without ``password`` nobody enters."""
    number = next(_numbers)
    given, surnames = (name or f"Persona Número{number}").split(" ", 1)
    values = {"identity_number": cedula(number), "given_names": given, "surnames": surnames,
              "email": f"persona{number}@ejemplo.gob.ec", "email_verified_at": clock.now()}  # fmt: skip
    return User.objects.create_user(password=password, **values | fields)


def make_institution(name: str = "", *, sigla: str = "", training: bool = False, **fields) -> Institution:
    """An institution with its root área."""
    number = next(_numbers)
    values = {"name": name or f"Institución {number}", "sigla": sigla or f"INST{number}", "ruc": f"17{number:08d}001",
              "environment": Environment.TRAINING if training else Environment.PRODUCTION}  # fmt: skip
    return institutions.create_institution(**values | fields)


def make_area(institution: Institution, name: str = "", *, sigla: str = "", parent: Area | None = None) -> Area:
    """An área below ``parent``, or below the institution's root."""
    number = next(_numbers)
    parent = parent or institution.areas.get(parent=None)
    return Area.objects.create(institution=institution, parent=parent, name=name or f"Área {number}",
                               sigla=sigla or f"AR{number}")  # fmt: skip


def make_appointment(person: User, area: Area, *, title: str = "Especialista", starts_on: date = START,
                     permissions: Sequence[str] = (), **fields) -> Appointment:  # fmt: skip
    """An active appointment holding ``permissions``."""
    appointment = institutions.appoint(person, area, title=title, starts_on=starts_on, actor=SYSTEM, **fields)
    Grant.objects.bulk_create(Grant(appointment=appointment, permission=slug) for slug in permissions)
    return Appointment.objects.with_names().get(pk=appointment.pk)


def make_servant(area: Area, name: str = "", **fields) -> Appointment:
    """A new person in an active appointment of ``area``."""
    return make_appointment(make_user(name), area, **fields)


def actor_of(somebody) -> Actor:
    """The actor of a member of the cast or of an appointment."""
    appointment = appointment_of(somebody)
    return Actor(appointment.person, appointment)


def appointment_of(somebody) -> Appointment | User:
    """The appointment of a member of the cast; a citizen stays the person."""
    return somebody if isinstance(somebody, (Appointment, User)) else somebody.appointment


def addressee_of(somebody) -> Appointment | User:
    """Whom a document names: a citizen, or the appointment of anybody else."""
    return somebody if isinstance(somebody, User) else appointment_of(somebody)


# Documents ------------------------------------------------------------------------------------------


def tiny_pdf(text: str = "Documento de prueba") -> bytes:
    """A real PDF of one page, the same bytes for the same ASCII ``text``."""
    content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    written, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(written))
    return written + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer


TINY_PDF = tiny_pdf()
TYPES = {"memorando": ("Memorando", "M"), "oficio": ("Oficio", "O"), "circular": ("Circular", "C")}
EXTERNAL = {"label": "Externo", "abbreviation": "E", "kind": DocumentKind.INCOMING}


def document_type(slug: str = "memorando") -> DocumentType:
    """The type ``slug``, one of TYPES, kept as the installation has it."""
    label, abbreviation = TYPES[slug]
    values = {"label": label, "abbreviation": abbreviation, "layout": slug}
    return DocumentType.objects.get_or_create(slug=slug, defaults=values)[0]


def external_type() -> DocumentType:
    """Externo: what an institution numbers when it receives it."""
    return DocumentType.objects.get_or_create(slug="externo", defaults=EXTERNAL)[0]


def make_draft(author, *, to, cc=(), at: datetime | None = None, subject: str = "Informe de actividades",
               body: str = "<p>Texto del documento.</p>", attachments: Sequence[tuple[str, bytes]] = (),
               confidential: bool = False, type: str = "memorando", **fields) -> Document:  # fmt: skip
    """A document of ``author`` (cast member or appointment), still in En Edición."""
    level = Confidentiality.CONFIDENTIAL if confidential else Confidentiality.PUBLIC
    external_type()  # what another institution numbers when the document reaches it
    with clock.frozen_at(at or clock.now()):
        files = [NewAttachment(name, store.save(data, media_type="application/octet-stream"))
                 for name, data in attachments]  # fmt: skip
        people = {"to": [addressee_of(p) for p in to], "cc": [addressee_of(p) for p in cc]}
        draft = Draft(type=document_type(type), subject=subject, body=body, attachments=files, confidentiality=level,
                      **people, **fields)  # fmt: skip
        return write(draft, actor=actor_of(author)).document


def save_texts(document: Document, *texts: str) -> list[BodyVersion]:
    """Saved versions of a document's text after those it has, as Editar leaves them."""
    first = document.versions.count() + 1
    return BodyVersion.objects.bulk_create(
        BodyVersion(document=document, version=number, html=text, sanitiser=1, author_name="Autor", saved_at=clock.now(),
                    sha256=hashlib.sha256(text.encode()).hexdigest())
        for number, text in enumerate(texts, start=first)
    )  # fmt: skip


def send(document: Document, *, at: datetime | None = None, pdf: bytes = TINY_PDF) -> Document:
    """Number, freeze and deliver a draft whose official PDF is ``pdf``."""
    with clock.frozen_at(at or clock.now()):
        original = number_and_freeze(original_of(document), actor=actor_of(document.author))
        stored = store.save(pdf, media_type="application/pdf")
        Document.objects.filter(pk=document.pk).update(official_pdf=stored)
        return deliver(original).document


def make_document(author, *, to, at: datetime | None = None, pdf: bytes = TINY_PDF, **fields) -> Document:
    """A document sent by ``author`` at the instant ``at`` and delivered to everybody in ``to`` and ``cc``.

    Args:
        author, to, cc: members of the cast or appointments.
        at: aware; now when omitted.
        pdf: bytes of the official PDF. The product's own renderer has its own tests.
        fields: as in ``make_draft``.
    """
    at = at or clock.now()
    return send(make_draft(author, to=to, at=at, **fields), at=at, pdf=pdf)


def make_unsigned(author, *, to, pdf: bytes = TINY_PDF, **fields) -> Copy:
    """The original of a document in No Enviados whose official PDF waits for the electronic signature of its author."""
    for permission in ("create_outgoing", "sign_electronically"):
        Grant.objects.get_or_create(appointment=appointment_of(author), permission=permission)
    document = make_draft(author, to=to, **fields)
    Document.objects.filter(pk=document.pk).update(previewed_revision=document.revision)
    sending = request_sending(original_of(document), actor=actor_of(author), electronically=True)
    Document.objects.filter(pk=document.pk).update(official_pdf=store.save(pdf, media_type="application/pdf"))
    run_to_the_end(sending.pk)
    return original_of(Document.objects.get(pk=document.pk))


def make_documents(number: int, author, *, to, at: datetime | None = None, every: timedelta = timedelta(minutes=1),
                   **fields) -> list[Document]:  # fmt: skip
    """``number`` sent documents, the first at ``at`` and each other ``every`` after the one before.

    The first is walked through the services, the others are cloned from it (about 2 ms each).
    """
    at = at or clock.now() - number * every
    subject = fields.pop("subject", "")
    wanted = [(at + position * every, subject or f"Documento de prueba {position + 1}") for position in range(number)]
    first = make_document(author, to=to, at=at, subject=wanted[0][1], **fields)
    return [first, *clone_documents(first, wanted[1:])]


def original_of(document: Document) -> Copy:
    return document.copies.get(role=CopyRole.ORIGINAL)


def copy_of(document: Document, somebody) -> Copy:
    """The copy that was delivered to a recipient, whoever holds it now."""
    return document.copies.get(party__appointment=appointment_of(somebody))


def reassign(copy: Copy, target, *, by=None, at: datetime | None = None, comment: str = "Para su atención",
             deadline: date | None = None) -> Copy:  # fmt: skip
    """Reassign ``copy`` from ``by`` (its holder when omitted) to ``target`` at the instant ``at``.

    Between áreas both get the permission that lets one reach the other.
    """
    giver, receiver = actor_of(by or copy.holder), appointment_of(target)
    if giver.appointment.area_id != receiver.area_id:
        let_reach(giver.appointment, receiver)
        giver = Actor(giver.user, giver.appointment)
    with clock.frozen_at(at or clock.now()):
        return reassign_service(copy, receiver, actor=giver, comment=comment, deadline=deadline)


def inform(copy: Copy, target, *, by=None, at: datetime | None = None, comment: str = "Para conocer") -> Informed:
    """Inform ``target`` of ``copy``."""
    with clock.frozen_at(at or clock.now()):
        return inform_service(copy, appointment_of(target), actor=actor_of(by or copy.holder), comment=comment,
                              authorised=copy.is_confidential)  # fmt: skip


def let_reach(giver: Appointment, receiver: Appointment) -> None:
    """Grant what reassigning from one área to another needs (documents §16.3)."""
    for post, slug in ((giver, "skip_structure"), (receiver, "public_user")):
        Grant.objects.get_or_create(appointment=post, permission=slug)
