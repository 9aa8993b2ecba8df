"""Use cases of institutions and appointments: the only writers."""

from datetime import timedelta

from django.db import transaction

from institutions import history
from institutions.models import Appointment, Area, Institution
from institutions.states import Environment
from quipux import clock, environments
from quipux.errors import NotAllowedNow
from quipux.workflow import Entry, Move, perform

ELSEWHERE = {
    Environment.TRAINING: "Esta instalación atiende solo producción: el ambiente de capacitación se crea en la otra.",
    Environment.PRODUCTION: "Esta instalación atiende solo capacitación: las instituciones de producción se crean en la otra.",
}


def require_served(environment: str) -> None:
    """Raises NotAllowedNow where this deployment does not serve ``environment`` (§12.8)."""
    if not environments.serves(environment):
        raise NotAllowedNow(ELSEWHERE[environment])


@transaction.atomic
def create_institution(*, name, sigla, ruc, environment, **fields) -> Institution:
    """Create an institution and, with it, its root área of the same name and sigla (§5.1).

    Raises:
        NotAllowedNow: this deployment does not serve that ambiente (§12.8).
    """
    require_served(environment)
    institution = Institution.objects.create(name=name, sigla=sigla.upper(), ruc=ruc, environment=environment, **fields)
    Area.objects.create(institution=institution, name=name, sigla=sigla.upper(), city=institution.city)
    return institution


@transaction.atomic
def appoint(person, area, *, title, starts_on, actor, heading_title=None, **fields) -> Appointment:
    """Give ``person`` the post ``title`` in ``area`` from ``starts_on`` on, already active."""
    appointment = Appointment.objects.create(person=person, area=area, institution=area.institution, title=title,
                                             heading_title=heading_title or title, starts_on=starts_on, **fields)  # fmt: skip
    [appointment] = perform(Move(appointment, "activate"), actor=actor, subject=appointment,
                            entries=[Entry(history.CREATED)])  # fmt: skip
    return appointment


def start_leaving(appointment, *, last_day, actor) -> Appointment:
    """Open the departure: the person works on until the end of ``last_day``."""
    values = {"last_day": last_day, "ends_at": clock.day_start(last_day + timedelta(days=1))}
    [appointment] = perform(Move(appointment, "start_leaving", values), actor=actor, subject=appointment,
                            entries=[Entry(history.LEAVING)])  # fmt: skip
    return appointment


def deactivate(appointment, *, last_day, actor) -> Appointment:
    """End the post: nobody acts in it any more; documents and Recorrido stay (§11.5)."""
    now = clock.now()
    ends_at = min(appointment.access_ends_at or now, now)
    [appointment] = perform(Move(appointment, "deactivate", {"last_day": last_day, "ends_at": ends_at}), actor=actor,
                            subject=appointment, entries=[Entry(history.DEACTIVATED)])  # fmt: skip
    return appointment
