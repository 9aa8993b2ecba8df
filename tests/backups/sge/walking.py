"""Walking the SGE pages without a browser: addresses, posts, and what came of them."""

from datetime import date

from django.urls import reverse

from backups.models import BackupRequest
from backups.services import scheduling
from quipux.history.models import Entry
from tests import factories
from tests.backups import making
from tests.backups.pages.reading import Page


def address(name, *args) -> str:
    return reverse(f"admin:sge:{name}", args=args)


def fresh(request) -> BackupRequest:
    return BackupRequest.objects.select_related("backup").get(pk=request.pk)


def approved_in_2017(person, other) -> BackupRequest:
    """An approved request of the frozen now, over 21 documents of 2016."""
    factories.make_documents(21, person, to=[other], at=making.at_noon(date(2016, 6, 1)))
    request = making.send_request(person)
    scheduling.schedule_requests()
    return request


def newest(request) -> Entry:
    return Entry.objects.of(request).first()


def pressed(client, request, act, **typed) -> Page:
    """The page that follows the button of ``act`` of ``request``, with what was typed."""
    page = Page(client.get(address("act", request.uuid, act)))
    assert page.heading
    return Page(client.post(address("act", request.uuid, act), typed, follow=True))
