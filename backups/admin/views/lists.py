"""Cola: the lists «SGE all», «SGE calendar» and «SGE status» (backups §3.5, §3.11)."""

from django.views.decorators.http import require_safe

from backups.admin import queues
from backups.admin.drawing import draw, operator_of
from backups.admin.lists import QueueList
from quipux import access, clock


@access.operator
@require_safe
def queue(request):
    return _list(request, queues.EVERYTHING)


@access.operator
@require_safe
def to_schedule(request):
    return _list(request, queues.TO_SCHEDULE)


@access.operator
@require_safe
def status(request):
    return _list(request, queues.OF_STATUS)


def _list(request, which):
    listing = QueueList(operator_of(request), request.GET, clock.now(), which)
    context = {"listing": listing, "form": listing.filters, "address": request.get_full_path()}
    return draw(request, "admin/backups/list.html", context, status=200 if listing.filters.is_valid() else 422)
