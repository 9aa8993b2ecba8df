"""The register of incidents with personal data: its terms, whom it concerns, and telling them (safety §2.10; LOPDP)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import history, mailing, personal_tables
from accounts.models import Incident, IncidentPerson, Role, User
from accounts.models.incidents import IncidentState, manages_incidents
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history import recorder
from quipux.outbox.services import queue_mail
from quipux.web.formatting import minute_text
from quipux.workflow import Entry, Move, perform

REGISTERED, REMINDER = "QUIPUX: Incidente con datos personales", "QUIPUX: Plazo de un incidente con datos personales"
NOTICE = "QUIPUX: Aviso sobre sus datos personales"
BATCH = 500  # rows of one statement
NOTICES = 200  # of one run
SOON = timedelta(days=1)
WATCHING = (Role.AUDITOR, Role.AGQ, Role.SUPERADMIN)  # who is told that one was registered and that a term ends


@dataclass(frozen=True)
class Report:
    """What is written of an incident when it is registered.

    Attributes:
        nature: of ``IncidentNature``.
        tables: keys of ``accounts.personal_tables``.
        known_at: when it was known; both terms run from here, in calendar days.
    """

    title: str
    description: str
    nature: str
    tables: list[str]
    known_at: datetime
    measures: str = ""


@transaction.atomic
def register(report: Report, *, actor) -> Incident:
    """«Registrar incidente»: the terms begin to run and those who answer for the data are mailed.

    Raises:
        Forbidden: the actor does not manage incidents.
        Invalid: it was known in the future, or nothing says where the data were.
    """
    if not manages_incidents(None, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    now = clock.now()
    if report.known_at > now:
        raise Invalid("«Conocido el» no puede ser posterior a este momento.",
                      conocido="«Conocido el» no puede ser posterior a este momento.")  # fmt: skip
    if not personal_tables.labels(report.tables):
        raise Invalid("Marque dónde estaban los datos.", tablas="Marque dónde estaban los datos.")
    made = Incident.objects.create(
        **vars(report), author=actor.user, created_at=now,
        authority_due_at=report.known_at + timedelta(days=settings.QUIPUX_INCIDENT_AUTHORITY_DAYS),
        people_due_at=report.known_at + timedelta(days=settings.QUIPUX_INCIDENT_PEOPLE_DAYS),
    )  # fmt: skip
    recorder.record(made, history.INCIDENT_REGISTERED, actor=actor, comment=made.title)
    _tell_watchers(made, REGISTERED, f"incidente-{made.uuid}", "Se registró un incidente con datos personales.")
    return made


@transaction.atomic
def add_people(incident: Incident, people: QuerySet[User], *, words: str, actor) -> int:
    """Whose data were in it; those that are there already stay once.

    Args:
        people: any number of them.
        words: how they were chosen, for the Recorrido.

    Returns:
        How many are new.

    Raises:
        Forbidden, NotAllowedNow: the actor does not manage incidents, or it is closed.
    """
    incident = _locked(incident, actor)
    before = incident.people.count()
    keys = people.exclude(pk__in=incident.people.values("person")).order_by("pk").values_list("pk", flat=True)
    rows = (IncidentPerson(incident=incident, person_id=key) for key in keys.iterator(BATCH))
    IncidentPerson.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    added = incident.people.count() - before
    recorder.record(incident, history.INCIDENT_PEOPLE, actor=actor, comment=words, details={"added": added})
    return added


@transaction.atomic
def extend(incident: Incident, *, text: str, actor) -> None:
    """What was learned later; what was written before stays as it is.

    Raises:
        Invalid: without text.
        Forbidden, NotAllowedNow: as `add_people`.
    """
    said = _required(text, "Escriba lo que se supo.")
    recorder.record(_locked(incident, actor), history.INCIDENT_EXTENDED, actor=actor, comment=said)


@transaction.atomic
def settle_authority(incident: Incident, *, note: str, was_told: bool, actor) -> Incident:
    """The authority was told, or does not have to be.

    Args:
        note: the number of the notice, or why there is none.

    Raises:
        Invalid: without note.
        Forbidden, NotAllowedNow: as `add_people`, or it was settled before.
    """
    said = _required(note, "Escriba el número de la notificación, o por qué no corresponde.")
    incident = _locked(incident, actor)
    _require_open_term(incident.authority_settled_at)
    incident.authority_settled_at, incident.authority_note = clock.now(), said
    incident.save(update_fields=["authority_settled_at", "authority_note"])
    action = history.INCIDENT_AUTHORITY if was_told else history.INCIDENT_NO_AUTHORITY
    recorder.record(incident, action, actor=actor, comment=said)
    return incident


@transaction.atomic
def tell_people(incident: Incident, *, text: str, actor) -> Incident:
    """The same notice to everybody of it; `send_due` mails it to those with a confirmed e-mail.

    Raises:
        Invalid: without text, or nobody is listed.
        Forbidden, NotAllowedNow: as `settle_authority`.
    """
    said = _required(text, "Escriba el aviso que recibirán las personas.")
    incident = _locked(incident, actor)
    _require_open_term(incident.people_settled_at)
    if not incident.people.exists():
        raise Invalid("Agregue primero a las personas cuyos datos estaban en el incidente.")
    incident.people_settled_at, incident.message = clock.now(), said
    incident.save(update_fields=["people_settled_at", "message"])
    recorder.record(incident, history.INCIDENT_TOLD, actor=actor, comment=said)
    return incident


@transaction.atomic
def excuse_people(incident: Incident, *, reason: str, actor) -> Incident:
    """Nobody has to be told, and why.

    Raises:
        Invalid: without reason.
        Forbidden, NotAllowedNow: as `settle_authority`.
    """
    said = _required(reason, "Escriba por qué no corresponde avisar.")
    incident = _locked(incident, actor)
    _require_open_term(incident.people_settled_at)
    incident.people_settled_at, incident.people_note = clock.now(), said
    incident.save(update_fields=["people_settled_at", "people_note"])
    recorder.record(incident, history.INCIDENT_UNTOLD, actor=actor, comment=said)
    return incident


def close(incident: Incident, *, conclusion: str, actor) -> Incident:
    """Abierto → Cerrado, once the authority and the people were told or do not have to be.

    Raises:
        Invalid: without conclusion.
        NotAllowedNow: a term still runs, or it was closed.
        Forbidden: the actor does not manage incidents.
    """
    said = _required(conclusion, "Escriba la conclusión.")
    [closed] = perform(Move(incident, "close"), actor=actor, subject=incident, guard=_require_settled,
                       entries=[Entry(history.INCIDENT_CLOSED, comment=said)])  # fmt: skip
    return closed


def _require_settled(incident):
    if not (incident.authority_settled_at and incident.people_settled_at):
        raise NotAllowedNow("Antes de cerrar, resuelva la notificación a la autoridad y el aviso a las personas.")


def _require_open_term(settled_at):
    if settled_at:
        raise NotAllowedNow("Eso ya se resolvió.")


def _locked(incident, actor) -> Incident:
    found = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if not manages_incidents(found, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    if found.state != IncidentState.OPEN:
        raise NotAllowedNow(found.refusal_message())
    return found


def _required(text, sentence):
    if not text.strip():
        raise Invalid(sentence, texto=sentence)
    return text.strip()


# Who is told, by the clock ------------------------------------------------------------------------------


def send_due() -> dict:
    """The notice to the next people of each incident that have not been attended; they are many, so not in a request."""
    waiting = IncidentPerson.objects.filter(handled_at=None).exclude(incident__message="")
    keys = list(waiting.order_by("pk").values_list("pk", flat=True)[:NOTICES])
    return {"told": sum(_tell(key) for key in keys)}


@transaction.atomic
def _tell(key) -> bool:
    rows = IncidentPerson.objects.select_for_update(of=("self",)).select_related("incident", "person")
    row = rows.filter(pk=key, handled_at=None).first()
    if row is None:
        return False
    lines = [line.strip() for line in row.incident.message.splitlines() if line.strip()]
    if where := own_tables(row):
        lines.append(f"Datos suyos que estaban en el incidente: {'; '.join(where)}.")
    is_told = mailing.write_to(row.person, key=f"incidente-{row.incident.uuid}-{row.person_id}", subject=NOTICE,
                               lines=lines)  # fmt: skip
    row.handled_at = clock.now()
    row.told_at = row.handled_at if is_told else None
    row.save(update_fields=["handled_at", "told_at"])
    return is_told


def own_tables(row: IncidentPerson) -> list[str]:
    """The words of those tables of the incident in which this person has rows."""
    [counts] = personal_tables.held([row.person_id], row.incident.tables).values()
    return [label for label, count in zip(personal_tables.labels(row.incident.tables), counts, strict=True) if count]


def running() -> QuerySet[Incident]:
    """Open ones with a term that still runs or is over."""
    unsettled = Q(authority_settled_at=None) | Q(people_settled_at=None)
    return Incident.objects.filter(unsettled, state=IncidentState.OPEN)


def late_at(now: datetime) -> Q:
    """Of which a term is over."""
    return Q(authority_settled_at=None, authority_due_at__lte=now) | Q(people_settled_at=None, people_due_at__lte=now)


def remind_due() -> dict:
    """Once a day, of each term that ends within a day or is over."""
    now = clock.now()
    due = [one for one in running() if next_term(one) <= now + SOON]
    for one in due:
        _tell_watchers(one, REMINDER, f"incidente-plazo-{one.uuid}-{clock.today().isoformat()}",
                       "Un plazo de este incidente termina en menos de un día, o ya terminó.")  # fmt: skip
    return {"reminded": len(due)}


def next_term(incident: Incident) -> datetime:
    """The first term that still runs; only of one with a term."""
    terms = (
        (incident.authority_settled_at, incident.authority_due_at),
        (incident.people_settled_at, incident.people_due_at),
    )
    return min(due for settled, due in terms if settled is None)


def _tell_watchers(incident, subject, key, sentence):
    lines = (f"{sentence} {incident}: vea «Incidentes» en la administración.",
             f"Avisar a la autoridad hasta: {minute_text(incident.authority_due_at)} (GMT-5).",
             f"Avisar a las personas hasta: {minute_text(incident.people_due_at)} (GMT-5).")  # fmt: skip
    for person in watchers():
        queue_mail(key=f"{key}-{person.pk}", to=person.verified_email, subject=subject, text="\n".join(lines))


def watchers() -> Iterable[User]:
    """Who answers for personal data on the platform, each once."""
    return User.objects.filter(groups__name__in=WATCHING, is_active=True).distinct()
