"""Reports about the people of an institution: where they are, what they may, when they last worked (institutions §14)."""

from collections import Counter

from accounts.sessions import alive
from institutions.catalogue import BY_SLUG
from institutions.models import Appointment, Grant
from institutions.reports.shape import Reach, Report, register
from institutions.states import AppointmentState
from quipux import clock
from quipux.web.components import Column

RECENT = 30  # days without entering after which a post counts as little used


def _names(*labels, numeric=()):
    return tuple(Column(label, numeric=label in numeric) for label in labels)


def _by_area(reach: Reach) -> list[list]:
    counts = Counter(reach.within(Appointment.objects.all(), "area").values_list("area", "state"))
    return [[area.name, area.sigla, *(counts[area.pk, state] for state in AppointmentState.values),
             sum(counts[area.pk, state] for state in AppointmentState.values)]
            for area in reach.own_areas.order_by("name")]  # fmt: skip


def _grants(reach):
    rows = reach.within(Grant.objects.all(), "appointment__area").filter(
        appointment__state__in=AppointmentState.working()
    )
    return rows.select_related("appointment__person", "appointment__area")


def _permission(slug) -> str:
    one = BY_SLUG.get(slug)
    return one.name if one else slug


def _by_person(reach: Reach) -> list[list]:
    held = {}
    for grant in _grants(reach):
        held.setdefault(grant.appointment_id, []).append(_permission(grant.permission))
    posts = reach.posts.filter(state__in=AppointmentState.working())
    return [[post.person.full_name, reach.cedula(post.person), post.title, post.area.name,
             ", ".join(sorted(held.get(post.pk, [])))] for post in posts]  # fmt: skip


def _by_permission(reach: Reach) -> list[list]:
    rows = [[_permission(grant.permission), grant.appointment.person.full_name, grant.appointment.title,
             grant.appointment.area.name] for grant in _grants(reach)]  # fmt: skip
    return sorted(rows, key=lambda row: (int(row[0].split()[0]), row[1]))


def _activity(reach: Reach) -> list[list]:
    today, found = clock.today(), []
    for post in reach.posts.filter(state__in=AppointmentState.working()):
        entered = post.person.last_login
        days = (today - clock.local(entered).date()).days if entered else None
        found.append([post.person.full_name, reach.cedula(post.person), _use(days), post.work_email or post.person.email,
                      post.area.name, days, entered or "Nunca"])  # fmt: skip
    return found


def _use(days) -> str:
    if days is None:
        return "Sin ingresar"
    return "En uso" if days <= RECENT else "Sin uso reciente"


def _connected(reach: Reach) -> list[list]:
    posts = {post.person_id: post for post in reach.posts.filter(state__in=AppointmentState.working())}
    sessions = alive().filter(person__in=posts).order_by("-last_used_at")
    return [[posts[one.person_id].person.full_name, posts[one.person_id].title, posts[one.person_id].area.name,
             one.began_at, one.last_used_at] for one in sessions]  # fmt: skip


register(
    Report("usuarios-por-area", "Usuarios por área y estado", "Cuántos puestos tiene cada área en cada estado.",
           _names("Área", "Sigla", *AppointmentState.labels, "Total", numeric=(*AppointmentState.labels, "Total")), _by_area),
    Report("permisos-por-usuario", "Permisos por usuario", "Los permisos que tiene cada servidor en su puesto.",
           _names("Servidor", "Cédula", "Puesto", "Área", "Permisos"), _by_person),
    Report("usuarios-por-permiso", "Usuarios por permiso", "Quiénes tienen cada permiso.",
           _names("Permiso", "Servidor", "Puesto", "Área"), _by_permission),
    Report("actividad", "Actividad de los usuarios", "Cuándo ingresó cada servidor por última vez.",
           _names("Servidor", "Cédula", "Actividad", "Correo", "Área", "Días transcurridos de uso", "Último ingreso",
                  numeric=("Días transcurridos de uso",)), _activity),
    Report("conectados", "Usuarios conectados", "Quiénes tienen una sesión abierta en este momento.",
           _names("Servidor", "Puesto", "Área", "Inicio", "Último uso"), _connected),
)  # fmt: skip
