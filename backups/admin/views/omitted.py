"""Omisiones: what could not be included, by reason and institution, and «reintentar documento» (backups §3.11)."""

from django.contrib import messages
from django.db.models import Count, F
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from backups.admin.drawing import draw, require_operator
from backups.admin.forms import ReasonForm
from backups.admin.keys import row_or_404
from backups.models import BackupItem, Omission
from backups.services import second_tries
from backups.states import OmissionReason
from quipux import access
from quipux.errors import Invalid
from quipux.web import formatting
from quipux.web.components import Column
from quipux.web.pagination import numbered

COLUMNS = (Column("Razón"), Column("Institución"), Column("Documentos", numeric=True))


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def omitted(request):
    """Totals of every backup that still exists, and the documents that can be tried again."""
    form = None
    if request.method == "POST":
        actor = require_operator(request, "reintentar-documento")
        item, form = row_or_404(_retriable(), request.POST.get("documento", "")), ReasonForm(request.POST)
        if form.is_valid():
            try:
                second_tries.retry_document(item, actor=actor, reason=form.cleaned_data["reason"])
            except Invalid as refusal:
                form.add_error("reason", refusal.message)
            else:
                messages.success(request, f"El documento {item.metadata['number']} se lee otra vez.")
                return redirect("admin:sge:omitted")
    page = numbered(_retriable().order_by("-backup__request__number", "position"), request.GET)
    context = {"columns": COLUMNS, "rows": _totals(), "page": page, "form": form or ReasonForm()}
    return draw(request, "admin/backups/omitted.html", context, status=422 if form and form.errors else 200)


def _totals():
    rows = Omission.objects.exclude(reason=OmissionReason.WITHHELD).filter(backup__deleted_at=None)
    found = rows.values("reason", name=F("backup__request__institution__name")).annotate(n=Count("pk"))
    return [[OmissionReason(row["reason"]).label, row["name"], formatting.count_text(row["n"])]
            for row in found.order_by("-n", "reason", "name")]  # fmt: skip


def _retriable():
    """Documents left out of backups that are not published yet."""
    omitted = Omission.objects.exclude(reason=OmissionReason.WITHHELD).values("item")
    rows = BackupItem.objects.filter(pk__in=omitted, backup__state__in=second_tries.UNPUBLISHED)
    return rows.select_related("backup__request__institution").prefetch_related("omissions")
