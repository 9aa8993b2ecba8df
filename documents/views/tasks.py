"""Tareas: those of a document, one of them, and the acts on it (documents §13.9)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from documents import permissions, task_permissions
from documents.detail import tasks as shown
from documents.models import Task
from documents.permissions import READS
from documents.rendering.tasks import task_sheet
from documents.services import tasks
from documents.task_forms import ABOUT, DONE, FORMS
from documents.views.drawing import draw
from documents.views.finding import ISOLATED, copy_at, refuse
from quipux import access, clock
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import Invalid


@access.servant
@require_safe
def of_document(request, uuid):
    """The tab Tareas: every task of the copy, subtasks below theirs."""
    copy = copy_at(request, uuid, READS)
    rows = shown.task_rows(shown.tree(copy), clock.today())
    return draw(request, copy, "tasks", "documents/tasks.html", {"columns": shown.COLUMNS, "rows": rows})


@access.servant
@require_safe
def task(request, uuid):
    """One task. As with documents, the addressee's own opening marks it read."""
    found = _visible_task(request, uuid)
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        tasks.mark_read(found, actor=request.actor)
    reads = permissions.level(found.copy, request.actor) >= READS
    columns, entries = shown.task_history(found, with_comments=reads or not found.copy.is_confidential)
    return render(request, "documents/tasks/task.html", {
        "task": found, "reads": reads, "masked": found.copy.is_confidential and not reads,
        "light": shown.light(found, clock.today()), "acts": shown.acts_of_task(found, request.actor),
        "may_assign": reads and found.copy.state in task_permissions.OPEN_STATES
        and permissions.can_assign_task(found.copy, request.actor),
        "answers": shown.answers_of(found, request.actor), "task_columns": shown.COLUMNS,
        "subtasks": shown.task_rows(shown.branch(found), clock.today()) if reads else [],
        "columns": columns, "entries": entries})  # fmt: skip


@access.servant
@require_safe
def printed(request, uuid):
    """One task on paper; who may not read the document prints no more of it than the page shows."""
    found = _visible_task(request, uuid)
    reads = permissions.level(found.copy, request.actor) >= READS
    content = task_sheet(found, reads=reads)
    note(request, Event.DOWNLOAD, kind="task", uuid=uuid, size=len(content))
    name = f"Tarea {found.copy.number or found.copy.document.temporary_number or 'borrador'}.pdf"
    return HttpResponse(content, content_type="application/pdf", headers=ISOLATED | {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name)})  # fmt: skip


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def act(request, uuid, slug):
    """Confirmation of one act on a task, and the act itself."""
    found = _visible_task(request, uuid)
    chosen = shown.ACTS.get(slug)
    if chosen is None or not chosen.can(found, request.actor):
        raise Http404
    form = FORMS[slug](request.POST if request.method == "POST" else None, task=found)
    if form.is_valid() and _done(form, request):
        messages.success(request, DONE[slug])
        return redirect("documents:task", found.uuid)
    return render(request, "documents/tasks/act.html", {"task": found, "act": chosen, "form": form,
                  "about": ABOUT.get(slug, "")}, status=422 if form.is_bound else 200)  # fmt: skip


def _done(form, request) -> bool:
    """Whether it was done; what was typed wrong is said beside its field."""
    try:
        form.act(request.actor)
    except Invalid as error:
        for name, message in (error.fields or {None: error.message}).items():
            form.add_error(name if name in form.fields else None, message)
        return False
    return True


def _visible_task(request, uuid) -> Task:
    people = ("assigned_by__person", "assigned_by__area", "assigned_to__person", "assigned_to__area", "parent")
    found = Task.objects.select_related("copy__document", "copy__holder", *people).filter(uuid=uuid).first()
    if found is None or not task_permissions.can_see(found, request.actor):
        refuse(request, uuid, kind="task")
    return found
