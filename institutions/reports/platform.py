"""Reports of the SGE: implantations, courses, support and institutions (institutions §14)."""

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise

from django.db.models import Count, Q

from institutions.implantation.states import Attendance, CaseState
from institutions.models import Enrolment, ImplantationCase, Institution, SupportCase
from institutions.reports.shape import Report, register
from institutions.states import AppointmentState
from quipux import clock
from quipux.history.models import Entry
from quipux.web.components import Column


def _names(*labels, numeric=()):
    return tuple(Column(label, numeric=label in numeric) for label in labels)


def _by_state(_reach) -> list[list]:
    now, labels = clock.now(), dict(CaseState.choices)
    cases = ImplantationCase.objects.exclude(state=CaseState.DRAFT)
    counts = Counter(cases.values_list("state", flat=True))
    late = Counter(cases.filter(state__in=CaseState.open(), due_at__lt=now).values_list("state", flat=True))
    return [[labels[state], counts[state], late[state]] for state in CaseState if counts[state]]


def _cases(_reach) -> list[list]:
    now = clock.now()
    cases = list(ImplantationCase.objects.exclude(state=CaseState.DRAFT).order_by("-submitted_at", "-pk"))
    stays = _stays(cases, now)
    return [[case.number, case.name, case.get_state_display(), stays[case.uuid].get(case.get_state_display(), 0),
             case.due_at or "", _late(case, now), _in_words(stays[case.uuid])] for case in cases]  # fmt: skip


def _stays(cases, now) -> dict:
    """Case → days in each state, from its Recorrido; a state it returned to adds up."""
    entries, found = defaultdict(list), {}
    rows = Entry.objects.filter(subject_id__in=[case.uuid for case in cases], subject_kind="implantation")
    for uuid, at, state in rows.order_by("at", "pk").values_list("subject_id", "at", "state"):
        entries[uuid].append((at, state))
    for case in cases:
        spent, steps = defaultdict(timedelta), [*entries[case.uuid], (now, "")]
        for (since, state), (until, _) in pairwise(steps):
            spent[state] += until - since
        found[case.uuid] = {state: time.days for state, time in spent.items()}
    return found


def _late(case, now) -> str:
    return "Sí" if case.state in CaseState.open() and case.due_at and case.due_at < now else ""


def _in_words(days) -> str:
    return "; ".join(f"{state}: {count}" for state, count in days.items())


def _training(_reach) -> list[list]:
    rows = Enrolment.objects.select_related("case", "course", "edition").exclude(attendance=Attendance.CANCELLED)
    return [[one.case.number, one.full_name, one.course.name, one.edition.starts_at if one.edition else "",
             one.get_attendance_display(), one.hours] for one in rows.order_by("case", "course", "pk")]  # fmt: skip


def _absences(_reach) -> list[list]:
    rows = Enrolment.objects.exclude(attendance=Attendance.CANCELLED).values("case__number", "full_name")
    rows = rows.annotate(
        quarters=Count("pk"), absent=Count("pk", filter=Q(attendance=Attendance.ABSENT))).order_by("case__number")  # fmt: skip
    hours = defaultdict(float)
    for one in Enrolment.objects.exclude(attendance=Attendance.CANCELLED).select_related("case"):
        hours[one.case.number, one.full_name] += one.hours
    return [[row["case__number"], row["full_name"], row["quarters"], hours[row["case__number"], row["full_name"]],
             row["absent"]] for row in rows]  # fmt: skip


def _support(_reach) -> list[list]:
    rows = SupportCase.objects.select_related("institution").order_by("-created_at", "-pk")
    return [[one.number, one.institution.name if one.institution else "Ciudadano", one.get_module_display(), one.level,
             one.get_state_display(), _hours(one.created_at, one.escalated_at or one.answered_at),
             _hours(one.escalated_at, one.answered_at)] for one in rows]  # fmt: skip


def _hours(since, until):
    """Whole hours between two instants; nothing while one of them lacks."""
    return None if since is None or until is None or until < since else int((until - since) / timedelta(hours=1))


def _institutions(_reach) -> list[list]:
    working = Count("appointments", filter=Q(appointments__state__in=AppointmentState.working()))
    return [[one.name, one.sigla, one.ruc, one.get_environment_display(), one.get_state_display(),
             one.get_function_display() if one.function else "", one.support_email, one.people]
            for one in Institution.objects.annotate(people=working).order_by("name")]  # fmt: skip


register(
    Report("implantaciones-por-estado", "Implantaciones por estado", "Cuántas solicitudes hay en cada estado y cuántas vencieron.",
           _names("Estado", "Solicitudes", "Vencidas", numeric=("Solicitudes", "Vencidas")), _by_state, of_platform=True),
    Report("implantaciones", "Implantaciones, días por estado", "Cada solicitud con los días que pasó en cada estado.",
           _names("Solicitud", "Institución", "Estado", "Días en el estado", "Vence", "Vencida", "Días por estado",
                  numeric=("Días en el estado",)), _cases, of_platform=True),
    Report("capacitacion", "Capacitación", "Las inscripciones a los cursos y su asistencia.",
           _names("Solicitud", "Persona", "Curso", "Fecha", "Asistencia", "Horas", numeric=("Horas",)), _training,
           of_platform=True),
    Report("horas-y-faltas", "Horas y faltas", "Lo que asistió y faltó cada persona de una solicitud.",
           _names("Solicitud", "Persona", "Inscripciones", "Horas", "Faltas", numeric=("Inscripciones", "Horas", "Faltas")),
           _absences, of_platform=True),
    Report("soporte", "Soporte por nivel", "Cuántas horas esperó cada caso en cada nivel.",
           _names("Caso", "Institución", "Módulo", "Nivel", "Estado", "Horas en nivel 1", "Horas en nivel 2",
                  numeric=("Nivel", "Horas en nivel 1", "Horas en nivel 2")), _support, of_platform=True),
    Report("lista-de-instituciones", "Instituciones", "Las instituciones con su ambiente, su estado y sus usuarios activos.",
           _names("Nombre", "Sigla", "RUC", "Ambiente", "Estado", "Función", "Correo de soporte", "Usuarios activos",
                  numeric=("Usuarios activos",)), _institutions, of_platform=True),
)  # fmt: skip
