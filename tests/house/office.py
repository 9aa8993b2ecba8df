"""One office for the tests over every address: each actor of the matrix with an open session, one object per relation.

It is walked through the product's own services and rolled back afterwards; every answer is asked for in its own savepoint.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.test.client import ClientHandler

from accounts.models import CitizenProfile, User
from backups.services import expiring, scheduling
from backups.services.handing import hand_over
from documents.acts import ACTS, running
from documents.composing import sessions
from documents.consulting import code_for
from documents.dispatching import transfers
from documents.dispatching.services import confirm_delivery
from documents.models import Folder, PhysicalLocation
from documents.receipts import services as receipts
from documents.search import indexing
from documents.services import number_and_freeze, send_paper, tasks
from documents.services.sending.delivering import put_batch_to_print
from documents.signing import sessions as sessions_of_signing
from institutions import services as institutions
from institutions.actors import Citizen
from institutions.delegations import services as delegations
from institutions.departures import cases as departures
from institutions.departures import ending
from institutions.implantation import links
from institutions.models import Appointment, DepartureReason, DistributionList, Grant
from quipux import clock, configuration
from quipux.files import store
from quipux.history.recorder import SYSTEM
from tests import factories
from tests.backups import making
from tests.cast import CastClient, Person, servant
from tests.documents.signing import making as signing
from tests.documents.window import making as window
from tests.house import asked, office_composing, office_entering, office_reports, office_structure
from tests.house.answers import Answer, ask
from tests.institutions.implantation import making as implantation

SMALL_PARTS = 400_000  # bytes: two annexes of 300 kB do not share a part
ANNEX = b"Canario del anexo de la carta"


@dataclass(frozen=True)
class Thing:
    """Something with an address: the arguments of its addresses, and what only its own pages may show."""

    kwargs: dict
    canaries: dict[str, bytes]


@dataclass
class Office:
    """The actors by their names in the matrix, their open sessions, things by name."""

    people: dict[str, Person | None] = field(default_factory=dict)
    cookies: dict[str, dict] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)
    answers: dict[tuple, Answer] = field(default_factory=dict)

    handlers: dict[bool, ClientHandler] = field(default_factory=dict)

    def enter(self, actor: str, *, enforce_csrf_checks: bool = False, fresh: bool = False) -> CastClient:
        """A new client with the open session of ``actor``.

        Args:
            fresh: with a chain of middleware of its own, which reads the settings anew; building one takes longer
                than most pages.
        """
        client = CastClient(enforce_csrf_checks=enforce_csrf_checks)
        if not fresh:
            client.handler = self.handlers.setdefault(enforce_csrf_checks, client.handler)
        client.cookies.load(self.cookies[actor])
        return client

    def ask(self, actor: str, method: str, address: str, data: dict | None = None) -> Answer:
        """What ``actor`` is answered; asked once, because nothing asked here changes anything."""
        key = (actor, method, address, str(data or {}))
        if key not in self.answers:
            self.answers[key] = ask(self.enter(actor), method, address, data)
        return self.answers[key]

    def open_sessions(self) -> None:
        for actor, person in self.people.items():
            client = CastClient()(person) if person else CastClient()
            self.cookies[actor] = {name: morsel.value for name, morsel in client.cookies.items()}


def settings_of(folder):
    """Bytes in ``folder``; backups from one document on, in small parts; no page that only a demonstration has."""
    place = {"kind": "file", "path": str(folder)}
    stores = {alias: configuration.storage(place, prefix=prefix)
              for alias, prefix in (("default", "documentos"), ("backups", "respaldos"))}  # fmt: skip
    return override_settings(STORAGES=settings.STORAGES | stores, QUIPUX_MINIMUM_DOCUMENTS=1,
                             QUIPUX_PART_SIZE=SMALL_PARTS, QUIPUX_DEMO=False, QUIPUX_ACCEPT_TEST_CA=True)  # fmt: skip


def build() -> Office:
    """The office with everything in it."""
    office = Office()
    with clock.frozen_at(clock.now() - timedelta(days=50)):
        office.people = _people()
        _documents(office)
    _requests(office)
    office.things["public_list"] = _public_list(office.people["aiq"])
    office.things |= {"delegation": _delegation(office)} | _departures(office)
    office.things["implantation"] = _implantation()
    for name, (kwargs, canary) in asked.of_everybody(office.people).items():
        office.things[name] = Thing(kwargs, {"text": canary})
    asked.add_paper(office.things["registration"])
    furnished = office_structure.furnish(office.people) | office_entering.furnish(office.people["sge_operator"].user)
    office.things |= {name: Thing(*found) for name, found in furnished.items()}
    office.open_sessions()
    User.objects.filter(pk=office.people["inactive"].user.pk).update(is_active=False)
    return office


def _people() -> dict[str, Person | None]:
    ministry = factories.make_institution("Ministerio de Ejemplo", sigla="MINEJ")
    service = factories.make_institution("Servicio Nacional de Muestra", sigla="SENAM")
    area = factories.make_area(ministry, "Dirección Nacional de Provisión", sigla="DNP")
    desk = factories.make_area(ministry, "Ventanilla Única", sigla="VU")
    other = factories.make_area(service, "Coordinación Técnica", sigla="CT")

    def person(where, name, title, **fields):
        return servant(factories.make_servant(where, name, title=title, **fields))

    sofia = factories.make_user("Sofía Andrade", is_staff=True, is_superuser=True)
    gone = person(area, "Marco Vera", "Asistente")
    institutions.deactivate(gone.appointment, last_day=clock.today(), actor=SYSTEM)
    return {
        "anonymous": None,
        "owner": person(area, "Ana Torres", "Especialista", permissions=["create_outgoing"]),
        "chief": person(area, "Bruno Salas", "Director", profile=Appointment.Profile.CHIEF),
        "other_institution": person(other, "Carla Mena", "Analista"),
        "aiq": person(desk, "Diego Ponce", "Administrador", permissions=["administer"]),
        "reception": person(
            desk,
            "Elsa Montero",
            "Recepcionista",
            permissions=[
                "register_incoming",
                "digitise",
                "manage_virtual_folders",
                "use_physical_archive",
                "manage_physical_archive",
            ],
        ),
        "no_context": gone,
        "leaver": person(area, "Luis Vaca", "Asistente"),
        "inactive": person(area, "Irene Paz", "Analista"),
        "sge_operator": Person(sofia, None, None),
        "sge_reader": Person(factories.make_user("Rosa Lema", is_staff=True), None, None),
        "citizen": _citizen("Gina Salazar"),
    }


def _citizen(name):
    user = factories.make_user(name)
    return Person(user, None, Citizen(user, CitizenProfile.objects.create(person=user)))


def _departures(office) -> dict[str, Thing]:
    """An open case and one that ended, of two people nobody else knows here."""
    aiq, found = office.people["aiq"].actor, {}
    for key, name in (("departure", "Nora Vela"), ("departure_closed", "Olga Rea")):
        post = factories.make_servant(office.people["owner"].appointment.area, name)
        wish = departures.Wish(DepartureReason.OTHER, clock.today() + timedelta(days=60), act_number="Canario del caso")
        [case] = departures.open_cases([post], wish, actor=aiq)
        found[key] = Thing({"uuid": case.uuid}, {"text": name.encode()})
    closed = ending.deactivate(case, reason="Terminó su contrato.", actor=aiq)
    found["departure_closed"].canaries["pdf"] = store.read(closed.record)
    return found


def _delegation(office) -> Thing:
    """To come, so that the chief works as always meanwhile."""
    pdf = factories.tiny_pdf("Canario del acto")
    start = clock.now() + timedelta(days=90)
    row = delegations.register(delegations.Wish(
        office.people["chief"].appointment, office.people["owner"].appointment, start, start + timedelta(days=5),
        "Canario del acto 17", clock.today(), store.save(pdf, media_type="application/pdf")),
        actor=office.people["aiq"].actor)  # fmt: skip
    return Thing({"uuid": row.uuid}, {"text": b"Canario del acto 17", "pdf": pdf})


def _public_list(diego) -> Thing:
    found = DistributionList.objects.create(institution=diego.appointment.institution, owner=diego.appointment,
                                            name="Canario de la lista", is_public=True)  # fmt: skip
    member = found.members.create(appointment=diego.appointment)
    return Thing({"number": found.pk, "member": member.pk}, {"text": found.name.encode()})


# Documents ------------------------------------------------------------------------------------------


def _documents(office) -> None:
    ana, bruno, carla = (office.people[actor] for actor in ("owner", "chief", "other_institution"))
    pdf = factories.tiny_pdf("Canario del PDF")
    letter = factories.make_document(ana, to=[carla], pdf=pdf, subject="Canario de la carta enviada",
                                     attachments=[("informe.txt", ANNEX)])  # fmt: skip
    whispered = factories.make_document(carla, to=[ana], subject="Canario confidencial", confidential=True)
    passed = factories.make_document(carla, to=[bruno], subject="Canario reasignado")
    factories.reassign(factories.copy_of(passed, bruno), ana)
    draft = factories.make_draft(ana, to=[bruno], subject="Canario del borrador")
    annex = letter.attachments.get().uuid
    factories.save_texts(letter, "<p>Canario primero.</p>", "<p>Canario segundo.</p>")
    office.things |= {
        "letter": _copy(factories.original_of(letter), letter, annex, pdf),
        "letter_received": _copy(factories.copy_of(letter, carla), letter, annex, pdf),
        "confidential": _copy(factories.copy_of(whispered, ana), whispered),
        "reassigned": _copy(factories.copy_of(passed, bruno), passed),
        "citizens_letter": _to_citizen(office, pdf),
        "task": _task(ana, bruno, carla),
        "folder": _folder(ana),
        "draft_document": _copy(factories.original_of(draft), draft),
        "external": _external(office.people["reception"], ana),
        "location": _location(office.people["reception"]),
    }
    run = running.run(ACTS["comentar"], [factories.original_of(letter).uuid], actor=ana.actor, key=uuid4(),
                      data={"comment": "Canario del comentario"})  # fmt: skip
    office.things["act"] = Thing({"key": run.key}, {"number": letter.number.encode()})
    office.things["report_file"] = Thing(*office_reports.of_person(ana))
    office.things["operators_report"] = Thing(*office_reports.of_platform(office.people["sge_operator"].user))
    text = sessions.keep(
        sessions.Slip.of(ana.actor), {"asunto": "Canario del texto sin guardar"}, actor=ana.actor
    ).session
    office.things["unsaved_text"] = Thing({"uuid": text.uuid}, {"text": b"Canario del texto sin guardar"})
    office.things |= {n: Thing(*made) for n, made in office_composing.furnish(ana, carla, bruno).items()}
    office.things["receipt"] = _receipt_of(factories.original_of(letter), ana)
    office.things |= _papers(office.people["reception"], bruno, carla, ana)
    office.things |= {"signing": _signing(ana, carla), "signed": _signed(ana, carla)}
    factories.make_document(office.people["reception"], to=[bruno])
    factories.make_document(office.people["leaver"], to=[bruno])
    indexing.reindex_due()


def _implantation() -> Thing:
    case = implantation.submitted(name="Canario de la implantación")
    return Thing({"uuid": case.uuid, "token": links.token_of(case), "file": case.files.get().uuid},
                 {"text": case.name.encode(), "pdf": factories.TINY_PDF})  # fmt: skip


def _external(elsa, ana) -> Thing:
    original = window.registered(elsa, ana, subject="Canario del externo")
    return Thing({"uuid": original.uuid}, {"text": b"Canario del externo", "number": original.number.encode(),
                                           "code": code_for(original.document).encode()})  # fmt: skip


def _papers(elsa, bruno, carla, ana) -> dict[str, Thing]:
    """Two journeys to another institution, one of them proven, and a hand-over inside."""
    desk = elsa.appointment.area
    clerk = servant(factories.make_servant(desk, "Mario Rea", permissions=["create_outgoing", "print_dispatch"]))
    found = {}
    for name in ("dispatch", "dispatch_proven"):
        document = factories.make_draft(clerk, to=[carla], subject="Canario del despacho")
        original = number_and_freeze(factories.original_of(document), actor=clerk.actor)
        put_batch_to_print(original.document)
        copy = send_paper(factories.copy_of(document, carla), actor=clerk.actor, guide="EC-1")
        found[name] = Thing(
            {"uuid": copy.dispatches.get().uuid}, {"number": copy.number.encode(), "pdf": factories.TINY_PDF}
        )
    confirm_delivery(copy, actor=clerk.actor, day=clock.today(),
                     evidence=SimpleUploadedFile("guia.pdf", factories.TINY_PDF))  # fmt: skip
    letter = factories.copy_of(factories.make_document(carla, to=[bruno]), bruno)
    row = transfers.hand_over(letter, ana.appointment, actor=bruno.actor, responsible="Mario Rea")
    return found | {"transfer": Thing({"uuid": row.sheet}, {})}


def _to_citizen(office, pdf) -> Thing:
    """What the window's clerk wrote to the citizen, sent out on paper."""
    elsa, citizen = office.people["reception"], office.people["citizen"].user
    letter = factories.make_document(elsa, to=[citizen], pdf=pdf, subject="Canario de la respuesta al ciudadano",
                                     attachments=[("informe.txt", ANNEX)])  # fmt: skip
    prints = Grant.objects.create(appointment=elsa.appointment, permission="print_dispatch")
    copy = letter.copies.get(party__person=citizen)
    send_paper(copy, actor=factories.actor_of(elsa))
    prints.delete()  # in this office nobody prints
    return _copy(copy, letter, letter.attachments.get().uuid, pdf)


def _location(elsa) -> Thing:
    found = PhysicalLocation.objects.create(area=elsa.appointment.area, name="Canario de la bodega")
    return Thing({"number": found.pk}, {"text": found.name.encode()})


def _receipt_of(original, person) -> Thing:
    receipt = receipts.issue(original, actor=person.actor)
    return Thing({"uuid": original.uuid, "receipt": receipt.uuid}, {"pdf": store.read(receipt.file)})


def _folder(ana) -> Thing:
    folder = Folder.objects.create(area=ana.appointment.area, name="Canario de la carpeta")
    return Thing({"number": folder.pk}, {"text": folder.name.encode()})


def _task(ana, bruno, carla) -> Thing:
    asked = factories.copy_of(factories.make_document(carla, to=[bruno], subject="Documento con tarea"), bruno)
    task = tasks.assign(asked, ana.appointment, actor=bruno.actor, comment="Canario de la tarea",
                        due=clock.today() + timedelta(days=90))  # fmt: skip
    return Thing({"uuid": task.uuid}, {"text": task.comment.encode()})


def _signing(ana, carla) -> Thing:
    """A session of Ana with one document to be signed."""
    pdf = factories.tiny_pdf("Canario por firmar")
    original = factories.make_unsigned(ana, to=[carla], pdf=pdf, subject="Canario por firmar")
    with clock.frozen_at(clock.database_now()):  # the office was furnished weeks ago, and a session lasts minutes
        session = sessions_of_signing.open_session([original], actor=ana.actor).session
    return Thing(
        {"uuid": session.uuid, "copy": original.uuid}, {"text": original.document.subject.encode(), "pdf": pdf}
    )


def _signed(ana, carla) -> Thing:
    """A document that Ana signed."""
    original = signing.make_signed(ana, to=[carla], subject="Canario firmado")
    return _copy(original, original.document)


def _copy(copy, document, annex=None, pdf=factories.TINY_PDF) -> Thing:
    return Thing({"uuid": copy.uuid, "attachment": annex},
                 {"text": document.subject.encode(), "number": document.number.encode(), "pdf": pdf,
                  "annex": ANNEX})  # fmt: skip


# Requests -------------------------------------------------------------------------------------------


def _requests(office) -> None:
    ana, bruno, elsa, luis = (office.people[actor] for actor in ("owner", "chief", "reception", "leaver"))
    making.documents_of_size(ana, bruno, [300_000, 300_000])
    expired = _finished(ana, "Canario del respaldo vencido", days_ago=40)
    with clock.frozen_at(clock.now() - timedelta(days=20)):
        expiring.expire_due()
    attended = _finished(ana, "Canario del respaldo listo", days_ago=1)
    left = _finished(luis, "Canario del respaldo de quien salió", days_ago=1)
    institutions.deactivate(luis.appointment, last_day=clock.today(), actor=SYSTEM)
    draft = making.make_request(ana, comment="Canario de la solicitud en edición")
    waiting = making.send_request(elsa, comment="Canario de la solicitud que espera")
    scheduling.schedule_requests()
    found = {"expired": expired, "fulfilled": attended, "of_leaver": left, "draft": draft, "waiting": waiting}
    found |= _institutional(office)
    office.things |= {name: _request(request) for name, request in found.items()}


def _institutional(office):
    """What the AIQ asked for about somebody who left: one attended, with its petition, and one still to be sent."""
    diego, gone = office.people["aiq"], office.people["no_context"]
    with clock.frozen_at(clock.now() - timedelta(days=2)):
        petition = factories.copy_of(factories.make_document(gone, to=[diego], type="oficio"), diego)
    with clock.frozen_at(clock.now() - timedelta(days=1)):
        sent = _built_for(diego, gone, petition, "Canario del respaldo institucional")
        given = _built_for(diego, gone, petition, "Canario del respaldo entregado")
        receipt = BytesIO(factories.tiny_pdf("Canario del acta"))
        hand_over(given, actor=diego.actor, receiver="Marco Vera", day=clock.today(), receipt=receipt)
    draft = making.draft_for(diego, gone, comment="Canario de la solicitud por enviar")
    return {"institutional": sent, "institutional_draft": draft, "handed_over": given}


def _built_for(aiq, subject, petition, comment):
    request = making.send_for(aiq, subject, petition, comment=comment)
    scheduling.schedule_requests()
    return making.build(request).request


def _finished(person, comment, *, days_ago):
    with clock.frozen_at(clock.now() - timedelta(days=days_ago)):
        request = making.send_request(person, comment=comment)
        scheduling.schedule_requests()
        return making.build(request).request


def _request(request) -> Thing:
    archive = request.archive_name.encode()
    return Thing({"uuid": request.uuid, "number": 1},
                 {"text": request.comment.encode(), "archive": archive, "part": archive + b"/",
                  "number": f"No. {request.number}".encode(), "receipt": b"Canario del acta"})  # fmt: skip
