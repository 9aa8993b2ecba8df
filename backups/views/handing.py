"""«Entrega al ciudadano» and its signed receipt (backups §9.5)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from backups import permissions
from backups.forms import HandOverForm
from backups.models import HandOver
from backups.services import handing
from backups.states import Kind
from backups.views.finding import visible_request
from quipux import access, clock
from quipux.errors import Invalid, NotAllowedNow, NotFound
from quipux.files.delivery import deliver

RECORDED = "La entrega del respaldo fue registrada correctamente."
# Bytes that people brought never share the page's rights, even if a browser shows them (safety §2.5).
ISOLATED = {"Content-Security-Policy": "sandbox; default-src 'none'"}


@access.titular
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request, uuid):
    """Name, day and signed receipt; once."""
    found = _of_administrator(request, uuid)
    if not permissions.can_hand_over(found, request.actor) or HandOver.objects.filter(request=found).exists():
        raise NotAllowedNow("La entrega ya está registrada o todavía no hay un respaldo que entregar.")
    initial = {"receiver": found.person.full_name, "handed_on": clock.today()}
    form = HandOverForm(request.POST, request.FILES) if request.method == "POST" else HandOverForm(initial=initial)
    if form.is_bound and form.is_valid():
        try:
            handing.hand_over(found, actor=request.actor, receiver=form.cleaned_data["receiver"],
                              day=form.cleaned_data["handed_on"], receipt=form.cleaned_data["receipt"].file)  # fmt: skip
        except Invalid as refusal:
            for name, text in refusal.fields.items():
                form.add_error(name, text)
        else:
            messages.success(request, RECORDED)
            return redirect("backups:detail", found.uuid)
    context = {"form": form, "found": found, "back_url": reverse("backups:detail", args=[found.uuid])}
    return render(request, "backups/hand_over.html", context, status=422 if form.errors else 200)


@access.titular
@require_safe
def hand_over_receipt(request, uuid):
    """The signed receipt, for the AIQ only."""
    found = _of_administrator(request, uuid)
    row = HandOver.objects.select_related("receipt").filter(request=found, receipt__isnull=False).first()
    if row is None:
        raise NotFound("No encontramos esa acta.")
    return deliver(request, storage_alias="default", key=row.receipt.key, size=row.receipt.size,
                   sha256=row.receipt.sha256, filename=f"acta_entrega_{found.number}.pdf", media_type="application/pdf",
                   last_modified=row.recorded_at, extra_headers=ISOLATED)  # fmt: skip


def _of_administrator(request, uuid):
    """An institutional request whose archive this AIQ may take; any other is unknown here."""
    found = visible_request(request, uuid)
    if found.kind != Kind.INSTITUTIONAL or not permissions.can_download(found, request.actor):
        raise NotFound("No encontramos esa solicitud.")
    return found
