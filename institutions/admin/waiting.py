"""What waits for people of the SGE about citizens, people and institutions."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse

from accounts import factor_resets, incidents
from accounts.models import (
    ApplicationState,
    GrantState,
    LoginBarrier,
    PersonChange,
    Registration,
    RoleGrant,
    SecurityCase,
    SignatureApplication,
)
from accounts.models.registrations import ChangeState, RegistrationState
from institutions.implantation.states import CaseState
from institutions.models import DataChange, ImplantationCase
from institutions.models.support import SupportCase, SupportState
from institutions.states import DataChangeState
from quipux import clock
from quipux.administration.waiting import Queue, overdue


def of_citizens(now: datetime) -> Iterator[Queue]:
    """Validations."""
    registrations = Registration.objects.filter(state=RegistrationState.TO_VALIDATE).count()
    applications = SignatureApplication.objects.filter(state=ApplicationState.SUBMITTED).count()
    changes, late = _with_late(
        PersonChange.objects.filter(state=ChangeState.PENDING), due_on__lt=clock.local(now).date()
    )
    yield Queue("Registros de ciudadanos por validar", registrations, reverse("admin:citizens:registrations"))
    yield Queue("Solicitudes de firma por atender", applications, reverse("admin:citizens:applications"))
    yield Queue("Cambios de datos por atender", changes, reverse("admin:citizens:changes"), overdue(late), bool(late))


def of_institutions(now: datetime) -> Iterator[Queue]:
    """Implantations and what institutions ask to change."""
    cases, late = _with_late(ImplantationCase.objects.filter(state__in=CaseState.open()), due_at__lt=now)
    asked = DataChange.objects.filter(state=DataChangeState.REQUESTED).count()
    yield Queue("Implantaciones en curso", cases, reverse("admin:implantation:queue"), overdue(late), bool(late))
    support = SupportCase.objects.filter(state__in=(SupportState.ESCALATED, SupportState.IN_PROGRESS)).count()
    yield Queue("Casos de soporte de nivel 2", support, reverse("admin:support:queue"))
    yield Queue("Cambios de datos de instituciones", asked, reverse("admin:data_changes:changes"))


def of_people(now: datetime) -> Iterator[Queue]:
    """Roles, second factors, security cases, and whom a lock keeps out."""
    grants = RoleGrant.objects.filter(state=GrantState.PENDING).count()
    cases = SecurityCase.objects.filter(closed_at=None).count()
    locks = LoginBarrier.objects.filter(until__gt=now).count()
    yield Queue("Roles por confirmar", grants, reverse("admin:people:roles"))
    yield Queue("Segundos factores por restablecer", factor_resets.waiting().count(), reverse("admin:people:people"))
    yield Queue("Casos de seguridad abiertos", cases, reverse("admin:people:security"), is_urgent=bool(cases))
    running = incidents.running().aggregate(all=Count("pk"), late=Count("pk", filter=incidents.late_at(now)))
    yield Queue("Incidentes con plazos por cumplir", running["all"], reverse("admin:incidents:incidents"),
                overdue(running["late"]), bool(running["late"]))  # fmt: skip
    yield Queue("Bloqueos de ingreso ahora", locks, reverse("admin:people:sessions"))


def _with_late(rows, **late) -> tuple[int, int]:
    found = rows.aggregate(all=Count("pk"), late=Count("pk", filter=Q(**late)))
    return found["all"], found["late"]
