"""The list of servidores públicos of the áreas an actor administers (institutions §6.2)."""

from django.db.models import OuterRef, Q, QuerySet, Subquery

from institutions.actors import with_lower_areas
from institutions.charges import Charge
from institutions.models import Appointment, Delegation
from institutions.states import AppointmentState
from quipux.web.components import Column, Tag

COLUMNS = [Column("Nombre"), Column("Cédula"), Column("Título"), Column("Puesto"), Column("Perfil"),
           Column("Subrogación"), Column("Correo"), Column("Área"), Column("Ciudad"), Column("Estado")]  # fmt: skip
COLOURS = {AppointmentState.ACTIVE: "green", AppointmentState.LEAVING: "orange", AppointmentState.SCHEDULED: "blue"}
SEARCHED = (
    "person__given_names",
    "person__surnames",
    "person__identity_number",
    "person__email",
    "title",
    "work_email",
)


def people(actor, data: dict) -> QuerySet:
    """Appointments by surnames, narrowed by the cleaned data of a ``FilterForm``."""
    rows = Appointment.objects.administered_by(actor).with_names()
    for word in data["texto"].split():
        rows = rows.filter(Q(*(Q(**{f"{name}__unaccent__icontains": word}) for name in SEARCHED), _connector=Q.OR))
    if data["area"]:
        rows = rows.filter(area__in=with_lower_areas(actor.institution, {data["area"].pk}))
    if data["perfil"]:
        rows = rows.filter(profile=data["perfil"])
    if data["permiso"]:
        rows = rows.filter(grants__permission=data["permiso"])
    taken = Delegation.objects.in_force().filter(acting=OuterRef("pk")).order_by("starts_at", "pk")
    rows = rows.with_charge().annotate(takes=Subquery(taken.values("titular__title")[:1]))
    return _in_state(rows, data["estado"]).order_by("person__surnames", "person__given_names", "pk")


def _in_state(rows, state):
    if state == "":
        return rows.exclude(state=AppointmentState.INACTIVE)
    return rows if state == "todos" else rows.filter(state=state)


def subrogation(appointment: Appointment) -> str:
    """Who acts in the post now, or in which post its person acts; empty in most."""
    if charge := Charge.of(appointment.charge):
        return f"Subrogado por {charge.name}"
    return f"Subroga a {appointment.takes}" if appointment.takes else ""


def line(appointment: Appointment) -> list:
    """The values of a row after its name; whoever lists them holds 12 for that área, so the cédula is whole."""
    person = appointment.person
    return [person.identity_number, person.academic_title, appointment.title, appointment.get_profile_display(),
            subrogation(appointment),
            appointment.work_email or person.email, appointment.area.name, appointment.city or appointment.area.city,
            Tag(appointment.get_state_display(), COLOURS.get(appointment.state, "grey"))]  # fmt: skip
