"""The queue, one case, its acts, its plantilla and its files (institutions §12.4)."""

import logging
from base64 import b64encode
from hashlib import sha256

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from institutions.actors import Operator
from institutions.admin.implantation.acts import ACTS, possible
from institutions.admin.implantation.forms import RegisterForm, VerdictsForm
from institutions.implantation import links, page
from institutions.implantation.permissions import REVIEW, TEACH
from institutions.implantation.services import going_live, handing, requesting
from institutions.implantation.states import WHO_ACTS, CaseState
from institutions.models import CaseFile, ImplantationCase
from quipux import access, clock
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.files.delivery import deliver
from quipux.web.components import Column, Link, Tag
from quipux.web.pagination import numbered

logger = logging.getLogger("quipux.security")
COLUMNS = [Column(label) for label in ("Solicitud", "Institución", "Sigla", "Estado", "Vence", "AGQ")]
FILES = [Column("Archivo"), Column("Clase"), Column("Agregado el")]
PER_PAGE = 25


@access.operator
@require_safe
def queue(request):
    """Open cases first, the most urgent on top; «terminadas» shows the others."""
    ended = "terminadas" in request.GET
    rows = ImplantationCase.objects.select_related("assignee").exclude(state=CaseState.DRAFT)
    rows = rows.filter(state__in=CaseState.final()) if ended else rows.filter(state__in=CaseState.open())
    shown = numbered(rows.order_by("due_at", "pk"), request.GET, default=PER_PAGE)
    now = clock.now()
    context = {"columns": COLUMNS, "rows": [_row(one, now) for one in shown.rows], "page": shown, "ended": ended}
    return draw(request, "admin/implantacion/queue.html", context, site=site)


def _row(case, now):
    late = case.due_at is not None and case.due_at < now
    due = Tag(f"Vencido el {clock.local(case.due_at):%Y-%m-%d}", "red") if late else case.due_at or ""
    return [page.link_to(case), case.name, case.sigla, page.tag_of(case), due,
            case.assignee.full_name if case.assignee else ""]  # fmt: skip


def _case_or_404(uuid) -> ImplantationCase:
    rows = ImplantationCase.objects.select_related("assignee", "training", "production").prefetch_related("people")
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def require_right(request, act: str, *rights: str) -> Operator:
    """Who may act on implantations or courses; the machine asks for the exact right afterwards.

    Args:
        rights: any of them is enough; those of the AGQ and of the capacitador when omitted.

    Raises:
        Forbidden: a reader of the SGE.
    """
    facts = {"user": request.user.pk, "act": act, "path": request.path}
    if not any(request.user.has_perm(right) for right in rights or (REVIEW, TEACH)):
        logger.warning("operator_act_refused", extra=facts)
        raise Forbidden("No tiene permiso para esta acción.")
    logger.info("operator_act", extra=facts)
    return Operator(request.user)


@access.operator
@require_safe
def case(request, uuid):
    """Data, files, courses, what can be done now, and the Recorrido."""
    found = _case_or_404(uuid)
    files = [[Link(one.name, reverse("admin:implantation:file", args=[found.uuid, one.uuid])), one.get_kind_display(),
              one.added_at] for one in found.files.all()]  # fmt: skip
    context = {"found": found, "tag": page.tag_of(found), "steps": page.steps_of(found), "who_acts": WHO_ACTS[found.state],
               "rows": page.facts_of(found), "acts": possible(found, Operator(request.user)), "file_columns": FILES,
               "files": files, "columns": page.TRAIL, "entries": page.trail_of(found),
               "enrolment_columns": ENROLMENTS, "enrolments": _enrolments(found),
               "observations": found.observations.all(), "has_items": found.items.exists()}  # fmt: skip
    return draw(request, "admin/implantacion/case.html", context, site=site)


ENROLMENTS = [Column("Curso"), Column("Fecha"), Column("Persona"), Column("Asistencia"), Column("Horas", numeric=True)]


def _enrolments(found):
    rows = found.enrolments.select_related("course", "edition")
    return [[one.course.name, one.edition.starts_at if one.edition else "", one.full_name, one.get_attendance_display(),
             f"{one.hours:g}"] for one in rows]  # fmt: skip


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def act(request, uuid, act):
    """One act with its form; the state and the right are asked before anything is drawn."""
    chosen, found = ACTS.get(act), _case_or_404(uuid)
    if chosen is None:
        raise Http404
    actor = require_right(request, chosen.slug)
    if not chosen.admits(found, actor):
        if chosen.is_possible(found):
            raise Forbidden("No tiene permiso para esta acción.")
        raise NotAllowedNow(found.refusal_message())
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = chosen.form(*posted, case=found, user=request.user, request=request)
    if form.is_bound and form.is_valid():
        try:
            done = chosen.carry_out(found, actor, form)
        except Invalid as refusal:
            field = next((name for name in refusal.fields if name in form.fields), None)
            form.add_error(field, refusal.message)
        else:
            messages.success(request, done if isinstance(done, str) else f"{chosen.label}: hecho.")
            return redirect("admin:implantation:case", found.uuid)
    context = {"found": found, "act": chosen, "form": form}
    return draw(request, "admin/implantacion/act.html", context, site=site, status=422 if form.errors else 200)


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def tracking(request, uuid):
    """The plantilla de seguimiento: what the AIQ says of each item, and the AGQ's word."""
    found = _case_or_404(uuid)
    items = list(found.items.prefetch_related("evidence__file"))
    form = VerdictsForm(request.POST if request.method == "POST" else None, items=items)
    if form.is_bound:
        actor = require_right(request, "plantilla", REVIEW)
        if form.is_valid():
            try:
                going_live.judge(found, form.verdicts(), actor=actor)
            except Invalid as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, "La verificación de los ítems quedó guardada.")
                return redirect("admin:implantation:tracking", found.uuid)
    may_judge = found.state == CaseState.VERIFYING and request.user.has_perm(REVIEW)
    context = {"found": found, "form": form, "may_judge": may_judge}
    return draw(request, "admin/implantacion/tracking.html", context, site=site, status=422 if form.errors else 200)


@access.operator
@require_safe
def file(request, uuid, file):
    """A file of the case, its acta and certificates included."""
    found = CaseFile.objects.select_related("file").filter(case__uuid=uuid, uuid=file).first()
    if found is None:
        raise Http404
    require_right(request, "archivo")
    stored = found.file
    return deliver(request, storage_alias="default", key=stored.key, size=stored.size, sha256=stored.sha256,
                   filename=found.name, media_type=stored.media_type, last_modified=stored.created_at)  # fmt: skip


@access.operator
@require_safe
def package(request, uuid):
    """The parametrisation of the training tenant, for an installation of its own of production (§12.8, §12.9)."""
    require_right(request, "paquete")
    found = _case_or_404(uuid)
    if found.training is None:
        raise Http404
    made = handing.package_of(found)
    content = made.written()
    note(request, Event.EXPORT, kind="implantation", uuid=found.uuid, size=len(content))
    return HttpResponse(content, content_type="application/zip", headers={
        "Content-Disposition": f'attachment; filename="parametrizacion_{found.number}.zip"',
        "Repr-Digest": f"sha-256=:{b64encode(sha256(content).digest()).decode()}:"})  # fmt: skip


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def register(request):
    """A request that came as an oficio: begun here, filled in by the same pages."""
    form = RegisterForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        require_right(request, "registrar", REVIEW)
        if form.is_valid():
            begun = requesting.begin(form.cleaned_data["correo"], on_behalf=True)
            return redirect("institutions:application", links.token_of(begun))
    return draw(
        request, "admin/implantacion/register.html", {"form": form}, site=site, status=422 if form.errors else 200
    )
