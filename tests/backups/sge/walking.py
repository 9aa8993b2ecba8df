"""Walking the SGE pages without a browser: addresses, posts, and what came of them."""

from django.urls import reverse

from backups.models import BackupRequest
from quipux.history.models import Entry
from tests.backups.pages.reading import Page


def address(name, *args) -> str:
    return reverse(f"admin:sge:{name}", args=args)


def fresh(request) -> BackupRequest:
    return BackupRequest.objects.select_related("backup").get(pk=request.pk)


def newest(request) -> Entry:
    return Entry.objects.of(request).first()


def pressed(client, request, act, **typed) -> Page:
    """The page that follows the button of ``act`` of ``request``, with what was typed."""
    page = Page(client.get(address("act", request.uuid, act)))
    assert page.heading
    return Page(client.post(address("act", request.uuid, act), typed, follow=True))
