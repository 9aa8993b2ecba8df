"""Texts that nobody saved are kept thirty days (documents §2.1)."""

from datetime import timedelta

import pytest

from documents.composing import sessions
from documents.models import Attachment, ComposeSession
from documents.states import Medium
from quipux import clock

pytestmark = pytest.mark.django_db


def kept(person, *, until):
    session = ComposeSession.objects.create(user=person.user, appointment=person.appointment, saved_at=clock.now(),
                                            payload={"cuerpo": "Texto"}, expires_at=until)  # fmt: skip
    Attachment.objects.create(
        session=session, name="acta", medium=Medium.PHYSICAL, added_by="Ana", added_at=clock.now()
    )
    return session


def test_a_text_is_emptied_when_its_days_end_and_not_before(ana):
    ended = kept(ana, until=clock.now() - timedelta(seconds=1))
    current = kept(ana, until=clock.now() + timedelta(days=1))
    assert sessions.forget_expired() == 1
    ended.refresh_from_db()
    current.refresh_from_db()
    assert (ended.payload, ended.closed_at is None) == ({}, False)
    assert (current.payload, current.closed_at) == ({"cuerpo": "Texto"}, None)
    assert [a.removed_at is None for a in Attachment.objects.order_by("session")] == [False, True]
    assert sessions.forget_expired() == 0
