"""Avisos: what the person was told in the post in use, or as a citizen (documents §16.6)."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from quipux import access
from quipux.notices.models import Notice
from quipux.notices.services import mark_read
from quipux.web.pagination import numbered


@access.person
@require_safe
def notices(request):
    """Newest first, the unread ones marked in words."""
    own = Notice.objects.of(request.user, request.actor.context_id)
    page = numbered(own, request.GET, default=25)
    return render(request, "documents/notices.html", {"page": page, "unread": own.unread().count()})


@access.person
@require_POST
def read_all(request):
    """«Marcar todos como leídos»."""
    mark_read(request.user, request.actor.context_id)
    return redirect("documents:notices")
