"""Every button of the queue is one act however often its form is sent, and stands in the Recorrido (safety S-66)."""

import pytest

from backups.admin.acts import ACTS
from backups.admin.pressing import ALREADY, Press
from backups.models import SupportQuestion
from backups.services import operating, running
from quipux import clock
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests.backups import making
from tests.backups.pages.reading import Page
from tests.backups.sge.walking import address

pytestmark = pytest.mark.django_db
TYPED = {"reason": "Pedido escrito", "days": "3", "why": "operator", "answer": "Descargue la parte suelta."}


def failed(request):
    running.fail(making.claim(request).pk, "1-StoreError")


def stopped(request, sofia):
    operating.pause(request, actor=sofia.actor, reason="Mantenimiento")


def prepared(act, ana, bruno, sofia):
    """A request whose state admits the act."""
    if act in ("extender", "responder"):
        request = making.fulfilled(ana, bruno)
        for reason in ("Se corta a la mitad", "Se corta otra vez"):
            SupportQuestion.objects.create(request=request, person=ana.user, asked_at=clock.now(), reason=reason)
        return request
    request = making.approved(ana, bruno)
    if act == "reintentar":
        failed(request)
    elif act == "reanudar":
        stopped(request, sofia)
    return request


@pytest.mark.parametrize("act", ACTS)
def test_s_66_each_button_pressed_twice_is_done_once_and_recorded_with_its_reason(client, ana, bruno, sofia, act):
    request, mine = prepared(act, ana, bruno, sofia), client(sofia)
    path = address("act", request.uuid, act)
    form = Page(mine.get(path)).fields() | TYPED
    known = set(Entry.objects.of(request).values_list("pk", flat=True))
    first = Page(mine.post(path, form, follow=True))
    assert ALREADY not in first.text
    done, mails = set(Entry.objects.of(request).values_list("pk", flat=True)) - known, Mail.objects.count()
    said = " ".join(Entry.objects.filter(pk__in=done).values_list("comment", flat=True))
    assert (TYPED["answer"] if act == "responder" else TYPED["reason"]) in said
    assert set(Entry.objects.filter(pk__in=done).values_list("actor_name", flat=True)) >= {sofia.user.full_name}
    again = Page(mine.post(path, form, follow=True))
    assert (again.response.status_code, ALREADY in again.text) == (200, True)
    assert set(Entry.objects.of(request).values_list("pk", flat=True)) == known | done
    assert Mail.objects.count() == mails


def test_s_66_a_form_that_was_refused_is_corrected_and_sent_again_with_its_key(client, ana, bruno, sofia):
    request, mine = making.approved(ana, bruno), client(sofia)
    path = address("act", request.uuid, "pausar")
    form = Page(mine.get(path)).fields()
    refused = mine.post(path, form | {"reason": " "})
    assert (refused.status_code, Page(refused).fields()["vez"]) == (422, form["vez"])
    assert mine.post(path, form | {"reason": "Ahora sí"}).status_code == 302


def test_what_fails_inside_leaves_the_key_good():
    press = Press("abc", "1 pausar abc")
    with pytest.raises(ZeroDivisionError):
        press.once(lambda: 1 // 0)
    assert not press.was_done()
    assert [press.once(lambda: "Hecho."), press.once(lambda: "Otra vez.")] == ["Hecho.", ALREADY]
