"""The mails of a case: number, day and link, never contents (institutions §11, §15)."""

from datetime import timedelta

from django.conf import settings

from accounts import mailing
from institutions import scope
from institutions.models import Departure, DepartureReason, DepartureState
from quipux import clock
from quipux.calendar.days import working_calendar
from quipux.outbox.services import queue_mail

OPENED, ENDED = "QUIPUX: Proceso de desvinculación iniciado", "QUIPUX: Usuario desactivado"
DUE = "QUIPUX: Desvinculación vence el {}"
DAYS_BEFORE = (5, 1)  # working days


def opened(case: Departure) -> None:
    """To the person, with the offer of a backup; for who died to nobody."""
    if case.reason != DepartureReason.DEATH:
        _write(case.appointment, case, "abierta", OPENED, [
            f"Su puesto {case.appointment.title} termina el {case.last_day.isoformat()}.",
            "Revise en la página del caso qué le falta entregar, y diga allí si desea un respaldo de sus documentos.",
            "Verifique un correo personal: el institucional deja de servirle ese día."])  # fmt: skip


def cancelled(case: Departure) -> None:
    _write(case.appointment, case, "anulada", "QUIPUX: Proceso de desvinculación anulado",
           ["Su desvinculación fue anulada: el puesto sigue activo."])  # fmt: skip


def ended(case: Departure, received: dict) -> None:
    """To the person, to the Jefe, and to each destination with how much it received."""
    from institutions.departures.destinations import fallback_of

    post = case.appointment
    said = [f"El puesto {post.title} de {post.person.full_name} fue desactivado el {mailing.moment()}."]
    if case.reason != DepartureReason.DEATH:
        _write(post, case, "desactivado", ENDED, said)
    chief = fallback_of(post)
    for told in {one.pk: one for one in (*received, *([chief] if chief else []))}.values():
        number = received.get(told, 0)
        got = [f"Usted recibió {number} {'documento o tarea' if number == 1 else 'documentos y tareas'} de ese puesto."]
        _write(told, case, "desactivado", ENDED, said + (got if number else []))


def stopped(case: Departure) -> None:
    """To the AIQs and the operators, once a day: the post ended and nobody takes over its work."""
    day, said = clock.today().isoformat(), [
        f"No se pudo terminar la desvinculación de {case.appointment.person.full_name}: no hay quien reciba su trabajo, o es "
        "el único Administrador Institucional. Se intentará otra vez."]  # fmt: skip
    for told in scope.administrators(case.appointment.institution).with_names():
        _write(told, case, f"detenida-{day}", "QUIPUX: Desvinculación detenida", said)
    queue_mail(key=f"desvinculacion-{case.uuid}-detenida-{day}-operadores", to=settings.QUIPUX_ALERT_EMAIL or "",
               subject="QUIPUX: Desvinculación detenida", text=f"{said[0]}\n{_link(case)}\n")  # fmt: skip


def remind_due() -> int:
    """The job of 07:00: to the person and the AIQs, 5 and 1 working days before the last day; each once.

    Returns:
        Of how many cases something was due.
    """
    today, calendar, found = clock.today(), working_calendar(), 0
    soon = Departure.objects.with_names().filter(
        state=DepartureState.OPEN, last_day__range=(today, today + timedelta(days=15))
    )
    for case in soon:
        left = next((days for days in DAYS_BEFORE if calendar.add_working_days(today, days) == case.last_day), None)
        if left is None:
            continue
        found += 1
        subject, said = DUE.format(case.last_day.isoformat()), ["Revise lo que falta en la página del caso."]
        people = [*scope.administrators(case.appointment.institution).with_names()]
        if case.reason != DepartureReason.DEATH:
            people.append(case.appointment)
        for told in people:
            _write(told, case, f"vence-{left}", subject, said)
    return found


def _write(post, case, event, subject, lines):
    mailing.write_to(post.person, key=f"desvinculacion-{case.uuid}-{event}-{post.pk}", subject=subject, lines=lines,
                     to=post.notice_address, link=_link(case), link_text="Ver el caso")  # fmt: skip


def _link(case):
    return f"{settings.QUIPUX_PUBLIC_URL}{case.get_absolute_url()}"
