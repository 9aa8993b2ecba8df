"""The preview pane: a document beside the list, at an address of its own (documents §5.3, ui §13)."""

import pytest

from documents import alarms
from documents.models import Copy
from quipux.limits.models import PageUse
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/bandejas/recibidos/"


def test_a_document_is_shown_beside_the_list_without_being_opened(client, desk):
    desk.recibidos(3)
    copy = Copy.objects.filter(holder=desk.ana.appointment).first()
    page = client(desk.ana).get(f"{LIST}?vista={copy.uuid}&texto=prueba").content.decode()
    assert '<aside class="qx-vista"' in page
    assert "Marcar como leído" in page
    assert f'id="v-{copy.uuid}" aria-current="true"' in page
    assert page.count("#v-") == 3  # every row leads to itself beside the same list
    copy.refresh_from_db()
    assert not copy.is_read
    assert PageUse.objects.get(act=alarms.PAGES).count == 1  # S-25: looked at, as on its own page


def test_nothing_is_shown_beside_the_list_of_what_the_person_may_not_read(client, desk):
    desk.recibidos(1)
    secret = factories.copy_of(factories.make_document(desk.carla, to=[desk.bruno], subject="Reservado", confidential=True),
                               desk.bruno)  # fmt: skip
    for wanted in (secret.uuid, "nada"):
        answer = client(desk.ana).get(f"{LIST}?vista={wanted}")
        assert answer.status_code == 200
        assert "<aside" not in answer.content.decode()
        assert "Reservado" not in answer.content.decode()
