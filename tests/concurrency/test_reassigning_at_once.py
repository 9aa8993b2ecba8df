"""The holder and a member of the shared tray press at the same instant (D-38)."""

from functools import partial

import pytest

from documents import services
from documents.models import Copy
from institutions.models import SharedTray
from quipux import clock
from quipux.errors import Conflict
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests import factories
from tests.concurrency.parallel import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("broker")]


def test_d_38_of_two_at_once_one_succeeds_and_the_other_reads_that_it_is_gone(ana, bruno, carla, area):
    SharedTray.objects.create(chief=bruno.appointment, member=ana.appointment, since=clock.now())
    luisa = factories.make_servant(area, "Luisa Mora")
    for document in factories.make_documents(8, carla, to=[bruno]):
        copy = factories.copy_of(document, bruno)
        answers = at_once(partial(services.reassign, copy, luisa, actor=bruno.actor),
                          partial(services.take, copy, actor=ana.actor))  # fmt: skip
        [done] = [answer for answer in answers if isinstance(answer, Copy)]
        [refused] = [answer for answer in answers if not isinstance(answer, Copy)]
        assert isinstance(refused, Conflict)
        assert refused.message == "El documento ya no está en esta bandeja."
        assert Copy.objects.get(pk=copy.pk).holder_id == done.holder_id
        assert done.holder in (luisa, ana.appointment)
        assert Entry.objects.of(copy).filter(action="reassign").count() == 1


def test_i_27_of_two_takers_one_has_the_document_and_the_jefe_one_mail(ana, bruno, carla, area):
    luisa = factories.make_servant(area, "Luisa Mora")
    for member in (ana.appointment, luisa):
        SharedTray.objects.create(chief=bruno.appointment, member=member, since=clock.now())
    for document in factories.make_documents(4, carla, to=[bruno]):
        copy, before = factories.copy_of(document, bruno), told(bruno)
        answers = at_once(*(partial(services.take, copy, actor=factories.actor_of(one)) for one in (ana, luisa)))
        [done] = [answer for answer in answers if isinstance(answer, Copy)]
        [refused] = [answer for answer in answers if not isinstance(answer, Copy)]
        assert refused.message == "El documento ya no está en esta bandeja."
        assert Copy.objects.get(pk=copy.pk).holder_id == done.holder_id
        assert Entry.objects.of(copy).filter(comment__startswith="Documento tomado por").count() == 1
        assert told(bruno) == before + 1


def told(person) -> int:
    """How many mails of documents taken a person has."""
    return Mail.objects.filter(to=person.user.email, subject__startswith="QUIPUX: Documento tomado").count()
