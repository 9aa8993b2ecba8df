"""Reports about áreas, lists, subrogaciones and desvinculaciones of an institution (institutions §14)."""

from django.db.models import Count, Q

from institutions.departures.checklist import Checklist
from institutions.models import Appointment, Delegation, Departure, DepartureState, DistributionList
from institutions.reports.shape import Reach, Report, register
from institutions.states import AppointmentState
from quipux import clock
from quipux.web.components import Column


def _names(*labels, numeric=()):
    return tuple(Column(label, numeric=label in numeric) for label in labels)


def _areas(reach: Reach) -> list[list]:
    working = Count("appointments", filter=Q(appointments__state__in=AppointmentState.working()))
    chiefs = Appointment.objects.filter(profile=Appointment.Profile.CHIEF, state__in=AppointmentState.working())
    led = {post.area_id: post.person.full_name for post in reach.within(chiefs.select_related("person"), "area")}
    return [[area.sigla, area.name, area.parent.name if area.parent else "", area.city, led.get(area.pk, "Sin jefe"),
             area.people, "Activa" if area.is_active else "Inactiva"]
            for area in reach.own_areas.select_related("parent").annotate(people=working).order_by("name")]  # fmt: skip


def _lists(reach: Reach) -> list[list]:
    rows = reach.within(DistributionList.objects.filter(is_public=True, is_active=True), "owner__area")
    rows = rows.select_related("owner__person").annotate(count=Count("members")).order_by("name")
    return [[one.name, one.owner.person.full_name, one.count] for one in rows]


def _delegations(reach: Reach) -> list[list]:
    now = clock.now()
    rows = reach.within(Delegation.objects.with_names(), "titular__area").order_by("-starts_at", "-pk")
    return [[one.titular.person.full_name, one.acting.person.full_name, one.titular.area.name, one.starts_at, one.stops_at,
             one.act_number, one.state_at(now).label] for one in rows]  # fmt: skip


def _departures(reach: Reach) -> list[list]:
    rows = reach.within(Departure.objects.with_names(), "appointment__area").order_by("-last_day", "-pk")
    return [[one.appointment.person.full_name, one.appointment.area.name, one.last_day, _pending(one),
             one.get_state_display()] for one in rows]  # fmt: skip


def _pending(case) -> int:
    return Checklist(case).pending if case.state == DepartureState.OPEN else 0


register(
    Report("areas", "Áreas", "El árbol de áreas con su jefe y sus usuarios activos.",
           _names("Sigla", "Nombre", "Área Padre", "Ciudad", "Jefe", "Usuarios activos", "Estado",
                  numeric=("Usuarios activos",)), _areas),
    Report("listas", "Listas públicas", "Las listas de envío de la institución y quién las mantiene.",
           _names("Lista", "Responsable", "Miembros", numeric=("Miembros",)), _lists),
    Report("subrogaciones", "Subrogaciones", "Quién subroga o subrogó a quién, y por qué acto.",
           _names("Subrogado", "Subrogante", "Área", "Desde", "Hasta", "Acto", "Estado"), _delegations),
    Report("desvinculaciones", "Desvinculaciones y sus pendientes", "Los casos y lo que todavía no tiene destino.",
           _names("Servidor", "Área", "Último día", "Pendientes", "Estado", numeric=("Pendientes",)), _departures),
)  # fmt: skip
