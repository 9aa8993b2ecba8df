"""The institutions that a case brings into being: training (T11) and production (T20) (institutions §12.4, §12.8)."""

from django.conf import settings
from django.db import transaction

from accounts.activation import send_activation
from accounts.identity import mask
from accounts.models import CredentialState, IdentityKind, User
from institutions import services as institutions
from institutions.implantation import history, mails, parametrisation
from institutions.implantation.services import tracking, training
from institutions.implantation.services.moving import move, ready, require_stranger
from institutions.implantation.states import CaseState
from institutions.models import Appointment, CasePerson, Grant, ImplantationCase, Institution
from institutions.states import AppointmentState, Environment, InstitutionState
from quipux import clock
from quipux.errors import Invalid, NotAllowedNow
from quipux.history.recorder import SYSTEM

# The role template «AIQ» of §3: 12, 18, 31, 32, 36.
OF_AIQ = ("administer", "manage_virtual_folders", "inform_all", "manage_public_lists", "institutional_admin")
DUE = "El plazo de {days} días empieza cuando este correo se entrega."


@transaction.atomic
def create_training(case: ImplantationCase, *, actor) -> ImplantationCase:
    """T11: institution, root área, the AIQ's appointment and the plantilla de seguimiento, in one transaction.

    Raises:
        Invalid: hours of a course lack.
        NotAllowedNow: it exists already; of two who press at once one reads this.
    """
    _refuse_before_the_hours(case)
    case = ready(case, "create_training", actor)
    require_stranger(case, actor)
    if lack := training.lacking(case):
        raise Invalid(f"{lack}.")
    institution = _institution(case, Environment.TRAINING)
    person = seat(case.aiq, institution, actor=actor)
    tracking.copy_items(case)
    case = move(case, "create_training", actor=actor, action=history.TRAINING_CREATED, institution=institution,
                instant=clock.now())  # fmt: skip
    _tell_account(case, person, actor, "tenant", mails.TRAINING, [DUE.format(days=settings.QUIPUX_IMPLANTATION_DAYS)])
    return case


def _refuse_before_the_hours(case):
    """While the courses go on, what lacks says more than the state."""
    if case.state == CaseState.IN_TRAINING and (lack := training.lacking(case)):
        raise NotAllowedNow(f"{lack}.")


@transaction.atomic
def create_production(case: ImplantationCase, *, actor, copies: bool = False, chosen=None) -> ImplantationCase:
    """T20: the institution in production, with what was parametrised in training if the AGQ wants it copied.

    Args:
        chosen: codes of the parts that are copied; None for all.

    Raises:
        Invalid: an institution in production has that RUC, or a part was chosen without one that it needs.
    """
    case = ready(case, "create_production", actor)
    require_stranger(case, actor)
    living = Institution.objects.filter(environment=Environment.PRODUCTION, ruc=case.ruc)
    if living.exclude(state=InstitutionState.CLOSED).exists():
        raise Invalid("Ya existe una institución en producción con ese RUC.")
    institution = _institution(case, Environment.PRODUCTION)
    person = seat(case.aiq, institution, actor=actor)
    case = move(case, "create_production", actor=actor, action=history.PRODUCTION_CREATED, institution=institution)
    if copies:
        parametrisation.copy(case, actor=actor, chosen=chosen)
    _tell_account(case, person, actor, "production", mails.PRODUCTION, [])
    return case


def _institution(case, environment):
    return institutions.create_institution(name=case.name, sigla=case.sigla, ruc=case.ruc, environment=environment,
                                           phone=case.phone, address=case.address, function=case.function,
                                           authority_name=case.authority_name, authority_post=case.authority_title,
                                           authority_email=case.authority_email)  # fmt: skip


def seat(named: CasePerson, institution: Institution, *, actor) -> User:
    """Give the named person the post of AIQ in the root área; who is known keeps identity, credential and e-mail."""
    person = User.objects.filter(identity_number=named.identity_number, identity_kind=IdentityKind.CEDULA).first()
    if person is None:
        person = User.objects.create_user(named.identity_number, given_names=named.given_names, surnames=named.surnames,
                                          email=named.email)  # fmt: skip
    root = institution.areas.get(parent=None)
    post = institutions.appoint(person, root, title=named.title, starts_on=clock.today(), actor=actor,
                                work_email=named.email)  # fmt: skip
    Grant.objects.bulk_create(Grant(appointment=post, permission=slug) for slug in OF_AIQ)
    return person


def unseat(case: ImplantationCase, institution: Institution | None, *, actor) -> None:
    """End the posts of AIQ of the case's person in ``institution``: another takes her place."""
    posts = Appointment.objects.filter(institution=institution, person__identity_number=case.aiq.identity_number,
                                       state__in=AppointmentState.working())  # fmt: skip
    for post in posts:
        institutions.deactivate(post, last_day=clock.today(), actor=actor)


def _tell_account(case, person, actor, event, subject, lines):
    """User and link, never a password."""
    pending = person.credential == CredentialState.PENDING
    if pending:
        send_activation(person, SYSTEM)
    way = (
        "Le enviamos en otro correo el enlace para activar su cuenta."
        if pending
        else "Ingrese con su contraseña actual."
    )
    mails.tell_aiq(case, event, subject=subject, lines=[f"Usuario: {_masked(person)}. {way}", *lines])


def _masked(person):
    return f"su número de cédula ({mask(person.identity_number)})"
