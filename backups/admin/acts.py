"""The acts on one request: their words, their form, when they are possible, and the service each one calls."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django_fsm import can_proceed

from backups.admin.forms import AnswerForm, ExtensionForm, ReasonForm, RemovalForm
from backups.models import BackupRequest, SupportQuestion
from backups.services import operating, scheduling
from quipux import clock
from quipux.web.components import Link

ELIMINATED = "La solicitud de respaldo fue eliminada correctamente."
WAITS = "La eliminación espera la confirmación de otra persona operadora."


@dataclass(frozen=True)
class Act:
    """One button of the queue.

    Attributes:
        moves: transitions of the request's or the backup's machine, one of which must be possible.
        carry_out: from the request, the actor and what the form says to the sentence of success.
    """

    slug: str
    label: str
    title: str
    about: str
    form: type
    carry_out: Callable
    moves: tuple[str, ...] = ()
    is_possible: Callable[[BackupRequest], bool] = lambda found: True
    is_warning: bool = False

    def admits(self, found: BackupRequest) -> bool:
        """The machines decide; no list of states is kept here."""
        machines = (found, found.backup)
        methods = [getattr(machine, move) for machine in machines for move in self.moves if hasattr(machine, move)]
        return (not self.moves or any(can_proceed(method) for method in methods)) and self.is_possible(found)


def _run_now(found, actor, data):
    scheduling.run_now(found, actor=actor, reason=data["reason"])
    return f"La solicitud No. {found.number} se ejecuta ahora."


def _pause(found, actor, data):
    operating.pause(found, actor=actor, reason=data["reason"])
    return f"El respaldo de la solicitud No. {found.number} está detenido."


def _resume(found, actor, data):
    operating.resume(found, actor=actor, reason=data["reason"])
    return f"El respaldo de la solicitud No. {found.number} continúa; se le asigna una noche."


def _retry(found, actor, data):
    operating.retry(found, actor=actor, reason=data["reason"])
    return f"El respaldo de la solicitud No. {found.number} se intentará de nuevo."


def _extend(found, actor, data):
    operating.extend(found, actor=actor, days=data["days"], reason=data["reason"])
    return f"La vigencia de la solicitud No. {found.number} fue extendida."


def _remove(found, actor, data):
    act = operating.remove(found, actor=actor, reason=data["reason"], why=data["why"])
    return WAITS if act else ELIMINATED


def _answer(found, actor, data):
    operating.answer_support(open_questions(found).first(), actor=actor, answer=data["answer"])
    return "La respuesta fue enviada."


def open_questions(found: BackupRequest):
    """Requests for help with the download that nobody answered yet, oldest first."""
    return SupportQuestion.objects.filter(request=found, answered_at=None).select_related("person", "request")


def _is_downloadable(found):
    return found.backup.expires_at is not None and clock.now() < found.backup.expires_at


ACTS = {act.slug: act for act in (
    Act("ejecutar", "Ejecutar ahora", "Ejecución inmediata", "Empieza hoy, sin esperar la ventana de la noche.",
        ReasonForm, _run_now, ("schedule", "retry")),
    Act("pausar", "Pausar", "Detener el respaldo",
        "Los procesos se detienen al terminar el documento en curso; las partes terminadas se conservan.",
        ReasonForm, _pause, ("pause",)),
    Act("reanudar", "Reanudar", "Reanudar el respaldo",
        "Se le asigna una noche y continúa con las partes que ya están terminadas.", ReasonForm, _resume, ("resume",)),
    Act("reintentar", "Reintentar", "Reintentar el respaldo",
        "Se programa para la próxima noche con espacio, con la misma lista y las partes terminadas.",
        ReasonForm, _retry, ("retry",)),
    Act("extender", "Extender vigencia", "Extender la vigencia", "Añade días calendario a la vigencia de la descarga.",
        ExtensionForm, _extend, ("extend",), _is_downloadable),
    Act("responder", "Responder", "Responder la solicitud de descarga",
        "La respuesta se envía por correo electrónico y la marca «Descarga Solicitada» se retira.",
        AnswerForm, _answer, (), lambda found: open_questions(found).exists()),
    Act("eliminar", "Eliminar", "Eliminación de Solicitud.",
        "Los procesos se detienen, las partes dejan de estar disponibles y se avisa a quien la solicitó.",
        RemovalForm, _remove, ("remove",), is_warning=True),
)}  # fmt: skip


def possible_acts(found: BackupRequest) -> list[Link]:
    """The acts that the state of ``found`` admits, as links to their pages."""
    return [Link(act.label, reverse("admin:sge:act", args=[found.uuid, act.slug])) for act in ACTS.values()
            if act.admits(found)]  # fmt: skip


def can_be_scheduled(found: BackupRequest) -> bool:
    """Whether «Calendarizar» may move it (T6)."""
    return ACTS["ejecutar"].admits(found)
