"""Resumen diario: what is overdue and due today, for who asked for it, without any content (documents §5.3)."""

from datetime import datetime, timedelta

import pytest

from accounts.models import User
from documents.models import Copy
from documents.services import tasks
from documents.services.summaries import send_summaries
from quipux import clock
from quipux.outbox.models import Mail
from tests import factories

MONDAY = datetime(2026, 6, 8, 7, 5, tzinfo=clock.GUAYAQUIL)


@pytest.fixture
def late(ana, bruno):
    """Ana wants the summary: two overdue documents, one of today, a task of Bruno's due today; Bruno does not want it."""
    User.objects.filter(pk=ana.user.pk).update(gets_daily_summary=True, email_verified_at=MONDAY)
    with clock.frozen_at(MONDAY - timedelta(days=3)):
        copies = [factories.copy_of(document, ana) for document in factories.make_documents(4, bruno, to=[ana])]
        given = factories.copy_of(factories.make_document(ana, to=[bruno], subject="Canario del asunto"), bruno)
        tasks.assign(given, ana.appointment, actor=bruno.actor, comment="Canario", due=MONDAY.date())
    for copy, days in zip(copies, (-3, -4, 0, 2), strict=True):
        Copy.objects.filter(pk=copy.pk).update(deadline=MONDAY.date() + timedelta(days=days))
    Mail.objects.all().delete()


def test_the_summary_counts_what_is_late_and_due_today_once_and_names_nothing(ana, late):
    with clock.frozen_at(MONDAY):
        assert (send_summaries(), send_summaries()) == (1, 0)
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (ana.user.email, "QUIPUX: resumen del 2026-06-08")
    told = [line.partition(":")[0] for line in mail.text.splitlines()]
    assert told[1:4] == ["2 documentos vencidos", "1 documento que vence hoy", "1 tarea que vence hoy"]
    assert "Canario" not in mail.text
    assert "MINEJ-" not in mail.text


def test_on_a_day_off_and_with_nothing_late_nobody_is_written_to(ana, late):
    with clock.frozen_at(MONDAY - timedelta(days=1)):
        assert send_summaries() == 0
    Copy.objects.update(deadline=None)
    with clock.frozen_at(MONDAY - timedelta(days=3)):
        assert send_summaries() == 0
    assert not Mail.objects.exists()
