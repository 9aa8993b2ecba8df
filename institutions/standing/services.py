"""The use cases of the states of an institution, all of the AGQ but the acceptance of a custody (institutions §5.2, §10.4)."""

from collections.abc import Callable

from django.db import transaction

from institutions import history
from institutions.models import Appointment, Departure, DepartureState, Institution, PlanState, ReorganisationPlan
from institutions.permissions.granting import checked_reason
from institutions.scope import administrators, require_whole
from institutions.states import AppointmentState, InstitutionState
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow, NotFound
from quipux.history import recorder
from quipux.outbox.services import queue_mail
from quipux.workflow import Entry, Move, perform

OWN_CASE = "No puede resolver casos de su propia institución"
NO_CUSTODIAN = "Elija otra institución activa del mismo ambiente."
LACKS = "No se puede cerrar: {}."
SUBJECT = "QUIPUX: Estado de su institución"
_pending: list[tuple[str, Callable]] = []


def register_pending(label: str, count: Callable[[Institution], int]) -> None:
    """Let an upper app say what of an institution still waits for somebody: Spanish label in plural, and how many."""
    _pending.append((label, count))


def suspend(institution: Institution, *, reason: str, actor) -> Institution:
    """Activa → Suspendida: nobody enters it and nothing is addressed to it.

    Raises:
        Invalid: no reason of 10 to 500 characters.
        Forbidden, NotAllowedNow: as `quipux.workflow.perform`; the operator serves there.
    """
    return _moved(institution, "suspend", history.SUSPENDED, reason, actor)


def reinstate(institution: Institution, *, reason: str, actor) -> Institution:
    """Suspendida → Activa; raises as `suspend`."""
    return _moved(institution, "reinstate", history.REINSTATED, reason, actor)


@transaction.atomic
def close(institution: Institution, *, reason: str, actor) -> Institution:
    """→ Inactiva, for ever: what it issued stays searchable and verifiable.

    Raises:
        NotAllowedNow: something lacks; the message names all of it (I-14).
        Invalid, Forbidden: as `suspend`.
    """
    institution = Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    if missing := lacking(institution):
        raise NotAllowedNow(LACKS.format("; ".join(missing)))
    closed = _moved(institution, "close", history.CLOSED, reason, actor, instant=clock.now())
    root = closed.areas.get(parent=None)
    root.is_active = False
    root.save(update_fields=["is_active"])
    recorder.record(root, history.AREA_DEACTIVATED, actor=actor)
    return closed


def lacking(institution: Institution) -> list[str]:
    """What has to be done before it closes, in words; empty when nothing lacks."""
    posts = Appointment.objects.filter(institution=institution).exclude(state=AppointmentState.INACTIVE).count()
    cases = Departure.objects.filter(appointment__institution=institution, state=DepartureState.OPEN).count()
    plans = ReorganisationPlan.objects.filter(state__in=PlanState.open())
    plans = plans.filter(origin__institution=institution) | plans.filter(destination__institution=institution)
    counted = [("puestos activos", posts), ("casos de desvinculación abiertos", cases),
               ("planes de reorganización abiertos", plans.count()),
               *((label, count(institution)) for label, count in _pending)]  # fmt: skip
    found = [f"{label}: {number}" for label, number in counted if number]
    if institution.custodian_id is None:
        found.append("falta la institución custodia")
    elif institution.custody_accepted_at is None:
        found.append("falta que la institución custodia acepte")
    return found


@transaction.atomic
def offer_custody(institution: Institution, custodian: Institution, *, actor) -> Institution:
    """Name who will keep what an institution leaves; the AIQ of the custodian accepts it afterwards.

    Raises:
        Invalid: it is the same, not active, or of the other environment.
        Forbidden: the actor is no AGQ, or serves there.
    """
    kept = Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    require_operator(kept, actor)
    fits = custodian.pk != kept.pk and custodian.environment == kept.environment
    if not fits or custodian.state != InstitutionState.ACTIVE:
        raise Invalid(NO_CUSTODIAN, custodia=NO_CUSTODIAN)
    kept.custodian, kept.custody_accepted_at = custodian, None
    kept.save(update_fields=["custodian", "custody_accepted_at"])
    recorder.record(kept, history.CUSTODY_OFFERED, actor=actor, comment=custodian.name)
    for post in administrators(custodian).select_related("person"):
        queue_mail(key=f"custodia-{kept.uuid.hex}-{clock.now():%Y%m%d%H%M%S%f}-{post.pk}", to=post.notice_address,
                   subject=SUBJECT, text=f"Se le propone la custodia de {kept.name}. Ingrese a Quipux para aceptarla.\n")  # fmt: skip
    return kept


@transaction.atomic
def accept_custody(institution: Institution, *, actor) -> Institution:
    """By the AIQ of the custodian; twice changes nothing.

    Raises:
        Forbidden: the actor does not administer the whole institution.
        NotFound: nobody offered it to this institution.
    """
    require_whole(actor)
    rows = Institution.objects.select_for_update(of=("self",))
    kept = rows.filter(pk=institution.pk, custodian=actor.institution).first()
    if kept is None:
        raise NotFound("No existe, o no está a su alcance.")
    if kept.custody_accepted_at is None:
        kept.custody_accepted_at = clock.now()
        kept.save(update_fields=["custody_accepted_at"])
        recorder.record(kept, history.CUSTODY_ACCEPTED, actor=actor, comment=actor.institution.name)
    return kept


def require_operator(institution: Institution, actor) -> None:
    """Refuse all but an AGQ who does not serve in the institution (§4.1, rule 7).

    Raises:
        Forbidden: the actor is none, or serves there.
    """
    if not institution.may_change(actor):
        raise Forbidden("No tiene permiso para esta acción.")
    if actor.user.appointments.working().filter(institution=institution).exists():
        raise Forbidden(OWN_CASE)


@transaction.atomic
def _moved(institution, transition, action, reason, actor, **values):
    require_operator(institution, actor)
    told, text = list(administrators(institution).select_related("person")), checked_reason(reason)
    [moved] = perform(Move(institution, transition, values), actor=actor, subject=institution,
                      entries=[Entry(action, comment=text)])  # fmt: skip
    said = f"Institución: {moved.name}\nEstado: {moved.get_state_display()}\nFecha: {clock.today().isoformat()}\n"
    addresses = {*(post.notice_address for post in told), moved.authority_email}
    for to in sorted(filter(None, addresses)):
        queue_mail(
            key=f"estado-{moved.uuid.hex}-{clock.now():%Y%m%d%H%M%S%f}-{to}"[:120], to=to, subject=SUBJECT, text=said
        )
    return moved
