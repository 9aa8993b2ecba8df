"""What an act is; each module of acts registers its own when the app starts."""

from collections.abc import Callable
from dataclasses import dataclass

from documents import permissions
from documents.acts.forms import CommentForm
from documents.models import Copy, Task
from documents.states import TaskState


def readable(actor):
    """The copies an act may touch, unless it says otherwise: those the actor reads whole."""
    return Copy.objects.visible_to(actor, at_least=3)


def _nobody(data) -> str:
    return ""


def cancels_tasks(copies) -> str:
    """«Tiene N tareas pendientes; se cancelarán» (documents §4.2, Archivar)."""
    number = Task.objects.filter(copy__in=copies, state=TaskState.PENDING).count()
    if not number:
        return ""
    return (
        f"Tiene {number} tareas pendientes; se cancelarán." if number > 1 else "Tiene 1 tarea pendiente; se cancelará."
    )


@dataclass(frozen=True)
class Act:
    """One thing a person does to copies.

    Attributes:
        slug: in addresses: «reasignar».
        label: the verb of its button: «Reasignar».
        can: ``can(copy, actor)``; decides which buttons a page shows. The service decides again.
        run: ``run(copy, actor, data) -> note``: one copy in its own transaction; ``data`` is the form's
            cleaned data. Raises a DomainError for what is not done; a text returned is shown with the item.
        form: asked on the confirmation page.
        reach: ``reach(actor)``: the copies it may touch; others are «no encontrado».
        about: sentence of the confirmation page.
        warns: ``warns(copies)``: what else the act will do, asked before it runs; empty for nothing.
        confirms: without it the act runs at once and returns to the list (Marcar leído).
        is_warning: red button, for what is hard to take back.
        leads_to: ``leads_to(copy, actor) -> url``: a single copy's act that opens a page (Responder).
        undo: ``undo(copy, actor)``, offered for some seconds.
        answers: ``answers(copies, actor) -> HttpResponse``: the act changes nothing and gives a file (Imprimir).
        permission: slug without which the bar of a tray does not offer it.
        gives: ``gives(copies, actor, data) -> HttpResponse``: once its questions are answered the act gives a file
            (Imprimir Sobre).
        receipt: ``receipt(run) -> Link`` of the paper that the result page offers; None for none.
        target_of: ``target_of(data)``: «Usuario destino» of the result page.
        follows: ``follows(run, request) -> HttpResponse | None``: what comes after instead of the result
            page (Firmar: the page where what was done is signed).
    """

    slug: str
    label: str
    can: Callable
    run: Callable
    form: type = CommentForm
    reach: Callable = readable
    about: str = ""
    warns: Callable = _nobody
    confirms: bool = True
    is_warning: bool = False
    leads_to: Callable | None = None
    undo: Callable | None = None
    answers: Callable | None = None
    permission: str = ""
    gives: Callable | None = None
    receipt: Callable | None = None
    target_of: Callable = _nobody
    follows: Callable | None = None


ACTS: dict[str, Act] = {}


def register(*acts: Act) -> None:
    """Add acts; one slug names one act."""
    for act in acts:
        ACTS[act.slug] = act


def acts_for(copy, actor) -> list[Act]:
    """The acts whose button the page of a copy shows, in order of registration; none in a post under subrogación."""
    if actor.is_subrogated:
        return []
    with permissions.knowing_level(copy, actor):
        return [act for act in ACTS.values() if act.can(copy, actor)]
