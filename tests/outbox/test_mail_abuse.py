"""S-60: what people write becomes no header of a mail and no tag in it."""

import pytest
from django.core import mail as django_mail

from quipux.outbox import services as outbox
from quipux.outbox.models import Mail, MailState
from tests import factories
from tests.backups import making

pytestmark = pytest.mark.django_db
HOSTILE = "Ana\r\nBcc: espia@malo.ec\r\n\r\n<img src=x onerror=alert(1)>"


def test_s_60_a_line_break_in_a_subject_is_a_blank():
    outbox.queue_mail(
        key="prueba", to="ana@ejemplo.gob.ec", subject="QUIPUX: prueba\r\nBcc: espia@malo.ec", text="hola"
    )
    assert outbox.send_due() == 1
    [message] = django_mail.outbox
    assert message.subject == "QUIPUX: prueba Bcc: espia@malo.ec"
    assert message.recipients() == ["ana@ejemplo.gob.ec"]


def test_s_60_an_address_that_is_none_is_given_up_and_stops_no_other():
    for key, to in (("mala", "ana@ejemplo.gob.ec\r\nBcc: espia@malo.ec"), ("otra", "ana@ejemplo.gob.ec")):
        outbox.queue_mail(key=key, to=to, subject="QUIPUX: prueba", text="hola")
    assert outbox.send_due() == 1
    assert dict(Mail.objects.values_list("key", "state")) == {"mala": MailState.FAILED, "otra": MailState.SENT}


def test_s_60_names_are_text_in_both_parts_of_a_mail(ana, bruno):
    type(ana.user).objects.filter(pk=ana.user.pk).update(given_names=HOSTILE, email="ana@ejemplo.gob.ec")
    ana.user.refresh_from_db()
    request = making.fulfilled(ana, bruno)
    outbox.send_due()
    assert Mail.objects.filter(key=f"generado-{request.uuid}", state=MailState.SENT).exists()
    for message in django_mail.outbox:
        assert "\n" not in message.subject
        assert "espia@malo.ec" not in message.recipients()
        for html, kind in message.alternatives:
            assert kind == "text/html"
            assert "<img" not in html


def test_s_61_mails_say_number_date_and_link_and_nothing_of_what_they_are_about(ana, bruno, carla):
    secret = "Colibrí tornasol"
    for person in (bruno, carla):
        factories.make_document(ana, to=[person], subject=f"Asunto {secret}", body=f"<p>Texto {secret}</p>")
    making.fulfilled(ana, bruno)
    assert Mail.objects.count() >= 3
    for mail in Mail.objects.all():
        words = f"{mail.subject} {mail.text} {mail.html}"
        assert secret not in words
        for person in (ana, bruno, carla):
            assert person.user.identity_number not in words
            assert person.user.surnames not in mail.subject
