"""«Descargar ahora»: the few documents that make no backup, as one ZIP at once (backups §4.4)."""

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from backups.forms import RequestForm
from backups.models import BackupRequest
from backups.services import immediate
from backups.services.wishes import Wish
from backups.states import RequestState
from backups.views.flow import Flow
from quipux import access
from quipux.errors import Conflict, Invalid, TooMany


@access.titular
@require_POST
def download_now(request):
    """The ZIP of the period asked for; the form again, with the reason, when that cannot be."""
    form, flow = RequestForm(request.POST), Flow(request, _draft(request))
    if not form.is_valid():
        return flow.draw(form)
    wish = Wish(form.cleaned_data["date_from"], form.cleaned_data["date_to"])
    try:
        body = immediate.start(wish, actor=request.actor)
    except (Invalid, Conflict, TooMany) as refusal:
        return flow.refused(form, refusal)
    return StreamingHttpResponse(body, headers={
        "Content-Type": "application/zip", "Cache-Control": "no-store",
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=body.name)})  # fmt: skip


def _draft(request) -> BackupRequest | None:
    """The form it came from may be that of the own draft."""
    return BackupRequest.objects.open_personal_of(request.actor.appointment).filter(state=RequestState.DRAFT).first()
